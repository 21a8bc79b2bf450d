//! The Jobs that prepare a platform's services, as processes of this machine, beside the services where they can be had. No cluster is
//! needed.
#![expect(clippy::disallowed_methods, reason = "the tests write files of Jobs to temporary folders and start programs")]

mod buckets;
mod catalog;
mod databases;
mod job;
mod python;
mod retail;
mod scripts;
mod server;
