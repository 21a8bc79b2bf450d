//! Tests of standard output and standard error, and of streams that lead nowhere.

use floe_types::documents::report::Report;

use crate::program::{Folder, MANIFEST};

#[test]
fn streams_that_are_closed_or_left_early_are_no_reason_to_fail() {
    for script in [
        "$floe platform compile >&-",
        "$floe platform compile 2>&-",
        "$floe platform compile >&- 2>&-",
        "$floe platform compile <&-",
        "$floe platform compile 2>/dev/full",
        "{ $floe platform compile --format json; echo $? >&2; } | true",
        "{ $floe --help; echo $? >&2; } | true",
        "$floe plugin list >&-",
        "$floe plugin list | true",
    ] {
        let folder = Folder::platform();
        let run = folder.shell(script);
        assert_eq!(run.code, 0, "{script}: {run:?}");
        assert!(!run.stderr.contains("panic") && !run.stderr.contains("bug in floe"), "{script}: {run:?}");
        assert!(run.stderr.lines().last().is_none_or(|code| code != "70" && code != "101"), "{script}: {run:?}");
    }
}

#[test]
fn what_cannot_be_printed_is_not_said_to_be() {
    for arguments in ["platform compile", "platform compile --format json", "plugin list", "--help", "--version"] {
        let run = Folder::platform().shell(&format!("$floe {arguments} > /dev/full"));
        assert_eq!(run.code, 1, "{arguments}: {run:?}");
    }
    Folder::empty().shell("$floe plugin list > /dev/full").refused(1, "COMMAND_OUTPUT_UNWRITABLE");
}

#[test]
fn nothing_but_a_terminal_gets_escape_codes() {
    let folder = Folder::with_manifest(MANIFEST.replace("duckdb", "duckbd"));
    for script in ["$floe platform compile", "TERM=xterm $floe --help", "NO_COLOR= TERM=xterm $floe platform complie"] {
        let run = folder.shell(script);
        assert!(!format!("{}{}", run.stdout, run.stderr).contains('\u{1b}'), "{script}: {run:?}");
    }
}

#[test]
fn every_outcome_as_json_is_one_object_of_the_report_s_shape() {
    let good = Folder::platform();
    let broken = Folder::with_manifest(MANIFEST.replace("duckdb", "duckbd"));
    let foreign = Folder::platform();
    foreign.write("dist/mine", "mine");
    for (folder, arguments, code) in [
        (&good, "", 0),
        (&good, "--out other --quiet", 0),
        (&broken, "", 1),
        (&foreign, "", 1),
        (&good, "nowhere", 3),
        (&good, "--manifest nowhere.yaml", 3),
        (&Folder::empty(), "", 3),
    ] {
        for command in ["compile", "render"] {
            let run = folder.shell(&format!("$floe platform {command} {arguments} --format json"));
            assert_eq!(run.code, code, "{run:?}");
            assert_eq!(run.stdout.trim_end().lines().count(), 1, "{run:?}");
            let report = Report::parse(&serde_json::from_str(&run.stdout).unwrap()).unwrap();
            assert_eq!((report.ok, report.diagnostics.is_empty()), (code == 0, code == 0), "{run:?}");
            assert!(report.diagnostics.iter().all(|finding| finding.help.is_some()), "{run:?}");
            assert_eq!(report.digest.is_some(), code == 0, "{run:?}");
        }
    }
}
