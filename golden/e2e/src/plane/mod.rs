//! A private Kubernetes control plane on free loopback ports: starts the parts in the order of their dependencies, and
//! ends them in reverse. Knows nothing of charts.

mod arguments;
mod component;
mod credentials;
mod ports;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::failure::{Failure, Outcome};
use crate::tools::Tools;
use arguments::Plan;
use component::Component;

/// The pause between two checks of a condition.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long a part may take to start, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_mins(3);
/// Another process can take a free port before the part does; then other ports are tried.
const ATTEMPTS: usize = 4;

/// A control plane. Dropping the value kills the processes.
#[derive(Debug, Default)]
pub struct ControlPlane {
    /// In the order in which they were started.
    components: Vec<Component>,
}

impl ControlPlane {
    /// Starts a control plane, and gives the kubeconfig. Stored data goes below `data`, logs go to `logs`; both folders
    /// exist.
    ///
    /// # Errors
    /// The part that did not come up, with the end of the part's log.
    pub async fn start(&mut self, tools: &Tools, data: &Path, logs: &Path) -> Outcome<PathBuf> {
        let mut attempt = 1;
        loop {
            let plan = Plan::new(&data.join(format!("plane-{attempt}")))?;
            match self.bring_up(tools, &plan, logs).await {
                Ok(()) => return Ok(plan.kubeconfig),
                Err(failure) => {
                    let taken = self.components.iter().any(Component::met_a_taken_port);
                    self.stop().await;
                    if !taken || attempt == ATTEMPTS {
                        return Err(failure.help(format!("the logs are in {}", logs.display())));
                    }
                }
            }
            attempt += 1;
        }
    }

    async fn bring_up(&mut self, tools: &Tools, plan: &Plan, logs: &Path) -> Outcome<()> {
        let components = &mut self.components;
        let start = |components: &mut Vec<Component>, name, arguments: Vec<String>| -> Outcome<()> {
            components.push(Component::start(tools, name, &arguments, logs)?);
            Ok(())
        };
        start(components, "etcd", plan.etcd())?;
        start(components, "kube-apiserver", plan.apiserver())?;
        let cluster = until_ready(plan, components).await?;
        start(components, "kube-controller-manager", plan.controller_manager())?;
        start(components, "kube-scheduler", plan.scheduler())?;
        start(components, "kwok", plan.kwok())?;
        let kinds = cluster.kinds().await?;
        cluster.provide(&kinds, node()).await
    }

    /// Ends the control plane: no process and no port is left over. The API server's clients end first, the store ends
    /// last.
    pub async fn stop(&mut self) {
        while let Some(mut component) = self.components.pop() {
            component.end().await;
        }
    }
}

async fn until_ready(plan: &Plan, components: &mut [Component]) -> Outcome<Cluster> {
    let ready = async {
        loop {
            for component in components.iter_mut() {
                component.is_alive()?;
            }
            // The server makes the certificate, and the kubeconfig leads to the certificate.
            if plan.certificate.is_file()
                && let Ok(cluster) = Cluster::connect(&plan.kubeconfig).await
                && cluster.is_ready().await
            {
                return Ok(cluster);
            }
            tokio::time::sleep(INTERVAL).await;
        }
    };
    let late = |_| Failure::new(format!("the API server was not ready within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, ready).await.map_err(late)?
}

/// The one node, on which every pod appears to run.
fn node() -> Value {
    let resources = json!({"cpu": "1000", "memory": "4Ti", "ephemeral-storage": "4Ti", "pods": "1000"});
    json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": "node", "annotations": {"kwok.x-k8s.io/node": "fake"}, "labels": {"kubernetes.io/os": "linux"}},
        "status": {"allocatable": resources, "capacity": resources},
    })
}
