//! Runs a course: step by step on one cluster, gathering what is known, judging it, until a step fails.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::cluster::{Answer, Cluster};
use crate::course::{Course, Step, Verb};
use crate::expect;
use crate::failure::{Context as _, Failure, Outcome};
use crate::helm::{Helm, Said};
use crate::kinds::Kinds;
use crate::moment::{Finding, Moment, Rendering};
use crate::object::{Held, Id};
use crate::ownership;
use crate::permission::{Permission, of_review};
use crate::prepare;
use crate::rendering;
use crate::report::{Report, State, StepReport, Verdict};
use crate::state;
use crate::subject::{Package, Release, Subject};

/// How long an expectation may take to hold after helm has ended.
const SETTLING: Duration = Duration::from_secs(20);
/// How often it is looked at.
const INTERVAL: Duration = Duration::from_millis(200);
/// An account that no chart makes, which may do what every account may.
const NOBODY: &str = "nobody-in-particular";

/// A course under way.
pub struct Run<'a> {
    cluster: &'a Cluster,
    helm: &'a Helm,
    subject: &'a Subject,
    /// The level of Pod Security that the namespaces enforce.
    level: &'a str,
    kinds: Kinds,
    /// By release and package.
    renderings: BTreeMap<(String, String), Rendering>,
    owners: BTreeMap<Id, String>,
    everybody: BTreeMap<String, BTreeSet<Permission>>,
    start: Held,
    before: Held,
}

/// What a step brought about, as far as it can be known without judging.
#[derive(Default)]
struct Done {
    said: Said,
    /// Findings that the step itself made.
    findings: Vec<Finding>,
}

impl<'a> Run<'a> {
    /// A course that has not begun.
    pub fn new(cluster: &'a Cluster, helm: &'a Helm, subject: &'a Subject, level: &'a str) -> Self {
        Self {
            cluster,
            helm,
            subject,
            level,
            kinds: Kinds::default(),
            renderings: BTreeMap::new(),
            owners: BTreeMap::new(),
            everybody: BTreeMap::new(),
            start: Held::default(),
            before: Held::default(),
        }
    }

    /// Runs the steps of a course, and tells `watch` of each when it has ended.
    ///
    /// # Errors
    /// What keeps a step from being carried out at all.
    pub async fn course(mut self, course: &Course, mut watch: impl FnMut(&StepReport)) -> Outcome<Report> {
        let mut steps: Vec<StepReport> = Vec::new();
        for step in &course.steps {
            let failed = steps.iter().any(|report| report.verdict == Verdict::Failed);
            let absent = !step.release.is_empty() && self.subject.release(&step.release).is_none();
            let report = if failed || absent {
                StepReport {
                    step: step.to_string(),
                    verdict: Verdict::NotRun,
                    seconds: 0.0,
                    findings: vec![],
                    objects: vec![],
                }
            } else {
                self.step(step).await?
            };
            watch(&report);
            steps.push(report);
        }
        let passed = steps.iter().all(|step| step.verdict != Verdict::Failed);
        let kubernetes = self.cluster.version().await?;
        Ok(Report { subject: self.subject.name.clone(), kubernetes, enforced: self.level.to_owned(), passed, steps })
    }

    async fn step(&mut self, step: &Step) -> Outcome<StepReport> {
        let began = Instant::now();
        let (findings, objects) =
            if step.verb == Verb::Prepare { (self.prepare().await?, Vec::new()) } else { self.act(step).await? };
        let verdict = if findings.is_empty() { Verdict::Passed } else { Verdict::Failed };
        Ok(StepReport { step: step.to_string(), verdict, seconds: began.elapsed().as_secs_f64(), findings, objects })
    }

    /// Renders all packages, and makes all that they expect from outside.
    async fn prepare(&mut self) -> Outcome<Vec<Finding>> {
        self.kinds = self.cluster.kinds().await?;
        let mut findings = Vec::new();
        for release in &self.subject.releases {
            for (name, package) in &release.packages {
                match self.render(release, package).await? {
                    Ok(rendering) => drop(self.renderings.insert((release.key.clone(), name.clone()), rendering)),
                    Err(cause) => findings.push(finding("rendered", &format!("Chart/{}", self.subject.name), &cause)),
                }
            }
        }
        for namespace in self.namespaces() {
            self.cluster.provide(&self.kinds, prepare::namespace(&namespace, self.level)).await?;
            let nobody = Id {
                group: String::new(),
                kind: "ServiceAccount".into(),
                namespace: namespace.clone(),
                name: NOBODY.into(),
            };
            let rules = self.cluster.rules(&nobody, &namespace).await?;
            self.everybody.insert(namespace, of_review(rules));
        }
        let secrets =
            self.subject.releases.iter().flat_map(|release| release.packages.values()).flat_map(prepare::secrets);
        let volumes = self.renderings.values().flat_map(|rendering| prepare::volumes(&rendering.documents));
        for value in secrets.chain(volumes) {
            self.cluster.provide(&self.kinds, value).await?;
        }
        self.start = self.started().await?;
        self.before = self.start.clone();
        Ok(findings)
    }

    /// What the server holds once its controllers have filled the new namespaces.
    async fn started(&self) -> Outcome<Held> {
        let deadline = Instant::now() + SETTLING;
        loop {
            let held = self.cluster.held(&self.kinds).await?;
            let filled = |namespace: &String| {
                held.core("ServiceAccount", namespace, "default").is_some()
                    && held.core("ConfigMap", namespace, "kube-root-ca.crt").is_some()
            };
            if self.namespaces().iter().all(filled) {
                return Ok(held);
            }
            if Instant::now() > deadline {
                return Err(Failure::new("the controllers did not fill a new namespace"));
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Every namespace in which something of the subject will stand.
    fn namespaces(&self) -> BTreeSet<String> {
        let releases = self.subject.releases.iter();
        let secrets = releases
            .clone()
            .flat_map(|release| release.packages.values())
            .flat_map(|package| &package.requires.secrets);
        let documents = self.renderings.values().flat_map(|rendering| &rendering.documents);
        let of_documents = documents.map(|document| document.object.id.namespace.clone());
        let mut namespaces: BTreeSet<String> = releases.map(|release| release.namespace.clone()).collect();
        namespaces.extend(secrets.map(|secret| secret.namespace.as_str().to_owned()));
        namespaces.extend(of_documents.filter(|namespace| !namespace.is_empty()));
        namespaces
    }

    async fn render(&self, release: &Release, package: &Package) -> Outcome<Result<Rendering, String>> {
        let said = self.helm.template(release, package).await?;
        if !said.well {
            return Ok(Err(said.errors.trim().to_owned()));
        }
        let mut documents = rendering::read(&said.output)?;
        for document in &mut documents {
            let namespaced = self.kinds.of(&document.object).is_none_or(|kind| kind.namespaced);
            let id = &mut document.object.id;
            if !namespaced {
                id.namespace.clear();
            } else if id.namespace.is_empty() {
                id.namespace.clone_from(&release.namespace);
            }
        }
        Ok(Ok(Rendering { documents, answers: Vec::new() }))
    }

    /// Carries out a step that is about one package of one release, and judges what is then held.
    async fn act(&mut self, step: &Step) -> Outcome<(Vec<Finding>, Vec<State>)> {
        let release =
            self.subject.release(&step.release).context(|| format!("there is no release {}", step.release))?;
        let package =
            release.packages.get(&step.package).context(|| format!("there is no package {}", step.package))?;
        let key = (step.release.clone(), step.package.clone());
        let done = self.do_it(step, release, package, &key).await?;
        let deadline = Instant::now() + SETTLING;
        loop {
            let after = self.look(step, release, &key).await?;
            let mut findings = done.findings.clone();
            findings.extend(self.judge(step, release, &key, &done.said, &after).await?);
            // A dry run changes nothing, and after a failure of helm nothing gets better.
            let final_look = step.verb == Verb::DryRun || !done.findings.is_empty() || Instant::now() > deadline;
            if findings.is_empty() || final_look {
                let installed = ![Verb::DryRun, Verb::Uninstall].contains(&step.verb);
                let objects = if installed { self.states(&key, &after) } else { Vec::new() };
                if step.verb != Verb::DryRun {
                    self.before = after;
                }
                return Ok((findings, objects));
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    async fn do_it(
        &mut self,
        step: &Step,
        release: &Release,
        package: &Package,
        key: &(String, String),
    ) -> Outcome<Done> {
        let said = match step.verb {
            Verb::Prepare => Said { well: true, ..Said::default() },
            Verb::DryRun => {
                self.ask(key, false).await?;
                Said { well: true, ..Said::default() }
            }
            Verb::Install => self.helm.install(release, package).await?,
            Verb::Upgrade => self.helm.upgrade(release, package).await?,
            Verb::Rollback => self.helm.rollback(release).await?,
            Verb::Uninstall => self.helm.uninstall(release).await?,
        };
        if said.well && step.verb == Verb::Install {
            self.ask(key, true).await?;
        }
        let failed =
            said.failure().map(|failure| finding("helm", &format!("Release/{}", release.name), &failure.message));
        Ok(Done { findings: failed.into_iter().collect(), said })
    }

    /// Shows the documents of a package to the server. A pod whose service account comes with the package can only be shown when
    /// that is installed: the server knows no pod without its account.
    async fn ask(&mut self, key: &(String, String), installed: bool) -> Outcome<()> {
        let Some(rendering) = self.renderings.get_mut(key) else { return Ok(()) };
        let mut answers = Vec::new();
        for document in &rendering.documents {
            let early = !installed && document.object.id.kind == "Pod" && rendering.brings_account_of(&document.object);
            let answer = match self.kinds.of(&document.object) {
                Some(_) if early => Some(Answer { warnings: Vec::new(), verdict: Ok(document.object.value.clone()) }),
                Some(kind) => Some(self.cluster.dry_run(kind, document).await?),
                None => None,
            };
            answers.push(answer);
        }
        rendering.answers = answers;
        Ok(())
    }

    /// What the server holds now; for a dry run, with what it would hold beside it.
    async fn look(&mut self, step: &Step, release: &Release, key: &(String, String)) -> Outcome<Held> {
        let mut held = self.cluster.held(&self.kinds).await?;
        let Some(rendering) = self.renderings.get(key) else { return Ok(held) };
        if step.verb == Verb::DryRun {
            let documents = rendering.documents.iter().map(|document| document.object.clone());
            held.objects.extend(documents.map(|object| (object.id.clone(), object)));
            return Ok(held);
        }
        for document in &rendering.documents {
            let id = &document.object.id;
            let listed = held.objects.get(id).map(|object| object.text("/apiVersion"));
            if listed.is_some_and(|version| version != document.api_version())
                && let Some(kind) = self.kinds.of(&document.object)
                && let Some(object) = self.cluster.get(kind, id).await?
            {
                held.objects.insert(id.clone(), object);
            }
        }
        for other in self.subject.releases.iter().filter(|other| other.key != release.key).chain([release]) {
            let own = self.renderings.iter().filter(|((key, _), _)| *key == other.key);
            let documents: Vec<_> = own.flat_map(|(_, rendering)| &rendering.documents).collect();
            ownership::attribute(&mut self.owners, other, &documents, &held);
        }
        Ok(held)
    }

    async fn judge(
        &self,
        step: &Step,
        release: &Release,
        key: &(String, String),
        said: &Said,
        after: &Held,
    ) -> Outcome<Vec<Finding>> {
        let nothing = Rendering::default();
        let rendering = self.renderings.get(key).unwrap_or(&nothing);
        let permissions = self.permissions(step, rendering, after).await?;
        let kinds = rendering.documents.iter().map(|document| document.object.id.kind.clone());
        let versions = kinds.map(|kind| {
            let versions = self.kinds.versions_of(&kind).into_iter().map(str::to_owned).collect();
            (kind, versions)
        });
        let moment = Moment {
            release,
            rendering,
            versions: &versions.collect(),
            start: &self.start,
            before: &self.before,
            after,
            owners: &self.owners,
            permissions: &permissions,
            everybody: &self.everybody,
            said,
        };
        Ok(expect::judge(&moment, &step.expect))
    }

    /// What each rendered account that is held may do, in each namespace.
    async fn permissions(
        &self,
        step: &Step,
        rendering: &Rendering,
        after: &Held,
    ) -> Outcome<BTreeMap<(Id, String), BTreeSet<Permission>>> {
        let mut permissions = BTreeMap::new();
        if !step.expect.iter().any(|name| name == "permitted") {
            return Ok(permissions);
        }
        let accounts = rendering.documents.iter().map(|document| &document.object.id);
        let held = accounts.filter(|id| id.kind == "ServiceAccount" && after.objects.contains_key(id));
        for account in held {
            for namespace in self.everybody.keys() {
                let rules = self.cluster.rules(account, namespace).await?;
                permissions.insert((account.clone(), namespace.clone()), of_review(rules));
            }
        }
        Ok(permissions)
    }

    fn states(&self, key: &(String, String), held: &Held) -> Vec<State> {
        let documents = self.renderings.get(key).map_or(&[][..], |rendering| &rendering.documents);
        let objects = documents.iter().filter(|document| document.hook().is_none()).map(|document| &document.object.id);
        let state = |id: &Id| State {
            namespace: id.namespace.clone(),
            kind: id.kind.clone(),
            name: id.name.clone(),
            state: held.objects.get(id).map_or_else(|| "missing".to_owned(), |object| state::describe(object, held)),
        };
        objects.map(state).collect()
    }
}

fn finding(expectation: &str, object: &str, cause: &str) -> Finding {
    Finding { expectation: expectation.to_owned(), object: object.to_owned(), cause: cause.to_owned() }
}

impl<T> crate::failure::Context<T> for Option<T> {
    fn context(self, missing: impl FnOnce() -> String) -> Outcome<T> {
        self.ok_or_else(|| Failure::new(missing()))
    }
}
