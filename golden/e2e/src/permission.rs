//! Permissions: the rules of roles, taken apart so that sets of permissions can be compared.

use std::collections::BTreeSet;

use k8s_openapi::api::authorization::v1::SelfSubjectRulesReview;
use serde_json::Value;

use crate::object::list;

/// One permission: a verb on a resource, on all objects of the resource or on one; or a verb on a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Permission {
    verb: String,
    /// The resource with the group, or the path.
    on: String,
    /// The one object that the permission is about.
    name: Option<String>,
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.verb, self.on)?;
        self.name.iter().try_for_each(|name| write!(f, " {name}"))
    }
}

/// The permissions that the rules of a role give.
pub(crate) fn of_rules(rules: &[Value]) -> BTreeSet<Permission> {
    let mut permissions = BTreeSet::new();
    for rule in rules {
        let words = |pointer: &str| -> Vec<String> {
            list(rule, pointer).iter().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        add(&mut permissions, &words("/verbs"), &words("/apiGroups"), &words("/resources"), &words("/resourceNames"));
        add_paths(&mut permissions, &words("/verbs"), &words("/nonResourceURLs"));
    }
    permissions
}

/// The permissions that the server states to an account.
pub(crate) fn of_review(review: SelfSubjectRulesReview) -> BTreeSet<Permission> {
    let mut permissions = BTreeSet::new();
    let status = review.status.unwrap_or_default();
    for rule in status.resource_rules {
        let or_none = Option::unwrap_or_default;
        let (groups, resources) = (or_none(rule.api_groups), or_none(rule.resources));
        add(&mut permissions, &rule.verbs, &groups, &resources, &or_none(rule.resource_names));
    }
    for rule in status.non_resource_rules {
        add_paths(&mut permissions, &rule.verbs, &rule.non_resource_urls.unwrap_or_default());
    }
    permissions
}

fn add(to: &mut BTreeSet<Permission>, verbs: &[String], groups: &[String], resources: &[String], names: &[String]) {
    let names: Vec<Option<&String>> = if names.is_empty() { vec![None] } else { names.iter().map(Some).collect() };
    for verb in verbs {
        for (group, resource) in groups.iter().flat_map(|group| resources.iter().map(move |resource| (group, resource)))
        {
            let on = if group.is_empty() { resource.clone() } else { format!("{resource}.{group}") };
            to.extend(names.iter().map(|name| Permission { verb: verb.clone(), on: on.clone(), name: name.cloned() }));
        }
    }
}

fn add_paths(to: &mut BTreeSet<Permission>, verbs: &[String], paths: &[String]) {
    let one = |verb: &String, path: &String| Permission { verb: verb.clone(), on: path.clone(), name: None };
    to.extend(verbs.iter().flat_map(|verb| paths.iter().map(move |path| one(verb, path))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rules_that_are_written_differently_allow_the_same() {
        let one = json!([{"apiGroups": ["", "batch"], "resources": ["jobs"], "verbs": ["get", "list"]}]);
        let many = json!([
            {"apiGroups": [""], "resources": ["jobs"], "verbs": ["list", "get"]},
            {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"]},
            {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["list"]},
        ]);
        assert_eq!(of_rules(list(&one, "")), of_rules(list(&many, "")));
        assert_eq!(of_rules(list(&one, "")).len(), 4);
    }

    #[test]
    fn a_permission_on_one_object_is_not_that_on_all() {
        let rule = |names: Value| json!([{"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get"], "resourceNames": names}]);
        let one = of_rules(list(&rule(json!(["a"])), ""));
        assert_ne!(one, of_rules(list(&rule(json!([])), "")));
        assert_eq!(one.first().unwrap().to_string(), "get jobs.batch a");
    }
}
