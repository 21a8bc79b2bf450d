//! The program `floe-e2e`: reads the arguments, runs a course for each chart on a control plane of the program's own,
//! and ends every process that the program started, however the program ends.
#![expect(clippy::disallowed_methods, reason = "this program starts processes, and keeps files")]
#![expect(clippy::print_stderr, reason = "what keeps a course from running is shown on the terminal")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use floe_e2e::{
    Cluster, Compiler, ControlPlane, Course, Failure, HOLD, Helm, Outcome, Report, Run, Subject, Tools, become_held,
    project,
};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Installs charts on a Kubernetes API server of its own, and judges what that server then holds.
#[derive(Debug, Parser)]
#[command(name = "floe-e2e")]
struct Arguments {
    /// Packages or folders of charts; without one, the golden platforms.
    #[arg(value_name = "CHART")]
    charts: Vec<PathBuf>,
    /// The level of Pod Security that the namespaces enforce.
    #[arg(long, value_name = "LEVEL", default_value = "restricted", value_parser = ["privileged", "baseline", "restricted"])]
    enforce: String,
    /// The steps, and what must hold after each.
    #[arg(long, value_name = "FILE", default_value_os_t = project().join("golden/e2e/course.yaml"))]
    course: PathBuf,
    /// The floe that compiles platforms.
    #[arg(long, value_name = "FILE", default_value_os_t = project().join("target/debug/floe"))]
    floe: PathBuf,
    /// How long helm waits for anything, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 180)]
    timeout: u64,
    /// The folder in which a new one is made for the logs and reports of this run.
    #[arg(long, value_name = "DIR", default_value_os_t = project().join("target/e2e"))]
    out_below: PathBuf,
}

/// The exit codes: all expectations hold, some fail, the courses could not be carried out, the run was interrupted.
const FINE: u8 = 0;
const FINDINGS: u8 = 1;
const FAILURE: u8 = 3;
const INTERRUPTED: u8 = 130;

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == HOLD) {
        eprintln!("floe-e2e {HOLD}: {}", become_held(words));
        return ExitCode::from(FAILURE);
    }
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(session(&arguments)),
        Err(error) => Err(Failure::new(format!("no runtime can be made: {error}"))),
    };
    ExitCode::from(ended.unwrap_or_else(|failure| {
        eprintln!("error: {failure}");
        FAILURE
    }))
}

/// Runs all courses, or as many as there is time for before an interrupt, and ends the started processes.
async fn session(arguments: &Arguments) -> Outcome<u8> {
    let mut interrupts = Interrupts::listen()?;
    let holder =
        std::env::current_exe().map_err(|error| Failure::new(format!("this program is not found: {error}")))?;
    let tools = Tools::of_project(&holder)?;
    let course = Course::read(&arguments.course)?;
    let out = out_folder(&arguments.out_below)?;
    // Removed at the end, with the store of the control plane.
    let scratch =
        tempfile::tempdir_in(&out).map_err(|error| Failure::new(format!("no scratch folder can be made: {error}")))?;
    let mut plane = ControlPlane::default();
    let ended = tokio::select! {
        ended = courses(arguments, &tools, &course, &out, scratch.path(), &mut plane) => ended,
        () = interrupts.next() => Ok(INTERRUPTED),
    };
    plane.stop().await;
    show(&format!("logs and reports: {}\n", out.display()));
    ended
}

async fn courses(
    arguments: &Arguments,
    tools: &Tools,
    course: &Course,
    out: &Path,
    scratch: &Path,
    plane: &mut ControlPlane,
) -> Outcome<u8> {
    let subjects = subjects(arguments, tools, scratch).await?;
    let kubeconfig = plane.start(tools, scratch, out).await?;
    let cluster = Cluster::connect(&kubeconfig).await?;
    let timeout = Duration::from_secs(arguments.timeout);
    let helm = Helm::new(tools, &kubeconfig, &scratch.join("helm"), &out.join("helm.log"), timeout);
    let mut code = FINE;
    for subject in subjects {
        show(&format!("\n{}, in a namespace that enforces {}\n", subject.name, arguments.enforce));
        let run = Run::new(&cluster, &helm, &subject, &arguments.enforce);
        let report = run.course(course, |step| show(&step.lines())).await?;
        save(&report, out)?;
        show(&format!("\n{}\n", report.table()));
        if !report.passed {
            code = FINDINGS;
        }
    }
    show(if code == FINE { "PASSED\n" } else { "FAILED\n" });
    Ok(code)
}

/// The charts in the arguments; without arguments, the golden platforms.
async fn subjects(arguments: &Arguments, tools: &Tools, scratch: &Path) -> Outcome<Vec<Subject>> {
    if !arguments.charts.is_empty() {
        return arguments.charts.iter().map(|chart| Subject::of_chart(chart, scratch)).collect();
    }
    let compiler = Compiler { floe: &arguments.floe, holder: &tools.holder, project: project(), scratch };
    let mut subjects = Vec::new();
    for case in floe_e2e::entries(&project().join("golden/e2e/platforms"))? {
        subjects.push(compiler.subject(&case).await?);
    }
    Ok(subjects)
}

fn out_folder(below: &Path) -> Outcome<PathBuf> {
    let unmakeable = |error: std::io::Error| Failure::new(format!("no folder for logs can be made: {error}"));
    std::fs::create_dir_all(below).map_err(unmakeable)?;
    Ok(tempfile::Builder::new().prefix("run-").tempdir_in(below).map_err(unmakeable)?.keep())
}

fn save(report: &Report, out: &Path) -> Outcome<()> {
    let path = out.join(format!("{}.json", report.subject));
    let text = serde_json::to_string_pretty(report).map_err(|error| Failure::new(format!("no report: {error}")))?;
    std::fs::write(&path, text + "\n")
        .map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display())))
}

/// The signals that ask this program to end.
struct Interrupts([Signal; 3]);

impl Interrupts {
    /// Listens from now on. A signal without a listener would end the program at once, and the started processes would
    /// go on.
    fn listen() -> Outcome<Self> {
        let listen = |kind| signal(kind).map_err(|error| Failure::new(format!("signals cannot be heard: {error}")));
        Ok(Self([listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?, listen(SignalKind::hangup())?]))
    }

    /// Completes at the first signal to end.
    async fn next(&mut self) {
        let [interrupted, terminated, hung_up] = &mut self.0;
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
            _ = hung_up.recv() => {}
        }
    }
}

/// Prints a text. A closed output is ignored, because the started processes must be ended in any case.
fn show(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}
