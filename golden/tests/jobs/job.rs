//! Job: a Job of the chart as a process of this machine, with its files in a folder of its own. Judges nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A folder in memory that every container has.
const SHARED_MEMORY: &str = "/dev/shm";

/// A Job with its files.
pub(crate) struct Job {
    folder: TempDir,
    command: Vec<String>,
    variables: BTreeMap<String, String>,
}

impl Job {
    /// The Job of this name behind the prefix. `secret` gives the value of a Secret's key.
    pub(crate) fn of(objects: &[Value], name: &str, secret: &dyn Fn(&str, &str) -> String) -> Self {
        let begin = format!("retail-{name}-");
        let is_it = |object: &&Value| object["kind"] == "Job" && text(&object["metadata"]["name"]).starts_with(&begin);
        let job = objects.iter().find(is_it).unwrap_or_else(|| panic!("the platform has no Job {name}"));
        let pod = &job["spec"]["template"]["spec"];
        let container = &pod["containers"][0];
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let mounts: Vec<&str> =
            list(&container["volumeMounts"]).map(|mount| text(&mount["mountPath"])).chain([SHARED_MEMORY]).collect();
        let root = folder.path().to_str().expect("the path is text");
        let moved = |words: &str| moved(words, &mounts, root);
        for mount in &mounts {
            fs::create_dir_all(format!("{root}{mount}")).expect("the folder takes folders");
        }
        for mount in list(&container["volumeMounts"]) {
            let volume = list(&pod["volumes"]).find(|volume| volume["name"] == mount["name"]).expect("it is declared");
            let name = &volume["configMap"]["name"];
            let map = objects.iter().find(|map| map["kind"] == "ConfigMap" && map["metadata"]["name"] == *name);
            for (file, content) in map.iter().filter_map(|map| map["data"].as_object()).flatten() {
                let path = format!("{root}{}/{file}", text(&mount["mountPath"]));
                fs::write(path, moved(text(content))).expect("the folder takes files");
            }
        }
        let variables = list(&container["env"]).map(|variable| {
            let reference = &variable["valueFrom"]["secretKeyRef"];
            let value = match variable["value"].as_str() {
                Some(value) => moved(value),
                None => secret(text(&reference["name"]), text(&reference["key"])),
            };
            (text(&variable["name"]).to_owned(), value)
        });
        let variables = variables.collect();
        let words = list(&container["command"]).chain(list(&container["args"]));
        let command = words.map(|word| moved(text(word))).collect();
        Self { folder, command, variables }
    }

    /// Gives a variable another value.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        assert!(self.variables.insert(name.to_owned(), value.into()).is_some(), "the Job has no variable {name}");
    }

    /// Runs the Job with the programs of these folders, without a terminal.
    pub(crate) fn run(&self, programs: &[&Path]) -> Output {
        let folders = programs.iter().map(|folder| folder.to_path_buf()).chain(["/usr/bin".into(), "/bin".into()]);
        let path = std::env::join_paths(folders).expect("a folder's name has no separator of paths");
        let mut command = Command::new("setsid");
        command.arg("--wait").args(&self.command).current_dir(self.folder.path()).env_clear().env("PATH", path);
        command.envs(&self.variables).output().expect("setsid of util-linux starts")
    }
}

/// The words with each path below a mount moved below another root.
fn moved(words: &str, mounts: &[&str], root: &str) -> String {
    let mut words = words.to_owned();
    for mount in mounts {
        words = words.replace(&format!("{mount}/"), &format!("\0{mount}/"));
        words = words.replace(&format!("={mount}\n"), &format!("=\0{mount}\n"));
    }
    words.replace('\0', root)
}

/// What a process said, on both outputs.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
