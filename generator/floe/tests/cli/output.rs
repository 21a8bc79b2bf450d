//! Tests of the output: all files are written or none, and no file of another owner is removed.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Stdio;

use floe_base::Digest;
use serde_json::Value;

use crate::program::{Folder, MANIFEST, retail, spec};

/// Fails unless the folder holds exactly the files that the index lists; returns the number of files.
fn is_whole(folder: &Folder, out: &str) -> usize {
    let index: Value = serde_json::from_str(&folder.text(&format!("{out}/index.json"))).unwrap();
    let listed: Vec<(String, String)> = index["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["path"].as_str().unwrap().to_owned(), file["sha256"].as_str().unwrap().to_owned()))
        .collect();
    let files = folder.files(out).into_iter().filter(|(path, _)| path != "index.json");
    let found: Vec<(String, String)> = files.map(|(path, bytes)| (path, Digest::of(&bytes).to_string())).collect();
    assert_eq!(found, listed);
    found.len()
}

#[test]
fn the_index_lists_every_other_file_and_its_digest_is_printed_last() {
    let folder = Folder::platform();
    let run = folder.run(&["platform", "compile", "--out", "build"]);
    assert!(is_whole(&folder, "build") >= 4);
    let index: Value = serde_json::from_str(&folder.text("build/index.json")).unwrap();
    assert_eq!(run.digest(), Digest::of_json(&index).to_string());
    assert_eq!(folder.entries(), ["build", "manifest.yaml", "orders"]);
}

#[test]
fn the_outcome_as_json_has_the_digest_and_the_files() {
    let folder = Folder::platform();
    let run = folder.run(&["platform", "compile", "--format", "json", "--quiet"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let report = serde_json::from_str(&run.stdout).unwrap();
    let report = floe_types::documents::report::Report::parse(&report).unwrap();
    let text = folder.run(&["platform", "compile"]);
    assert_eq!(report.digest.unwrap().as_str(), text.digest());
    assert_eq!(report.outputs.len(), folder.files("dist").len() - 1);
}

#[test]
fn a_later_run_leaves_nothing_of_an_earlier_one() {
    let folder = Folder::platform();
    folder.write("returns/floe.yaml", spec("returns"));
    folder.run(&["platform", "compile"]).digest();
    assert!(folder.path("dist/products/returns").exists());
    fs::remove_dir_all(folder.path("returns")).unwrap();
    folder.run(&["platform", "compile"]).digest();
    assert!(!folder.path("dist/products/returns").exists());
    is_whole(&folder, "dist");
}

#[test]
fn what_has_not_changed_keeps_its_time_and_what_somebody_changed_is_written_again() {
    let folder = Folder::platform();
    folder.run(&["platform", "compile"]).digest();
    let old = folder.files("dist");
    folder.shell("touch -d 2001-02-03 dist/*.json dist/products/*/*");
    folder.write("dist/platform.json", folder.text("dist/platform.json").replace("shop", "shoq"));
    fs::remove_file(folder.path("dist/products/orders/profiles.yml")).unwrap();
    symlink("definitions.py", folder.path("dist/products/orders/profiles.yml")).unwrap();
    folder.run(&["platform", "compile"]).digest();
    assert_eq!(folder.files("dist"), old);
    assert!(!folder.path("dist/products/orders/profiles.yml").is_symlink());
    let time = |path: &str| fs::metadata(folder.path(path)).unwrap().modified().unwrap();
    assert_eq!(time("dist/index.json"), time("dist/products/orders/definitions.py"));
    assert!(time("dist/platform.json") > time("dist/index.json"));
}

#[test]
fn a_folder_that_floe_did_not_write_is_left_alone() {
    let folder = Folder::platform();
    folder.write("mine/notes.txt", "mine");
    folder.run(&["platform", "compile", "--out", "mine"]).refused(1, "COMMAND_OUTPUT_FOREIGN");
    folder.run(&["platform", "compile", "--out", "."]).refused(1, "COMMAND_OUTPUT_FOREIGN");
    folder.run(&["platform", "compile", "--out", "manifest.yaml"]).refused(1, "COMMAND_OUTPUT_FOREIGN");
    folder.write("site/index.json", "{\"pages\": []}");
    folder.run(&["platform", "compile", "--out", "site"]).refused(1, "COMMAND_OUTPUT_FOREIGN");
    assert_eq!((folder.text("mine/notes.txt"), folder.text("manifest.yaml")), ("mine".to_owned(), MANIFEST.to_owned()));
    assert_eq!(folder.entries(), ["manifest.yaml", "mine", "orders", "site"]);
}

#[test]
fn an_empty_folder_a_linked_one_and_one_deep_down_are_written() {
    let folder = Folder::platform();
    fs::create_dir(folder.path("empty")).unwrap();
    symlink("empty", folder.path("link")).unwrap();
    folder.run(&["platform", "compile", "--out", "link"]).digest();
    is_whole(&folder, "empty");
    assert!(folder.path("link").is_symlink());
    folder.run(&["platform", "compile", "--out", "a/b/c"]).digest();
    is_whole(&folder, "a/b/c");
}

#[test]
fn findings_leave_the_old_output_as_it_was() {
    let folder = Folder::platform();
    folder.run(&["platform", "compile"]).digest();
    let before = folder.files("dist");
    folder.write("manifest.yaml", "");
    folder.run(&["platform", "compile"]).refused(1, "LOAD_YAML_EMPTY");
    assert_eq!(folder.files("dist"), before);
}

#[test]
fn a_full_disk_leaves_the_old_output_as_it_was() {
    let folder = Folder::platform();
    folder.run(&["platform", "compile"]).digest();
    let before = folder.files("dist");
    folder.write("manifest.yaml", MANIFEST.replace("1.0.0", "1.0.1"));
    let run = folder.shell("trap '' XFSZ; ulimit -f 1; exec $floe platform compile");
    run.refused(1, "COMMAND_OUTPUT_UNWRITABLE");
    assert!(run.stderr.contains("file too large"), "{}", run.stderr);
    assert_eq!(folder.files("dist"), before);
    assert_eq!(folder.entries(), ["dist", "manifest.yaml", "orders"]);
}

#[test]
fn a_killed_run_leaves_the_old_output_or_the_new_one_and_a_later_run_clears_its_traces() {
    let folder = Folder::empty();
    let retail = retail();
    let arguments = ["platform", "compile", retail.to_str().unwrap()];
    folder.run(&arguments).digest();
    for turns in 0..40 {
        let mut command = folder.command(&arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // A different moment each time, without a clock.
        for _ in 0..turns * 20_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        is_whole(&folder, "dist");
    }
    folder.run(&arguments).digest();
    assert_eq!(folder.entries(), ["dist"]);
}

#[test]
fn runs_that_write_one_folder_at_once_leave_it_whole() {
    let folder = Folder::platform();
    for _ in 0..4 {
        drop(fs::remove_dir_all(folder.path("dist")));
        let start = |_| folder.command(&["platform", "compile", "--quiet"]).stdout(Stdio::null()).spawn().unwrap();
        let mut children: Vec<_> = (0..6).map(start).collect();
        let codes: Vec<_> = children.iter_mut().map(|child| child.wait().unwrap().code()).collect();
        assert_eq!(codes, [Some(0); 6]);
        is_whole(&folder, "dist");
    }
    assert_eq!(folder.entries(), ["dist", "manifest.yaml", "orders"]);
}

#[test]
fn the_summary_tells_what_to_make_and_what_nobody_judged() {
    let folder = Folder::empty();
    let run = folder.run(&["platform", "compile", retail().to_str().unwrap()]);
    for line in [
        "wrote dist: platform retail-platform 1.4.0, 3 products, ",
        "kubectl create secret generic polaris-credentials --namespace retail-data --from-literal=client-secret=<client-secret>",
        "otel-collector.monitoring:4317 (observability.tracing.endpoint)",
        "15 settings not evaluated",
    ] {
        assert!(run.stderr.contains(line), "{line} in {}", run.stderr);
    }
    let quiet = folder.run(&["platform", "compile", retail().to_str().unwrap(), "--quiet"]);
    assert_eq!((quiet.stderr.as_str(), quiet.stdout), ("", run.stdout));
}
