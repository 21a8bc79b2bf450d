//! The input of expectations: the rendered package, the server's answers, and the held objects before and after a step.
//! Plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::cluster::Answer;
use crate::helm::Said;
use crate::object::{Held, Id, Object};
use crate::permission::Permission;
use crate::rendering::Document;
use crate::subject::Release;

/// A rendered package.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendering {
    /// The documents, in the namespaces in which they will stand.
    pub documents: Vec<Document>,
    /// The server's answer to each document at the last dry run; none for a kind that the server does not know.
    pub answers: Vec<Option<Answer>>,
}

impl Rendering {
    /// Whether the service account of a pod is one of the documents.
    pub(crate) fn brings_account_of(&self, pod: &Object) -> bool {
        let account = pod.text("/spec/serviceAccountName");
        let mut ids = self.documents.iter().map(|document| &document.object.id);
        ids.any(|id| id.kind == "ServiceAccount" && id.name == account && id.namespace == pod.id.namespace)
    }
}

/// All that is known after a step.
#[derive(Debug)]
pub(crate) struct Moment<'a> {
    /// The release that the step was about.
    pub release: &'a Release,
    /// The package that the step was about, rendered.
    pub rendering: &'a Rendering,
    /// The versions in which the server knows the kinds that were rendered.
    pub versions: &'a BTreeMap<String, Vec<String>>,
    /// The objects that the server held when the course began, with the objects that the course provides.
    pub start: &'a Held,
    /// The objects before the step.
    pub before: &'a Held,
    /// The objects after the step; for a dry run, with the rendered ones.
    pub after: &'a Held,
    /// To which release an object belongs.
    pub owners: &'a BTreeMap<Id, String>,
    /// The permissions of each account in each namespace, as the server states them.
    pub permissions: &'a BTreeMap<(Id, String), BTreeSet<Permission>>,
    /// The permissions of every account in each namespace.
    pub everybody: &'a BTreeMap<String, BTreeSet<Permission>>,
    /// The output of helm in this step.
    pub said: &'a Said,
}

/// An object that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// The expectation that is not met.
    pub expectation: String,
    /// The object, as `Kind/name`.
    pub object: String,
    /// The cause.
    pub cause: String,
}

impl Moment<'_> {
    /// The objects that the package describes, as the server holds them, without hooks. An object that the server lacks
    /// is missing here.
    pub(crate) fn held(&self) -> impl Iterator<Item = (&Document, &Object)> {
        self.expected().filter_map(|document| Some((document, self.after.objects.get(&document.object.id)?)))
    }

    /// The documents without hooks, which come and go.
    pub(crate) fn expected(&self) -> impl Iterator<Item = &Document> {
        self.rendering.documents.iter().filter(|document| document.hook().is_none())
    }

    /// Whether an object belongs to the release.
    pub(crate) fn owns(&self, id: &Id) -> bool {
        self.owners.get(id).is_some_and(|key| *key == self.release.key)
    }
}
