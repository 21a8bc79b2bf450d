//! The helm CLI with a home folder of its own, run for one release at a time. Judges nothing.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use crate::failure::{Context as _, Outcome};
use crate::process::held;
use crate::subject::{Package, Release};
use crate::tools::Tools;

/// The output of helm.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Whether helm succeeded.
    pub well: bool,
    /// The standard output.
    pub output: String,
    /// The standard error.
    pub errors: String,
}

/// The helm CLI against one API server.
#[derive(Debug, Clone)]
pub struct Helm {
    tools: Tools,
    kubeconfig: PathBuf,
    home: PathBuf,
    log: PathBuf,
    timeout: Duration,
}

impl Helm {
    /// Keeps helm's files below `home`, and writes commands and output to `log`.
    pub fn new(tools: &Tools, kubeconfig: &Path, home: &Path, log: &Path, timeout: Duration) -> Self {
        Self { tools: tools.clone(), kubeconfig: kubeconfig.into(), home: home.into(), log: log.into(), timeout }
    }

    /// The rendered manifests of a package, hooks and tests included, for a server with this version and these APIs.
    /// The server is not contacted, so that a package with refused objects renders as well.
    ///
    /// # Errors
    /// Helm cannot be run.
    pub async fn template(
        &self,
        release: &Release,
        package: &Package,
        version: &str,
        apis: &[String],
    ) -> Outcome<Said> {
        let mut arguments = vec!["template".to_owned(), release.name.clone()];
        arguments.extend([format!("--kube-version={version}"), format!("--api-versions={}", apis.join(","))]);
        arguments.extend(chart_arguments(package));
        self.run(release, arguments).await
    }

    /// `helm install --wait`.
    ///
    /// # Errors
    /// Helm cannot be run.
    pub async fn install(&self, release: &Release, package: &Package) -> Outcome<Said> {
        self.run(release, self.waiting(&["install", &release.name], chart_arguments(package))).await
    }

    /// `helm upgrade --wait`. Helm goes on with the values of the last upgrade, unless it is told to forget them.
    ///
    /// # Errors
    /// Helm cannot be run.
    pub async fn upgrade(&self, release: &Release, package: &Package) -> Outcome<Said> {
        self.run(release, self.waiting(&["upgrade", &release.name, "--reset-values"], chart_arguments(package))).await
    }

    /// `helm upgrade --cleanup-on-fail` to a package that the server should refuse.
    ///
    /// # Errors
    /// Helm cannot be run.
    pub async fn try_upgrade(&self, release: &Release, package: &Package) -> Outcome<Said> {
        let verb = ["upgrade", &release.name, "--reset-values", "--cleanup-on-fail"];
        self.run(release, self.waiting(&verb, chart_arguments(package))).await
    }

    /// `helm rollback --wait` to the revision before.
    ///
    /// # Errors
    /// Helm cannot be run.
    pub async fn rollback(&self, release: &Release) -> Outcome<Said> {
        self.run(release, self.waiting(&["rollback", &release.name], Vec::new())).await
    }

    /// `helm uninstall --wait`, with the polling wait strategy. The other strategy can return before helm has seen all
    /// objects disappear.
    ///
    /// # Errors
    /// Helm cannot be run.
    pub async fn uninstall(&self, release: &Release) -> Outcome<Said> {
        let timeout = format!("--timeout={}s", self.timeout.as_secs());
        let verb = ["uninstall", &release.name, "--wait=legacy", "--cascade=foreground", &timeout];
        self.run(release, verb.map(str::to_owned).to_vec()).await
    }

    fn waiting(&self, verb: &[&str], mut rest: Vec<String>) -> Vec<String> {
        rest.extend(["--wait".to_owned(), "--wait-for-jobs".to_owned()]);
        rest.push(format!("--timeout={}s", self.timeout.as_secs()));
        verb.iter().map(|&word| word.to_owned()).chain(rest).collect()
    }

    async fn run(&self, release: &Release, arguments: Vec<String>) -> Outcome<Said> {
        let mut command = held(&self.tools.holder, self.tools.program("helm"));
        command.args(&arguments).arg("--namespace").arg(&release.namespace).arg("--kubeconfig").arg(&self.kubeconfig);
        command.stdin(Stdio::null()).env_clear().env("HOME", &self.home);
        for (name, folder) in [("CACHE", "cache"), ("CONFIG", "config"), ("DATA", "data")] {
            command.env(format!("HELM_{name}_HOME"), self.home.join(folder));
        }
        let output = command.output().await.context(|| "helm cannot be run".to_owned())?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = Said { well: output.status.success(), output: text(&output.stdout), errors: text(&output.stderr) };
        self.write_down(release, &arguments, &said)?;
        Ok(said)
    }

    fn write_down(&self, release: &Release, arguments: &[String], said: &Said) -> Outcome<()> {
        use std::io::Write as _;
        let unwritable = || format!("{} cannot be written", self.log.display());
        let mut log = std::fs::OpenOptions::new().create(true).append(true).open(&self.log).context(unwritable)?;
        let verdict = if said.well { "ended well" } else { "failed" };
        // The rendered text is long and reproducible, so the log leaves it out.
        let output = if arguments.first().is_some_and(|verb| verb == "template") { "" } else { said.output.as_str() };
        let line = arguments.join(" ");
        write!(log, "== helm {line} --namespace {}: {verdict}\n{output}{}\n", release.namespace, said.errors)
            .context(unwritable)
    }
}

fn chart_arguments(package: &Package) -> Vec<String> {
    let mut arguments = vec![package.chart.display().to_string()];
    if let Some(values) = &package.values {
        arguments.push(format!("--values={}", values.display()));
    }
    arguments
}

impl Said {
    /// The warnings of helm, and of the API server through helm.
    pub(crate) fn warnings(&self) -> impl Iterator<Item = &str> {
        self.errors.lines().filter(|line| line.contains("Warning:") || line.contains("level=WARN"))
    }

    /// Why helm failed.
    pub(crate) fn failure(&self) -> Option<&str> {
        (!self.well).then_some(self.errors.trim())
    }
}
