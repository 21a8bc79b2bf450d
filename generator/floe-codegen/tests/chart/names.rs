//! Names follow from the platform's prefix alone: not from the release, and no two of them clash. The objects that hold the prefix fast are
//! the exception.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{
    chart, documents, example, example_with, facts, list, objects, of_kind, rendered, text, title, titled,
};

/// Whether an object holds values fast that must not change within a release.
fn is_fixed(object: &Value) -> bool {
    text(object, "/metadata/labels/app.kubernetes.io~1component") == "fixed"
}

/// The objects of a platform with this prefix, without those that hold the prefix fast.
fn prefixed(prefix: &str) -> Vec<Value> {
    let all = objects(&facts(|facts| facts["prefix"] = json!(prefix)));
    all.into_iter().filter(|object| !is_fixed(object)).collect()
}

#[test]
fn the_name_of_the_release_changes_nothing() {
    let [one, two] = ["one", "two"].map(|release| {
        let all = documents(&rendered(release, &chart(), &example()));
        all.into_iter().filter(|object| !is_fixed(object)).collect::<Vec<_>>()
    });
    assert!(one == two && one.len() > 15);
}

#[test]
fn what_would_leave_data_behind_stands_in_one_immutable_object_whose_name_is_that_of_the_release() {
    let fixed = |values: &Value| -> Vec<Value> { objects(values).into_iter().filter(is_fixed).collect() };
    let old = fixed(&example());
    let names: Vec<&str> = old.iter().map(|object| text(object, "/metadata/name")).collect();
    assert_eq!(names, ["release-minio-fixed", "release-postgresql-fixed"]);
    assert!(old.iter().all(|object| object["immutable"] == true && object["data"]["prefix"] == "floe-platform"));
    let changed = [
        facts(|facts| facts["prefix"] = json!("shop")),
        facts(|facts| facts["namespace"] = json!("shop")),
        example_with(|values| values["minio"] = json!({"storage_size": "11Gi"})),
        example_with(|values| values["postgresql"] = json!({"storage_class": "fast"})),
    ];
    for values in changed {
        let new = fixed(&values);
        let same = new.iter().zip(&old).filter(|(new, old)| new["data"] == old["data"]).count();
        assert!(new.len() == 2 && same < 2 && new[0]["metadata"]["name"] == "release-minio-fixed", "{values}");
    }
}

#[test]
fn every_object_begins_with_the_prefix_and_stands_in_the_platforms_namespace() {
    for object in prefixed("shop") {
        assert!(text(&object, "/metadata/name").starts_with("shop-"), "{}", title(&object));
        assert_eq!(text(&object, "/metadata/namespace"), "floe-platform", "{}", title(&object));
        assert_eq!(text(&object, "/metadata/labels/app.kubernetes.io~1instance"), "shop", "{}", title(&object));
    }
}

#[test]
fn no_two_objects_of_one_kind_share_a_name_even_in_one_namespace_with_another_platform() {
    let mut seen = BTreeSet::new();
    for object in prefixed("shop").into_iter().chain(prefixed("shop-two")) {
        assert!(seen.insert(title(&object)), "{} is there twice", title(&object));
    }
}

#[test]
fn names_fit_with_the_longest_prefix() {
    let prefix = "p".repeat(40);
    for object in prefixed(&prefix) {
        let longest = match text(&object, "/kind") {
            "Service" | "Job" | "Pod" => 63,
            "StatefulSet" => 52,
            _ => 253,
        };
        assert!(text(&object, "/metadata/name").len() <= longest, "{}", title(&object));
    }
}

#[test]
fn pods_of_launched_runs_get_their_objects_in_their_own_namespace() {
    let values = facts(|facts| facts["orchestrator"]["run_namespace"] = json!("jobs"));
    let there = objects(&values).into_iter().filter(|object| text(object, "/metadata/namespace") == "jobs");
    let kinds: BTreeSet<String> = there.map(|object| text(&object, "/kind").to_owned()).collect();
    assert_eq!(kinds, BTreeSet::from(["NetworkPolicy", "Role", "RoleBinding", "ServiceAccount"].map(str::to_owned)));
}

#[test]
fn a_job_is_named_by_its_content() {
    let jobs = |values: &Value| -> BTreeSet<String> { of_kind(&objects(values), "Job").map(title).collect() };
    let before = jobs(&example());
    assert_eq!(before, jobs(&example()));
    let bucket = json!({"name": "more", "uri": "s3://more", "purpose": "landing", "create_policy": "create-if-missing", "prefixes": []});
    let after = jobs(&facts(|facts| facts["storage"]["buckets"].as_array_mut().unwrap().push(bucket)));
    let changed: Vec<&String> = before.difference(&after).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(changed[0].starts_with("Job/floe-platform-minio-buckets-"), "{changed:?}");
}

#[test]
fn a_job_makes_every_bucket_that_is_made_where_it_is_missing_and_no_other() {
    let policies = ["create-if-missing", "must-exist", "never-create", "create-if-missing"];
    let buckets = policies.iter().enumerate().map(|(at, policy)| {
        let name = format!("bucket-{at}");
        json!({"name": name, "uri": format!("s3://{name}"), "purpose": "landing", "create_policy": policy, "prefixes": []})
    });
    let buckets: Vec<Value> = buckets.collect();
    let all = objects(&facts(|facts| facts["storage"]["buckets"] = json!(buckets)));
    let job = all.iter().find(|object| title(object).starts_with("Job/floe-platform-minio-buckets-")).unwrap();
    assert_eq!(list(job, "/spec/template/spec/containers/0/args"), [json!("bucket-0"), json!("bucket-3")]);
}

#[test]
fn pods_start_anew_when_their_configuration_changes_and_not_when_the_chart_does() {
    let template =
        |values: &Value| titled(&objects(values), "Deployment/floe-platform-polaris")["spec"]["template"].clone();
    let changed = template(&example_with(|values| values["polaris"] = json!({"log_level": "DEBUG"})));
    assert_ne!(changed, template(&example()));
    assert!(!template(&example()).to_string().contains("helm.sh/chart"), "the chart's version stands on objects only");
}
