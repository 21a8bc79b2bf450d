//! The program as a whole: installs foreign charts, explains why a chart cannot be installed, and leaves no process and
//! no folder behind, even when interrupted or killed.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests start programs, keep files and look at processes")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use floe_e2e::project;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Helm's own starter chart.
fn starter(folder: &Path) -> PathBuf {
    let helm = project().join(".floe-tools/bin/helm");
    let made = Command::new(&helm).args(["create", "starter"]).current_dir(folder).output();
    let made = made.unwrap_or_else(|error| panic!("{}: {error}; run: ./just tools-helm", helm.display()));
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder.join("starter")
}

fn e2e(level: &str, chart: &Path, below: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_floe-e2e"));
    command.arg("--enforce").arg(level).arg("--out-below").arg(below).arg(chart);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The command lines of all processes that have to do with a folder.
fn processes(of: &Path) -> Vec<String> {
    let of = of.to_string_lossy().into_owned();
    let all = std::fs::read_dir("/proc").expect("processes can be listed").flatten();
    let lines = all.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " ")).filter(|line| line.contains(&of)).collect()
}

#[test]
fn the_starter_chart_of_helm_passes_twice_at_once_in_namespaces_that_enforce_nothing() {
    let folder = TempDir::new().unwrap();
    let chart = starter(folder.path());
    let runs: Vec<Child> =
        (0..2).map(|_| e2e("privileged", &chart, &folder.path().join("out")).spawn().unwrap()).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        assert!(text.contains("Deployment      first-starter   1 available"), "{text}");
    }
    assert_eq!(processes(folder.path()), Vec::<String>::new());
    for run in floe_e2e::entries(&folder.path().join("out")).unwrap() {
        let report: serde_json::Value =
            serde_json::from_slice(&std::fs::read(run.join("starter.json")).unwrap()).unwrap();
        assert_eq!(report["passed"], true);
        let folders = floe_e2e::entries(&run).unwrap().into_iter().filter(|path| path.is_dir()).count();
        assert_eq!(folders, 0, "scratch folders are left in {}", run.display());
    }
}

#[test]
fn what_a_namespace_does_not_allow_is_named_and_fails() {
    let folder = TempDir::new().unwrap();
    let chart = starter(folder.path());
    let output = e2e("restricted", &chart, &folder.path().join("out")).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("Deployment/first-starter: the API server warns: would violate PodSecurity"), "{text}");
    assert_eq!(processes(folder.path()), Vec::<String>::new());
}

#[test]
fn what_is_no_chart_is_refused_before_anything_is_installed() {
    let folder = TempDir::new().unwrap();
    let output = e2e("restricted", folder.path(), &folder.path().join("out")).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("is no chart: it has no Chart.yaml with a name"), "{errors}");
    assert_eq!(processes(folder.path()), Vec::<String>::new());
}

#[test]
fn no_process_outlives_a_run_that_is_interrupted_or_killed() {
    let folder = TempDir::new().unwrap();
    let chart = starter(folder.path());
    for (signal, moment, code) in [
        (Signal::INT, "prepare", Some(130)),
        (Signal::TERM, "install first", Some(130)),
        (Signal::HUP, "", Some(130)),
        // The program cannot handle this signal; the kernel ends the other processes.
        (Signal::KILL, "dry-run first", None),
    ] {
        let mut run = e2e("privileged", &chart, &folder.path().join("out")).spawn().unwrap();
        if moment.is_empty() {
            // Before the control plane is up: as soon as the first process is seen.
            while !processes(folder.path()).iter().any(|line| line.contains("--data-dir")) {
                std::thread::yield_now();
            }
        } else {
            let lines = BufReader::new(run.stdout.take().unwrap()).lines();
            assert!(lines.map_while(Result::ok).any(|line| line.contains(moment)), "{moment} is never reached");
        }
        kill_process(Pid::from_child(&run), signal).unwrap();
        let status = run.wait().unwrap();
        assert_eq!(status.code(), code, "{signal:?} at {moment}");
        if signal == Signal::KILL {
            // The kernel ends them asynchronously.
            while !processes(folder.path()).is_empty() {
                std::thread::yield_now();
            }
        }
        assert_eq!(processes(folder.path()), Vec::<String>::new(), "{signal:?} at {moment}");
    }
}
