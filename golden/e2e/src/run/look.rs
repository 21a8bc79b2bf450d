//! Gathers the facts after a step from the server, and has them judged.

use std::collections::{BTreeMap, BTreeSet};

use super::{Key, Run};
use crate::cluster::Answer;
use crate::course::{Step, Verb};
use crate::expect;
use crate::failure::Outcome;
use crate::helm::Said;
use crate::moment::{Finding, Moment, Rendering};
use crate::object::{Held, Id};
use crate::ownership;
use crate::permission::{Permission, of_review};
use crate::report::Row;
use crate::state;
use crate::subject::Release;

impl Run<'_> {
    /// Sends the documents of a package to the server in a dry run. A pod whose service account belongs to the package
    /// counts as accepted until the package is installed, because the server refuses a pod without its account.
    pub(super) async fn ask(&mut self, key: &Key, installed: bool) -> Outcome<()> {
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

    /// The objects of the server now; for a dry run, with the objects that the step would add.
    pub(super) async fn look(&mut self, step: &Step, release: &Release, key: &Key) -> Outcome<Held> {
        let mut held = self.cluster.held(&self.kinds, &self.namespaces()).await?;
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
        // An object that two releases could claim belongs to the earlier release.
        for other in self.subject.releases.iter().filter(|other| other.key != release.key).chain([release]) {
            let own = self.renderings.iter().filter(|((key, _), _)| *key == other.key);
            let documents: Vec<_> = own.flat_map(|(_, rendering)| &rendering.documents).collect();
            ownership::attribute(&mut self.owners, other, &documents, &held);
        }
        Ok(held)
    }

    pub(super) async fn judge(
        &self,
        step: &Step,
        release: &Release,
        key: &Key,
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

    /// The permissions of each held account of the package, in each namespace of the course.
    async fn permissions(
        &self,
        step: &Step,
        rendering: &Rendering,
        after: &Held,
    ) -> Outcome<BTreeMap<(Id, String), BTreeSet<Permission>>> {
        let mut permissions = BTreeMap::new();
        if !step.expect.iter().any(|name| name == expect::PERMITTED) {
            return Ok(permissions);
        }
        let ids = rendering.documents.iter().map(|document| &document.object.id);
        for account in ids.filter(|id| id.kind == "ServiceAccount" && after.objects.contains_key(id)) {
            for namespace in self.everybody.keys() {
                let rules = self.cluster.rules(account, namespace).await?;
                permissions.insert((account.clone(), namespace.clone()), of_review(rules));
            }
        }
        Ok(permissions)
    }

    /// The objects of a package and their states, hooks left out.
    pub(super) fn rows(&self, key: &Key, held: &Held) -> Vec<Row> {
        let documents = self.renderings.get(key).map_or(&[][..], |rendering| &rendering.documents);
        let ids = documents.iter().filter(|document| document.hook().is_none()).map(|document| &document.object.id);
        let row = |id: &Id| Row {
            namespace: id.namespace.clone(),
            kind: id.kind.clone(),
            name: id.name.clone(),
            state: held.objects.get(id).map_or_else(|| "missing".to_owned(), |object| state::describe(object, held)),
        };
        ids.map(row).collect()
    }
}
