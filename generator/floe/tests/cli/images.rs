//! Tests of the list of images, with an image registry on this machine.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};

use floe_types::documents::requirements::RequiredImage;
use serde_json::Value;

use crate::program::{Folder, MANIFEST, Run};

/// The folder of the pinned crane.
fn tools() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.floe-tools/bin");
    assert!(folder.join("crane").exists(), "{}/crane is missing; run: ./just tools-crane", folder.display());
    folder
}

fn crane() -> Command {
    Command::new(tools().join("crane"))
}

/// An image registry in memory.
struct Registry {
    server: Child,
    /// The log. A server whose log nobody holds is ended by the system.
    _log: BufReader<ChildStderr>,
    /// `127.0.0.1:40123`
    address: String,
}

impl Registry {
    fn start() -> Self {
        let command = ["registry", "serve", "--address", "127.0.0.1:0"];
        let mut server = crane().args(command).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(server.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("serving on port ") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "the registry says its port");
        }
        let port = line.trim_end().rsplit_once(' ').unwrap().1;
        Self { server, _log: log, address: format!("127.0.0.1:{port}") }
    }

    /// Stores an image of one empty archive.
    fn push(&self, folder: &Folder, image: &str) {
        folder.write("layer.tar", [0; 1024]);
        let layer = folder.path("layer.tar");
        let pushed =
            crane().args(["append", "-f"]).arg(layer).args(["-t", &format!("{}/{image}", self.address)]).output();
        assert!(pushed.unwrap().status.success());
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// Runs the program with the pinned tools on PATH.
fn run(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(folder.command(arguments).env("PATH", tools()))
}

/// The names in an output of `--format json`.
fn names(run: &Run) -> Vec<String> {
    let list: Value = serde_json::from_str(&run.stdout).unwrap();
    let image = |image: &Value| RequiredImage::parse(image).unwrap().image.to_string();
    list.as_array().unwrap().iter().map(image).collect()
}

#[test]
fn images_are_listed_one_on_a_line_and_as_json_for_this_build_or_for_a_platform() {
    let folder = Folder::with_manifest(
        MANIFEST.replace("{type: dagster}", "{type: dagster, config: {image: {repository: r.example/d, tag: x}}}"),
    );
    for arguments in [&["images"][..], &["images", ".", "--mirror", "m.example"]] {
        let text = run(&folder, arguments);
        assert_eq!((text.code, text.stderr.lines().count()), (0, 1), "{text:?}");
        let json = run(&folder, &[arguments, &["--format", "json"]].concat());
        assert_eq!(text.stdout.lines().collect::<Vec<_>>(), names(&json));
    }
    let all = run(&folder, &["images"]).stdout;
    assert!(all.contains("docker.io/pgsty/silo:") && all.contains("docker.io/dagster/dagster-k8s:"), "{all}");
    for mirror in ["https://m.example", "", "/", "a b"] {
        assert_eq!(run(&folder, &["images", "--mirror", mirror]).code, 2, "{mirror:?}");
    }
    let own = run(&folder, &["images", ".", "--mirror", "m.example/"]).stdout;
    assert!(own.contains("m.example/d:x\n") && !own.contains("silo") && !own.contains("docker.io"), "{own}");
}

#[test]
fn ages_count_from_the_option_then_from_the_epoch_of_the_build() {
    let folder = Folder::empty();
    let said = |arguments: &[&str], epoch: &str| Run::of(folder.command(arguments).env("SOURCE_DATE_EPOCH", epoch));
    let today = said(&["images", "--today", "2026-12-31"], "0");
    assert!(today.stderr.ends_with("; the oldest facts are of 2026-11-30, 31 days ago\n"), "{today:?}");
    let epoch = said(&["images"], "1796083200");
    assert!(epoch.stderr.ends_with("of 2026-11-30, 1 day ago\n"), "{epoch:?}");
    said(&["images", "--today", "31.12.2026"], "0").refused(2, "COMMAND_DATE_INVALID");
    said(&["images"], "now").refused(2, "COMMAND_DATE_INVALID");
}

#[test]
fn a_registry_is_asked_for_each_image_and_one_that_is_gone_is_named_once() {
    let folder = Folder::platform();
    let registry = Registry::start();
    registry.push(&folder, "library/busybox:1.37.0");
    let ask =
        |more: &[&str]| run(&folder, &[&["images", ".", "--check", "--mirror", &registry.address], more].concat());
    let asked = ask(&[]);
    assert_eq!((asked.code, asked.stderr.matches("error[COMMAND_IMAGE_ABSENT]").count()), (1, 2), "{asked:?}");
    assert!(!asked.stderr.contains("busybox") && asked.stdout.contains("busybox"), "{asked:?}");
    for image in asked.stdout.lines() {
        registry.push(&folder, image.split_once('/').unwrap().1);
    }
    let found = ask(&[]);
    assert_eq!((found.code, found.stderr.lines().count()), (0, 1), "{found:?}");
    let late = ask(&["--today", "2100-01-01"]);
    assert!(late.code == 1 && late.stderr.contains("error[COMMAND_IMAGE_OUTDATED]"), "{late:?}");

    let gone = ["images", "--check", "--mirror", "127.0.0.1:1"];
    let gone = run(&folder, &gone);
    assert_eq!((gone.code, gone.stderr.matches("COMMAND_IMAGE_UNASKED").count()), (0, 1), "{gone:?}");
    let without = Run::of(folder.command(&["images", "--check"]).env("PATH", ""));
    assert!(without.code == 2 && without.stderr.contains("error[COMMAND_TOOL_MISSING]"), "{without:?}");
}
