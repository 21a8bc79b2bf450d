//! The chart that is made from the repository's components, judged by Helm, by Kubernetes' schemas and by the chart's own promises.

mod bijection;
mod change;
mod closure;
mod forms;
mod helm;
mod names;
mod network;
mod security;
mod support;
