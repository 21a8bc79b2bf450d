//! A Kubernetes control plane of a run's own, on free loopback ports: started, waited for, and ended in the order in which its parts
//! need each other. Knows nothing of charts.

mod arguments;
mod component;
mod credentials;
mod ports;

use std::path::{Path, PathBuf};
use std::time::Duration;

use kube::Client;
use kube::api::{ListParams, PostParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::core::Request;
use serde_json::json;

use crate::failure::{Context as _, Failure, Outcome};
use crate::tools::Tools;
use arguments::Plan;
use component::Component;

/// How often a condition is looked at.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long a part may take to start, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(180);
/// A free port can be taken by somebody else before it is used; then others are tried.
const ATTEMPTS: usize = 4;

/// A control plane. Dropped, its processes are killed.
#[derive(Debug, Default)]
pub struct ControlPlane {
    /// In the order in which they were started.
    components: Vec<Component>,
}

/// How a control plane is reached.
pub struct Access {
    /// For programs.
    pub kubeconfig: PathBuf,
    /// From here.
    pub client: Client,
}

impl ControlPlane {
    /// Starts it. What it stores goes below `data`, what it says to `logs`; both folders exist.
    ///
    /// # Errors
    /// The part that did not come up, with the last it said.
    pub async fn start(&mut self, tools: &Tools, data: &Path, logs: &Path) -> Outcome<Access> {
        let mut attempt = 1;
        loop {
            let plan = Plan::new(&data.join(format!("plane-{attempt}")))?;
            match self.bring_up(tools, &plan, logs).await {
                Ok(client) => return Ok(Access { kubeconfig: plan.kubeconfig, client }),
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

    async fn bring_up(&mut self, tools: &Tools, plan: &Plan, logs: &Path) -> Outcome<Client> {
        let components = &mut self.components;
        let start = |components: &mut Vec<Component>, name, arguments: Vec<String>| -> Outcome<()> {
            components.push(Component::start(tools, name, &arguments, logs)?);
            Ok(())
        };
        start(components, "etcd", plan.etcd())?;
        start(components, "kube-apiserver", plan.apiserver())?;
        let client = until_ready(plan, components).await?;
        start(components, "kube-controller-manager", plan.controller_manager())?;
        start(components, "kube-scheduler", plan.scheduler())?;
        start(components, "kwok", plan.kwok())?;
        add_node(&client).await?;
        Ok(client)
    }

    /// Ends it: no process and no port is left over. Those that talk to the API server go before it, the store goes last.
    pub async fn stop(&mut self) {
        while let Some(mut component) = self.components.pop() {
            component.end().await;
        }
    }
}

async fn until_ready(plan: &Plan, components: &mut [Component]) -> Outcome<Client> {
    let ready = async {
        loop {
            for component in components.iter_mut() {
                component.is_alive()?;
            }
            if plan.certificate.is_file()
                && let Ok(client) = connect(plan).await
            {
                return Ok(client);
            }
            tokio::time::sleep(INTERVAL).await;
        }
    };
    let late = |_| Failure::new(format!("the API server was not ready within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, ready).await.map_err(late)?
}

async fn connect(plan: &Plan) -> Outcome<Client> {
    let text = plan.kubeconfig_text();
    let kubeconfig = Kubeconfig::from_yaml(&text).context(|| "the kubeconfig cannot be read".to_owned())?;
    let config = kube::Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await;
    let client = Client::try_from(config.context(|| "the kubeconfig does not hold".to_owned())?)?;
    let ready = Request::new("/readyz").list(&ListParams::default());
    client.request_text(ready.context(|| "the readiness cannot be asked".to_owned())?).await?;
    Ok(client)
}

/// The one node on which every pod runs, as far as anybody can see.
async fn add_node(client: &Client) -> Outcome<()> {
    let resources = json!({"cpu": "1000", "memory": "4Ti", "ephemeral-storage": "4Ti", "pods": "1000"});
    let node = json!({
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": "node", "annotations": {"kwok.x-k8s.io/node": "fake"}, "labels": {"kubernetes.io/os": "linux"}},
        "status": {"allocatable": resources, "capacity": resources},
    });
    let body = serde_json::to_vec(&node).context(|| "the node cannot be written".to_owned())?;
    let request = Request::new("/api/v1/nodes").create(&PostParams::default(), body);
    client.request_text(request.context(|| "the node cannot be made".to_owned())?).await?;
    Ok(())
}
