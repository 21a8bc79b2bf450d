//! Planted faults: each fault in a rendered chart fails the course with a finding that names the object and the cause.
//! The chart without a fault passes.
#![expect(clippy::disallowed_methods, reason = "tests keep files and start a control plane")]

mod plant;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use floe_e2e::{Cluster, ControlPlane, Course, Failure, Helm, Outcome, Report, Run, Subject, Tools, project};
use libtest_mimic::{Arguments, Trial};
use tokio::runtime::{Builder, Runtime};

use plant::{Expected, Fault, Planted};

/// The data that all trials share.
struct Ground {
    tools: Tools,
    kubeconfig: PathBuf,
    scratch: PathBuf,
    course: Course,
    chart: Planted,
}

fn main() {
    let arguments = Arguments::from_args();
    if arguments.list {
        libtest_mimic::run(
            &arguments,
            faults().into_iter().map(|fault| Trial::test(fault.name(), || Ok(()))).collect(),
        )
        .exit();
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut plane = ControlPlane::default();
    let runtime = runtime();
    let conclusion = runtime.block_on(ground(&mut plane, folder.path())).map(|ground| {
        let ground = Arc::new(ground);
        let sound = Trial::test("the chart without a fault passes", {
            let ground = Arc::clone(&ground);
            move || sound(&ground).map_err(|failure| failure.to_string().into())
        });
        let planted = faults().into_iter().enumerate().map(|(number, fault)| {
            let ground = Arc::clone(&ground);
            Trial::test(fault.name(), move || {
                found(&ground, number, &fault).map_err(|failure| failure.to_string().into())
            })
        });
        libtest_mimic::run(&arguments, std::iter::once(sound).chain(planted).collect())
    });
    runtime.block_on(plane.stop());
    drop(folder);
    match conclusion {
        Ok(conclusion) => conclusion.exit(),
        Err(failure) => panic!("{failure}"),
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

fn faults() -> Vec<Fault> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/faults.yaml");
    let text = std::fs::read_to_string(path).expect("the faults stand beside this test");
    serde_saphyr::from_str(&text).expect("the faults can be read")
}

async fn ground(plane: &mut ControlPlane, folder: &Path) -> Outcome<Ground> {
    let tools = Tools::of_project(Path::new(env!("CARGO_BIN_EXE_floe-e2e")))?;
    let kubeconfig = plane.start(&tools, folder, folder).await?;
    Ok(Ground {
        tools,
        kubeconfig,
        scratch: folder.to_owned(),
        course: Course::read(&project().join("golden/e2e/course.yaml"))?,
        chart: Planted::of_platform(&project().join("golden/platforms/retail/expected"))?,
    })
}

/// Runs the course of a chart in a namespace of its own.
fn run(ground: &Ground, name: &str, faults: &[&Fault]) -> Outcome<Report> {
    // Helm and the course wait in vain for a condition that a fault prevents.
    let [timeout, settling] = if faults.is_empty() { [180, 60] } else { [15, 3] }.map(Duration::from_secs);
    let folder = ground.scratch.join(name);
    let original = ground.chart.write(&folder.join("original"), name, "original", faults)?;
    let changed = ground.chart.write(&folder.join("changed"), name, "changed", faults)?;
    let subject = Subject::once("retail", name, &original, &changed)?;
    runtime().block_on(async {
        let cluster = Cluster::connect(&ground.kubeconfig).await?;
        let log = folder.join("helm.log");
        let helm = Helm::new(&ground.tools, &ground.kubeconfig, &folder.join("helm"), &log, timeout);
        Run::new(&cluster, &helm, &subject, "restricted").settling(settling).course(&ground.course, |_| ()).await
    })
}

fn sound(ground: &Ground) -> Outcome<()> {
    let report = run(ground, "sound", &[])?;
    if report.passed { Ok(()) } else { Err(Failure::new(listed(&report))) }
}

fn found(ground: &Ground, number: usize, fault: &Fault) -> Outcome<()> {
    let report = run(ground, &format!("fault-{number}"), &[fault])?;
    let Expected { expectation, object, cause } = &fault.finds;
    let named = report.findings().any(|finding| {
        finding.expectation == *expectation && finding.object == *object && finding.cause.contains(cause.as_str())
    });
    if named { Ok(()) } else { Err(Failure::new(format!("not found; there is:\n{}", listed(&report)))) }
}

fn listed(report: &Report) -> String {
    report.steps.iter().map(floe_e2e::StepReport::lines).collect()
}
