//! End-to-end tests of charts on a private Kubernetes API server: a control plane without containers, a course of helm
//! steps, and expectations on the held objects. A test tool; floe does not depend on this crate.
#![expect(clippy::disallowed_methods, reason = "tests of installed charts start programs, keep files and wait")]

mod change;
mod cluster;
mod course;
mod expect;
mod failure;
mod helm;
mod kinds;
mod moment;
mod object;
mod ownership;
mod permission;
mod plane;
mod platform;
mod process;
mod provide;
mod quantity;
mod rendering;
mod report;
mod run;
mod state;
mod subject;
mod tools;

pub use cluster::Cluster;
pub use course::Course;
pub use failure::{Failure, Outcome};
pub use helm::Helm;
pub use moment::Finding;
pub use plane::ControlPlane;
pub use platform::{Compiler, entries};
pub use process::{HOLD, become_held};
pub use report::{Report, StepReport, Verdict};
pub use run::Run;
pub use subject::Subject;
pub use tools::{Tools, project};
