//! Runs every golden case: platforms, whose whole output is compared, and errors, whose rendered findings are. Each case is a test of its own.
//!
//! With `FLOE_BLESS=1` what is expected is rewritten instead, but never where `CI` is set.
#![expect(clippy::disallowed_methods, reason = "whether to bless is said in the environment")]

use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;

use floe::{Options, build};
use floe_base::{FileSet, render};
use floe_compiler::excerpts;
use floe_golden::{Case, cases, difference, platform_input};
use floe_plugins::REGISTRY;
use libtest_mimic::{Arguments, Failed, Trial};

/// Makes what is to be compared of a case's input.
type Make = fn(&FileSet) -> Result<FileSet, Failed>;

fn main() -> ExitCode {
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let bless = set("FLOE_BLESS");
    if bless && set("CI") {
        eprintln!("error: golden cases are not rewritten where CI is set\n  run: just bless");
        return ExitCode::FAILURE;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kinds: [(&str, Make); 2] = [("platforms", platform), ("errors", error)];
    let mut trials = vec![Trial::test("every_code_that_input_can_provoke_has_a_case", codes_are_covered)];
    for (kind, make) in kinds {
        match cases(&folder.join(kind)) {
            Ok(cases) => trials.extend(cases.into_iter().map(|case| trial(kind, case, make, bless))),
            Err(problem) => trials.push(Trial::test(kind, move || Err(Failed::from(problem)))),
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(kind: &str, case: Case, make: Make, bless: bool) -> Trial {
    Trial::test(format!("{kind}/{}", case.name), move || {
        let actual = make(&case.input()?)?;
        if bless {
            return Ok(case.bless(&actual)?);
        }
        match difference(&case.expected()?, &actual) {
            None => Ok(()),
            Some(difference) => Err(Failed::from(format!("{difference}\n  run: just bless"))),
        }
    })
}

fn options() -> Options {
    Options { render: true, jobs: NonZero::<usize>::MIN }
}

/// Every file that `floe platform render` writes; a package stands as the files in it.
fn platform(input: &FileSet) -> Result<FileSet, Failed> {
    let input = platform_input(input);
    let build = build(&input, options()).map_err(|findings| Failed::from(format!("{findings:?}")))?;
    let mut files = FileSet::new();
    for (path, bytes) in build.files.iter() {
        match path.strip_suffix(".tgz") {
            Some(folder) => {
                let unpacked = floe_chart::unpack(bytes).map_err(|problem| Failed::from(format!("{problem:?}")))?;
                files.merge(unpacked.nest(folder)?)?;
            }
            None => files.insert(path, bytes)?,
        }
    }
    Ok(files.nest("expected")?)
}

/// What is shown of the findings.
fn error(input: &FileSet) -> Result<FileSet, Failed> {
    let input = platform_input(input);
    let Err(findings) = build(&input, options()) else { return Err("it compiles, and should not".into()) };
    let sources = excerpts(&input, &REGISTRY);
    let mut text = String::new();
    for finding in findings.iter() {
        let source = finding.place.as_ref().and_then(|place| sources.get(&place.file));
        text += &render(finding, source.map(String::as_str), false);
        text += "\n\n";
    }
    let mut files = FileSet::new();
    files.insert("error.txt", text)?;
    Ok(files)
}

/// Codes of these phases that no input can provoke, and why.
const NOT_PROVOKED: [(&str, &str); 6] = [
    (
        "COMPOSITION_COMPUTE_PROTOCOL_UNSUPPORTED",
        "the one engine reads every protocol that a built-in storage plugin speaks",
    ),
    ("COMPOSITION_CREDENTIAL_MODE_UNSUPPORTED", "built-in plugins share the one credential mode that they have"),
    ("LOWER_ARTIFACT_INVALID", "only a faulty plugin makes what its contract does not allow"),
    ("LOWER_DEFINITIONS_INVALID", "the built-in orchestrator makes definitions of every product that loads"),
    ("RESOLVE_PLUGIN_API_UNSUPPORTED", "built-in plugins are written for this floe"),
    ("RESOLVE_PLUGIN_DEPENDENCY_MISSING", "no built-in plugin depends on another"),
];

fn codes_are_covered() -> Result<(), Failed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("errors");
    let mut shown = String::new();
    for case in cases(&folder)? {
        shown += &String::from_utf8_lossy(case.expected()?.get("error.txt").unwrap_or_default());
    }
    let of_documents =
        |code: &&str| ["LOAD_", "RESOLVE_", "COMPOSITION_", "LOWER_"].iter().any(|phase| code.starts_with(phase));
    let codes: Vec<&str> = floe_types::diagnostics::ALL.iter().map(|info| info.code).filter(of_documents).collect();
    let excused = |code: &str| NOT_PROVOKED.iter().any(|(excused, _)| *excused == code);
    let lacking: Vec<&&str> =
        codes.iter().filter(|code| !shown.contains(&format!("[{code}]")) && !excused(code)).collect();
    let needless: Vec<&&str> =
        codes.iter().filter(|code| shown.contains(&format!("[{code}]")) && excused(code)).collect();
    if lacking.is_empty() && needless.is_empty() {
        return Ok(());
    }
    Err(Failed::from(format!("without a case: {lacking:?}; excused, and with one: {needless:?}")))
}
