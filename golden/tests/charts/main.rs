//! Chart packages of whole platforms, judged by Helm, by the schemas of Kubernetes and by cross-references between
//! objects. No cluster is needed.
#![expect(clippy::disallowed_methods, reason = "the tests write packages to temporary folders and run helm and python")]

mod bindings;
mod credentials;
mod helm;
mod hostile;
mod hosts;
mod objects;
mod package;
mod platforms;
mod pods;
mod references;
mod resolved;
mod schemas;
mod second_reader;
mod tools;
