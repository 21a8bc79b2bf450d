//! Tests of the output: all files are written or none, and no file of another owner is removed.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Stdio;

use floe_base::Digest;
use floe_types::documents::report::Report;
use serde_json::{Value, json};

use crate::program::{Folder, MANIFEST, retail, spec};

/// Fails unless the folder holds exactly the files that the index lists; returns the number of files.
fn is_whole(folder: &Folder, out: &str) -> usize {
    let index: Value = serde_json::from_str(&folder.text(&format!("{out}/index.json"))).unwrap();
    let listed = index["files"].as_array().unwrap().iter().map(|file| (file["path"].clone(), file["sha256"].clone()));
    let files = folder.files(out).into_iter().filter(|(path, _)| path != "index.json");
    let found: Vec<_> = files.map(|(path, bytes)| (json!(path), json!(Digest::of(&bytes)))).collect();
    assert_eq!(found, listed.collect::<Vec<_>>());
    found.len()
}

#[test]
fn the_index_lists_every_other_file_and_its_digest_is_printed_last_as_text_and_as_json() {
    let folder = Folder::platform();
    let run = folder.run("platform compile --out build");
    let files = is_whole(&folder, "build");
    let index: Value = serde_json::from_str(&folder.text("build/index.json")).unwrap();
    assert_eq!(run.digest(), Digest::of_json(&index).to_string());
    assert_eq!(folder.entries(), ["build", "manifest.yaml", "orders"]);
    let json = folder.run("platform compile --format json --quiet");
    assert_eq!((json.code, json.stderr.as_str()), (0, ""));
    let report = Report::parse(&serde_json::from_str(&json.stdout).unwrap()).unwrap();
    assert_eq!(report.digest.unwrap().as_str(), run.digest());
    assert!(files >= 4 && report.outputs.len() == files, "{files}");
}

#[test]
fn a_later_run_keeps_the_time_of_what_has_not_changed_writes_what_somebody_changed_and_leaves_nothing_else() {
    let folder = Folder::platform();
    folder.run("platform compile").digest();
    let old = folder.files("dist");
    folder.write("returns/floe.yaml", spec("returns"));
    folder.run("platform compile").digest();
    assert!(folder.path("dist/products/returns").exists());
    fs::remove_dir_all(folder.path("returns")).unwrap();
    folder.run("platform compile").digest();
    is_whole(&folder, "dist");
    folder.shell("touch -d 2001-02-03 dist/*.json dist/products/*/*");
    folder.write("dist/platform.json", folder.text("dist/platform.json").replace("shop", "shoq"));
    fs::remove_file(folder.path("dist/products/orders/profiles.yml")).unwrap();
    symlink("definitions.py", folder.path("dist/products/orders/profiles.yml")).unwrap();
    folder.run("platform compile").digest();
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
    folder.write("site/index.json", "{\"pages\": []}");
    for out in ["mine", ".", "manifest.yaml", "site"] {
        folder.run(&format!("platform compile --out {out}")).refused(1, "COMMAND_OUTPUT_FOREIGN");
    }
    assert_eq!((folder.text("mine/notes.txt"), folder.text("manifest.yaml")), ("mine".to_owned(), MANIFEST.to_owned()));
    assert_eq!(folder.entries(), ["manifest.yaml", "mine", "orders", "site"]);
}

#[test]
fn an_empty_folder_a_linked_one_and_one_deep_down_are_written() {
    let folder = Folder::platform();
    fs::create_dir(folder.path("empty")).unwrap();
    symlink("empty", folder.path("link")).unwrap();
    for (out, written) in [("link", "empty"), ("a/b/c", "a/b/c"), ("orders/out", "orders/out")] {
        let run = folder.run(&format!("platform compile --out {out}"));
        is_whole(&folder, written);
        // A document in the output is no input, and is removed.
        folder.write(&format!("{written}/products/x/floe.yaml"), "x: [");
        assert_eq!(folder.run(&format!("platform compile --out {out}")).digest(), run.digest());
        is_whole(&folder, written);
        fs::remove_dir_all(folder.path(written)).unwrap();
    }
    assert!(folder.path("link").is_symlink());
}

#[test]
fn findings_and_a_full_disk_leave_the_old_output_as_it_was() {
    let folder = Folder::platform();
    folder.run("platform compile").digest();
    let before = folder.files("dist");
    folder.write("manifest.yaml", "");
    folder.run("platform compile").refused(1, "LOAD_YAML_EMPTY");
    assert_eq!(folder.files("dist"), before);
    folder.write("manifest.yaml", MANIFEST.replace("1.0.0", "1.0.1"));
    let run = folder.shell("trap '' XFSZ; ulimit -f 1; exec $floe platform compile");
    run.refused(1, "COMMAND_OUTPUT_UNWRITABLE").says(&["file too large"]);
    assert_eq!(folder.files("dist"), before);
    assert_eq!(folder.entries(), ["dist", "manifest.yaml", "orders"]);
}

#[test]
fn a_killed_run_leaves_the_old_output_or_the_new_one_and_a_later_run_clears_its_traces() {
    let folder = Folder::empty();
    let compile = format!("platform compile {}", retail().display());
    folder.run(&compile).digest();
    for turns in 0..40 {
        let mut command = folder.command(&compile.split(' ').collect::<Vec<_>>());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // A different moment each time, without a clock.
        for _ in 0..turns * 20_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        is_whole(&folder, "dist");
    }
    folder.run(&compile).digest();
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
    let compile = format!("platform compile {}", retail().display());
    let run = folder.run(&compile);
    let secret = "kubectl create secret generic polaris-credentials --namespace retail-data";
    run.says(&[
        "wrote dist: platform retail-platform 1.4.0, 3 products, ",
        &format!("{secret} --from-literal=client-secret=<client-secret>"),
        "18 settings not evaluated",
    ]);
    assert!(!run.stderr.contains("otel-collector"), "nothing connects to the host of an idle setting: {run:?}");
    let quiet = folder.run(&format!("{compile} --quiet"));
    assert_eq!((quiet.stderr.as_str(), quiet.stdout), ("", run.stdout));
}

#[test]
fn a_platform_to_which_an_installed_package_cannot_be_upgraded_is_refused_and_nothing_is_written() {
    let folder = Folder::platform();
    folder.run("platform compile --out old").digest();
    folder.run("platform compile --against old/charts/shop-1.0.0.tgz").digest();
    folder.write("manifest.yaml", format!("{MANIFEST}deployment: {{prefix: other}}\n"));
    let refused = folder.run("platform compile --out new --against old/charts/shop-1.0.0.tgz");
    refused
        .refused(1, "CHART_UPGRADE_REFUSED")
        .says(&["change `prefix` of postgresql from `floe-platform` to `other`"]);
    assert!(!folder.path("new").exists());
    folder.run("platform compile --against none.tgz").refused(3, "COMMAND_INPUT_MISSING");
    folder.run("platform compile --against manifest.yaml").refused(1, "CHART_PACKAGE_INVALID");
}
