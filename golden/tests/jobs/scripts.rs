//! Scripts and files of services, with secrets that a shell or a reader of JSON could misread.

use std::path::Path;
use std::process::Command;

use floe_base::yaml;
use serde_json::{Value, json};

use crate::retail::{file, objects};

/// The script of the Job that makes Polaris' realm, and a folder in place of the folder in memory.
fn bootstrap(folder: &Path) -> String {
    let script = file(&objects(), "bootstrap.sh");
    script.replace("/dev/shm", folder.to_str().expect("the path is text"))
}

/// Runs the script with a program `java` that only shows the arguments. Gives success, the outputs, and the file.
fn run(secret: &str) -> (bool, String, Option<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bootstrap.sh"), bootstrap(folder.path())).expect("the folder takes files");
    std::os::unix::fs::symlink("/bin/echo", folder.path().join("java")).expect("the folder takes links");
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let mut command = Command::new("bash");
    command.arg("bootstrap.sh").current_dir(folder.path()).env_clear();
    let output = command.envs([("PATH", &*path), ("CLIENT_ID", "root"), ("CLIENT_SECRET", secret)]).output();
    let output = output.expect("bash starts");
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let file = std::fs::read(folder.path().join("credentials.json")).ok();
    let file = file.map(|file| serde_json::from_slice(&file).expect("the file is JSON"));
    (output.status.success(), said.into_owned(), file)
}

#[test]
fn the_secret_of_the_root_principal_reaches_polaris_whole_and_by_a_file_alone() {
    for secret in
        ["plain", "a b", "*", "a,b", "\"", "\\", "\\\"", "$HOME", "`id`", "'", "#x", "é\u{1F511}", "${a//b/c}", "%s\\n"]
    {
        let (success, said, file) = run(secret);
        assert!(success, "{secret:?}: {said}");
        assert_eq!(file, Some(json!({"POLARIS": {"client-id": "root", "client-secret": secret}})));
        assert!(said.contains("bootstrap --credentials-file") && !said.contains("client-secret"), "{said}");
    }
}

#[test]
fn whatever_the_password_of_the_database_is_marquez_reads_text_after_the_variable_is_filled_in() {
    let config = file(&objects(), "marquez.yml");
    assert_eq!(config.matches("${POSTGRES_PASSWORD}").count(), 1, "{config}");
    for password in [
        "plain", "0123", "1e3", "true", "~", "#x", "&a", "*a", "@a", "a: b", "a #b", "- a", " a ", "'", "\"", "\\",
        "{{ a }}", "!x", "%a", "|", "é",
    ] {
        let filled = config.replace("${POSTGRES_PASSWORD}", password);
        let read = yaml::read("marquez.yml", filled.as_bytes(), &yaml::Limits::default()).expect("it stays YAML");
        assert_eq!(read.to_json()["db"]["password"], password, "{filled}");
    }
}

#[test]
fn a_secret_with_a_line_break_is_refused_without_being_shown() {
    let (success, said, file) = run("top\nsecret");
    assert!(!success && file.is_none() && said.contains("a control character") && !said.contains("top"), "{said}");
}
