//! The arguments of each part of a control plane. Starts nothing.

use std::path::{Path, PathBuf};

use crate::failure::{Context as _, Outcome};
use crate::plane::{credentials, ports};

/// The folder, ports, token and files of one control plane.
#[derive(Debug)]
pub(super) struct Plan {
    folder: PathBuf,
    store: u16,
    peers: u16,
    server: u16,
    token: String,
    /// The API server's certificate, which the server makes at the start.
    pub(super) certificate: PathBuf,
    /// The kubeconfig with which programs reach the API server.
    pub(super) kubeconfig: PathBuf,
}

/// The keys of service accounts' tokens, and the tokens of people.
const SIGNING: &str = "accounts.key";
const VERIFYING: &str = "accounts.pub";
const TOKENS: &str = "tokens.csv";

impl Plan {
    /// Picks free ports, and writes the files that must exist before the first part starts.
    pub(super) fn new(folder: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder).context(|| format!("{} cannot be made", folder.display()))?;
        let [store, peers, server] = ports::free()?;
        let token = credentials::write(&folder.join(SIGNING), &folder.join(VERIFYING), &folder.join(TOKENS))?;
        let plan = Self {
            store,
            peers,
            server,
            token,
            certificate: folder.join("certificates/apiserver.crt"),
            kubeconfig: folder.join("kubeconfig"),
            folder: folder.to_owned(),
        };
        credentials::save(&plan.kubeconfig, &plan.kubeconfig_text())?;
        Ok(plan)
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    pub(super) fn etcd(&self) -> Vec<String> {
        let (client, peer) = (loopback(self.store), loopback(self.peers));
        vec![
            format!("--data-dir={}", self.file("etcd")),
            format!("--listen-client-urls={client}"),
            format!("--advertise-client-urls={client}"),
            format!("--listen-peer-urls={peer}"),
            format!("--initial-advertise-peer-urls={peer}"),
            format!("--initial-cluster=default={peer}"),
            "--log-level=warn".to_owned(),
            // The store is thrown away.
            "--unsafe-no-fsync".to_owned(),
        ]
    }

    pub(super) fn apiserver(&self) -> Vec<String> {
        vec![
            format!("--etcd-servers={}", loopback(self.store)),
            format!("--cert-dir={}", self.file("certificates")),
            "--bind-address=127.0.0.1".to_owned(),
            format!("--secure-port={}", self.server),
            "--service-account-issuer=https://kubernetes.default.svc".to_owned(),
            format!("--service-account-key-file={}", self.file(VERIFYING)),
            format!("--service-account-signing-key-file={}", self.file(SIGNING)),
            "--service-cluster-ip-range=10.0.0.0/16".to_owned(),
            format!("--token-auth-file={}", self.file(TOKENS)),
            "--authorization-mode=RBAC".to_owned(),
        ]
    }

    pub(super) fn controller_manager(&self) -> Vec<String> {
        vec![
            format!("--kubeconfig={}", self.kubeconfig.display()),
            format!("--service-account-private-key-file={}", self.file(SIGNING)),
            format!("--root-ca-file={}", self.certificate.display()),
            // On a busy machine the node's heartbeats come late, and the node would count as dead.
            "--node-monitor-grace-period=24h".to_owned(),
            "--leader-elect=false".to_owned(),
            "--secure-port=0".to_owned(),
        ]
    }

    pub(super) fn scheduler(&self) -> Vec<String> {
        vec![
            format!("--kubeconfig={}", self.kubeconfig.display()),
            "--leader-elect=false".to_owned(),
            "--secure-port=0".to_owned(),
        ]
    }

    pub(super) fn kwok(&self) -> Vec<String> {
        vec![format!("--kubeconfig={}", self.kubeconfig.display()), "--manage-all-nodes=true".to_owned()]
    }

    /// A kubeconfig is YAML, and JSON is YAML.
    fn kubeconfig_text(&self) -> String {
        let config = serde_json::json!({
            "apiVersion": "v1", "kind": "Config", "current-context": "plane",
            "clusters": [{"name": "plane", "cluster": {
                "server": format!("https://127.0.0.1:{}", self.server), "certificate-authority": self.certificate,
            }}],
            "users": [{"name": "admin", "user": {"token": self.token}}],
            "contexts": [{"name": "plane", "context": {"cluster": "plane", "user": "admin"}}],
        });
        config.to_string()
    }
}

fn loopback(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
