//! Runs a course on one cluster, step by step: carries out a step, then reads and judges the held objects until all
//! expectations hold or the time limit is reached.

mod look;
mod prepare;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::cluster::Cluster;
use crate::course::{Course, Step, Verb};
use crate::failure::{Context as _, Outcome};
use crate::helm::{Helm, Said};
use crate::kinds::Kinds;
use crate::moment::{Finding, Rendering};
use crate::object::{Held, Id};
use crate::permission::Permission;
use crate::report::{Report, Row, StepReport, Verdict};
use crate::subject::{Package, Release, Subject};

/// How long an expectation may take to hold after helm has ended, on a machine that has much else to do.
const SETTLING: Duration = Duration::from_secs(30);
/// The pause between two looks.
const INTERVAL: Duration = Duration::from_millis(200);

/// A course under way.
pub struct Run<'a> {
    cluster: &'a Cluster,
    helm: &'a Helm,
    subject: &'a Subject,
    /// The level of Pod Security that the namespaces enforce.
    level: &'a str,
    settling: Duration,
    kinds: Kinds,
    /// The server's.
    version: String,
    renderings: BTreeMap<Key, Rendering>,
    /// To which release each object belongs or has belonged.
    owners: BTreeMap<Id, String>,
    /// The permissions of every account in each namespace of the course.
    everybody: BTreeMap<String, BTreeSet<Permission>>,
    start: Held,
    before: Held,
}

/// A release and one of its packages.
type Key = (String, String);

impl<'a> Run<'a> {
    /// A course that has not begun.
    pub fn new(cluster: &'a Cluster, helm: &'a Helm, subject: &'a Subject, level: &'a str) -> Self {
        Self {
            cluster,
            helm,
            subject,
            level,
            settling: SETTLING,
            kinds: Kinds::default(),
            version: String::new(),
            renderings: BTreeMap::new(),
            owners: BTreeMap::new(),
            everybody: BTreeMap::new(),
            start: Held::default(),
            before: Held::default(),
        }
    }

    /// Gives up sooner or later on expectations that do not hold.
    #[must_use]
    pub fn settling(mut self, settling: Duration) -> Self {
        self.settling = settling;
        self
    }

    /// Runs the steps of a course, and tells `watch` of each ended step. After a step that fails no other is run.
    ///
    /// # Errors
    /// The failure that keeps a step from being carried out at all.
    pub async fn course(mut self, course: &Course, mut watch: impl FnMut(&StepReport)) -> Outcome<Report> {
        let mut steps: Vec<StepReport> = Vec::new();
        for step in &course.steps {
            let failed = steps.iter().any(|report| report.verdict == Verdict::Failed);
            let release = self.subject.release(&step.release);
            let has_package = |release: &Release| release.packages.contains_key(&step.package);
            let absent = !step.release.is_empty() && !release.is_some_and(has_package);
            let report = if failed || absent {
                StepReport::not_run(step.to_string(), &step.release)
            } else {
                self.step(step).await?
            };
            watch(&report);
            steps.push(report);
        }
        Ok(Report {
            subject: self.subject.name.clone(),
            kubernetes: self.version,
            enforced: self.level.to_owned(),
            passed: steps.iter().all(|step| step.verdict != Verdict::Failed),
            steps,
        })
    }

    async fn step(&mut self, step: &Step) -> Outcome<StepReport> {
        let began = Instant::now();
        let (findings, objects) =
            if step.verb == Verb::Prepare { (self.prepare().await?, Vec::new()) } else { self.act(step).await? };
        let verdict = if findings.is_empty() { Verdict::Passed } else { Verdict::Failed };
        let seconds = began.elapsed().as_secs_f64();
        Ok(StepReport { step: step.to_string(), release: step.release.clone(), verdict, seconds, findings, objects })
    }

    /// Carries out a step that is about one package of one release, and judges the objects held afterwards.
    async fn act(&mut self, step: &Step) -> Outcome<(Vec<Finding>, Vec<Row>)> {
        let release =
            self.subject.release(&step.release).context(|| format!("there is no release {}", step.release))?;
        let package =
            release.packages.get(&step.package).context(|| format!("there is no package {}", step.package))?;
        let key = (step.release.clone(), step.package.clone());
        let said = self.carry_out(step, release, package, &key).await?;
        let failure = said.failure().map(|cause| finding("helm", &format!("Release/{}", release.name), cause));
        let deadline = Instant::now() + self.settling;
        loop {
            let after = self.look(step, release, &key).await?;
            let mut findings: Vec<Finding> = failure.iter().cloned().collect();
            findings.extend(self.judge(step, release, &key, &said, &after).await?);
            // A dry run changes nothing, and after a failure of helm a later look finds nothing better.
            let last = step.verb == Verb::DryRun || failure.is_some() || Instant::now() > deadline;
            if findings.is_empty() || last {
                let installed = ![Verb::DryRun, Verb::Uninstall].contains(&step.verb);
                let rows = if installed { self.rows(&key, &after) } else { Vec::new() };
                if step.verb != Verb::DryRun {
                    self.before = after;
                }
                return Ok((findings, rows));
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    async fn carry_out(&mut self, step: &Step, release: &Release, package: &Package, key: &Key) -> Outcome<Said> {
        let nothing = Said { well: true, ..Said::default() };
        match step.verb {
            Verb::Prepare => Ok(nothing),
            Verb::DryRun => self.ask(key, false).await.map(|()| nothing),
            Verb::Install => {
                let said = self.helm.install(release, package).await?;
                if said.well {
                    self.ask(key, true).await?;
                }
                Ok(said)
            }
            Verb::Upgrade => self.helm.upgrade(release, package).await,
            Verb::Refuse => {
                let said = self.helm.try_upgrade(release, package).await?;
                let errors = if said.well { "helm upgraded, and had to refuse".to_owned() } else { String::new() };
                Ok(Said { well: !said.well, errors, output: said.errors })
            }
            Verb::Rollback => self.helm.rollback(release).await,
            Verb::Uninstall => self.helm.uninstall(release).await,
        }
    }
}

/// A finding that belongs to no expectation.
fn finding(expectation: &str, object: &str, cause: &str) -> Finding {
    Finding { expectation: expectation.to_owned(), object: object.to_owned(), cause: cause.to_owned() }
}
