//! The first step of a course: renders all packages, and makes the objects that they expect from outside.

use std::collections::BTreeSet;
use std::time::Instant;

use super::{INTERVAL, Run, finding};
use crate::failure::{Failure, Outcome};
use crate::moment::{Finding, Rendering};
use crate::object::{Held, Id};
use crate::permission::of_review;
use crate::provide;
use crate::rendering;
use crate::subject::{Package, Release};

/// An account that no chart makes, with the permissions of every account.
const NOBODY: &str = "nobody-in-particular";

impl Run<'_> {
    pub(super) async fn prepare(&mut self) -> Outcome<Vec<Finding>> {
        self.kinds = self.cluster.kinds().await?;
        self.version = self.cluster.version().await?;
        let mut findings = Vec::new();
        for release in &self.subject.releases {
            for (name, package) in &release.packages {
                match self.render(release, package).await? {
                    Ok(rendering) => drop(self.renderings.insert((release.key.clone(), name.clone()), rendering)),
                    Err(cause) => findings.push(finding("rendered", &format!("Chart/{}", self.subject.name), &cause)),
                }
            }
        }
        self.provide().await?;
        self.start = self.started().await?;
        self.before = self.start.clone();
        Ok(findings)
    }

    async fn provide(&mut self) -> Outcome<()> {
        for namespace in self.namespaces() {
            self.cluster.provide(&self.kinds, provide::namespace(&namespace, self.level)).await?;
            let (group, kind) = (String::new(), "ServiceAccount".to_owned());
            let nobody = Id { group, kind, namespace: namespace.clone(), name: NOBODY.to_owned() };
            let rules = self.cluster.rules(&nobody, &namespace).await?;
            self.everybody.insert(namespace, of_review(rules));
        }
        let packages = self.subject.releases.iter().flat_map(|release| release.packages.values());
        let volumes = self.renderings.values().flat_map(|rendering| provide::volumes(&rendering.documents));
        for value in packages.flat_map(provide::secrets).chain(volumes) {
            self.cluster.provide(&self.kinds, value).await?;
        }
        Ok(())
    }

    /// The objects of the server once the controllers have filled the new namespaces.
    async fn started(&self) -> Outcome<Held> {
        let deadline = Instant::now() + self.settling;
        let namespaces = self.namespaces();
        loop {
            let held = self.cluster.held(&self.kinds, &namespaces).await?;
            let filled = |namespace: &String| {
                held.core("ServiceAccount", namespace, "default").is_some()
                    && held.core("ConfigMap", namespace, "kube-root-ca.crt").is_some()
            };
            if namespaces.iter().all(filled) {
                return Ok(held);
            }
            if Instant::now() > deadline {
                return Err(Failure::new("the controllers did not fill a new namespace"));
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Every namespace in which something of the subject will stand.
    pub(super) fn namespaces(&self) -> BTreeSet<String> {
        let releases = self.subject.releases.iter();
        let packages = releases.clone().flat_map(|release| release.packages.values());
        let secrets = packages.flat_map(|package| &package.requires.secrets);
        let documents = self.renderings.values().flat_map(|rendering| &rendering.documents);
        let of_documents = documents.map(|document| document.object.id.namespace.clone());
        let mut namespaces: BTreeSet<String> = releases.map(|release| release.namespace.clone()).collect();
        namespaces.extend(secrets.map(|secret| secret.namespace.as_str().to_owned()));
        namespaces.extend(of_documents.filter(|namespace| !namespace.is_empty()));
        namespaces
    }

    /// Renders a package, or says why helm does not.
    async fn render(&self, release: &Release, package: &Package) -> Outcome<Result<Rendering, String>> {
        let said = self.helm.template(release, package, &self.version, &self.kinds.apis()).await?;
        if let Some(cause) = said.failure() {
            return Ok(Err(cause.to_owned()));
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
}
