//! Runs commands from reference pages in temporary folders. Judges nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use floe_base::{FileSet, Findings, render};
use floe_chart::Release;
use serde_json::Value;
use tempfile::TempDir;

/// The crates that Rust examples may use.
const LIBRARIES: &[&str] = &["floe_plugins", "floe_registry", "floe_types", "serde_json"];

/// The result of a build of the current sources.
struct Built {
    /// The programs by name.
    programs: BTreeMap<String, PathBuf>,
    /// The options with which rustc finds the libraries.
    libraries: Vec<String>,
}

static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root());
    if std::env::var_os("CI").is_some() {
        // In CI the whole workspace was built for the tests already, so the same command reuses the build.
        cargo.args(["test", "--no-run"]);
    } else {
        let packages = ["floe", "floe-codegen", "floe-plugins", "floe-registry"];
        cargo.arg("build").args(packages.map(|package| format!("--package={package}")));
    }
    cargo.args(["--quiet", "--message-format", "json"]);
    let output = cargo.stderr(Stdio::inherit()).output().expect("cargo starts");
    assert!(output.status.success(), "the programs can be built");
    let mut built = Built { programs: BTreeMap::new(), libraries: Vec::new() };
    for line in output.stdout.split(|byte| *byte == b'\n') {
        let Ok(message) = serde_json::from_slice::<Value>(line) else { continue };
        // Libraries that were built for build scripts differ by `profile.dev.build-override` in the workspace's
        // manifest.
        if message["profile"]["test"] == true || message["profile"]["overflow_checks"] == false {
            continue;
        }
        let name = message["target"]["name"].as_str().unwrap_or_default();
        if let Some(program) = message["executable"].as_str() {
            built.programs.insert(name.to_owned(), PathBuf::from(program));
        }
        let files = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let libraries = files.map(Path::new).filter(|file| file.extension().is_some_and(|ending| ending == "rlib"));
        for file in libraries.filter(|_| LIBRARIES.contains(&name)) {
            let folder = file.parent().expect("it stands in a folder");
            built.libraries.push(format!("--extern={name}={}", file.display()));
            built.libraries.push(format!("-Ldependency={}", folder.display()));
            built.libraries.push(format!("-Ldependency={}", folder.join("deps").display()));
        }
    }
    built
});

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository").to_owned()
}

/// The interpreter with the emitted package on the path.
pub(crate) fn python() -> Command {
    let python = root().join(".floe-tools/python/bin/python");
    assert!(python.exists(), "{} is missing; run: ./just tools-python", python.display());
    let mut command = Command::new(python);
    command.arg("-B").env_remove("PYTHONHOME").env("PYTHONPATH", root().join("generated/python"));
    command
}

/// A program of the workspace, built from the current sources.
pub(crate) fn program(name: &str) -> &'static Path {
    BUILT.programs.get(name).expect("the workspace has the program")
}

/// A temporary folder with the files. floe-gen refuses a folder without a Cargo workspace, so a manifest is added.
pub(crate) fn folder<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for (path, text) in [("Cargo.toml", "[workspace]\n")].into_iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    folder
}

/// The output of a command on both streams, standard error first.
pub(crate) fn said(folder: &Path, command: &str) -> String {
    let mut words = command.split_whitespace();
    let name = words.next().expect("a command has a name");
    let mut command = match (BUILT.programs.get(name), name) {
        (Some(program), _) => Command::new(program),
        (None, "python") => python(),
        (None, "cargo") => compiled(folder),
        _ => return findings(folder, name),
    };
    if name == "cargo" {
        words.next();
    }
    let output = command.args(words).current_dir(folder).output().expect("the program starts");
    [output.stderr, output.stdout].map(|text| String::from_utf8(text).expect("programs write text")).concat()
}

/// Compiles the program in a folder against floe's libraries, and returns the command that runs the program.
fn compiled(folder: &Path) -> Command {
    let program = folder.join("program");
    let mut rustc = Command::new("rustc");
    rustc.args(["--edition=2024", "--deny=warnings", "-o"]).arg(&program).args(&BUILT.libraries);
    let output = rustc.arg(folder.join("src/main.rs")).output().expect("rustc starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Command::new(program)
}

/// The rendered findings of a library function for the files of a folder.
fn findings(folder: &Path, function: &str) -> String {
    let mut files = FileSet::new();
    for entry in ignore::Walk::new(folder).map(|entry| entry.expect("the folder can be read")) {
        if entry.path().is_file() {
            let path = entry.path().strip_prefix(folder).expect("it is below").to_string_lossy();
            files.insert(path, fs::read(entry.path()).expect("it can be read")).expect("paths are clean");
        }
    }
    let release = Release { name: "shop", namespace: "shop" };
    let found: Findings = match function {
        "floe_chart::render" => floe_chart::render(&files, &Value::Null, &release).err(),
        "floe_chart::package" => floe_chart::package(&files).err(),
        _ => panic!("nothing runs {function}"),
    }
    .unwrap_or_default();
    found.iter().map(|finding| render(finding, None, false) + "\n").collect()
}
