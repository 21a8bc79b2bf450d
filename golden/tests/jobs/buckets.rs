//! The Job that makes buckets and users of the object store. A program that writes down each call stands for the client of the store,
//! which no registry has; moto judges the policies, with IAM's rules.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::job::{Job, said};
use crate::python::script;
use crate::retail::objects;

/// Writes down the arguments and the input of each call, keeps policies, and says what the file `attach` says about an attachment.
const MC: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case "$*" in
  *'alias set'* | *'user add'*) cat >> "$here/input" ;;
  *'policy create'*) cp "$6" "$here/$5.json" ;;
  *'policy attach'*) if [ -e "$here/attach" ]; then cat "$here/attach" >&2; exit 1; fi ;;
esac
"#;

/// The value of a Secret's key: its own name.
fn secret(name: &str, key: &str) -> String {
    format!("{name} {key}")
}

fn client(folder: &Path) {
    let program = folder.join("mc");
    fs::write(&program, MC).expect("the folder takes files");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("the file is ours");
}

/// Runs the Job with a client in a folder, which may hold the file `attach`.
fn run(job: &Job, folder: &Path) -> Output {
    client(folder);
    job.run(&[folder])
}

#[test]
fn each_client_has_a_user_with_the_buckets_that_the_client_needs() {
    let job = Job::of(&objects(), "minio-buckets", &secret);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let output = run(&job, folder.path());
    assert!(output.status.success(), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("the client was called");
    assert_eq!(
        read("input").lines().collect::<Vec<_>>(),
        [
            "retail-minio-admin root-user",
            "retail-minio-admin root-password",
            "minio-credentials access-key-id",
            "minio-credentials secret-access-key",
            "retail-polaris-storage access-key-id",
            "retail-polaris-storage secret-access-key",
        ]
    );
    for secret in ["root-password", "secret-access-key"] {
        assert!(!read("calls").contains(secret) && !said(&output).contains(secret), "{secret}: {}", read("calls"));
    }
    for (user, access_key) in [("runs", "minio-credentials"), ("catalog", "retail-polaris-storage")] {
        let attached = format!("admin policy attach store floe-{user} --user {access_key} access-key-id\n");
        assert!(read("calls").contains(&attached), "{}", read("calls"));
    }
    let all = json!(["locate", "list", "read", "write", "remove"]);
    let buckets = ["retail-lakehouse", "retail-artifacts", "another"];
    for (user, artifacts) in [("runs", &all), ("catalog", &json!([]))] {
        let expected = json!({"retail-lakehouse": all, "retail-artifacts": artifacts, "another": []});
        let mut judge = script("bucket_policies.py");
        let output = judge.arg(folder.path().join(format!("floe-{user}.json"))).args(buckets).output();
        let output = output.expect("the interpreter starts");
        assert!(output.status.success(), "{}", said(&output));
        let admitted: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
        assert_eq!(admitted, expected, "{user}");
    }
}

#[test]
fn a_policy_that_is_attached_already_is_no_failure_and_any_other_refusal_is_one() {
    let job = Job::of(&objects(), "minio-buckets", &secret);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (refusal, succeeds) in [
        (
            "mc: <ERROR> Unable to make user/group policy association. The specified policy change is already in effect.",
            true,
        ),
        ("mc: <ERROR> Unable to make user/group policy association. Access Denied.", false),
    ] {
        fs::write(folder.path().join("attach"), refusal).expect("the folder takes files");
        let output = run(&job, folder.path());
        assert_eq!(
            (output.status.success(), said(&output).contains(refusal)),
            (succeeds, !succeeds),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn an_access_key_with_a_line_break_is_refused_without_being_shown() {
    let mut job = Job::of(&objects(), "minio-buckets", &secret);
    job.set("RUNS_SECRET", "top\nsecret");
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let output = run(&job, folder.path());
    let said = said(&output);
    assert!(!output.status.success() && said.contains("the access key of runs holds a control character"), "{said}");
    assert!(!said.contains("top"), "{said}");
}
