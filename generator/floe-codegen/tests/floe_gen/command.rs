//! floe-gen as people and scripts use it: exit codes, and what is said and left on disk.
#![expect(clippy::disallowed_methods, reason = "the tests spoil files on disk")]

use std::fs;
use std::path::Path;

use crate::repository::{Repository, outcome};

const TYPES: &str = "generated/floe-types/src";

#[test]
fn a_fresh_repository_is_generated_and_then_up_to_date() {
    let repository = Repository::new();
    let (code, said) = outcome(&repository.run(&["generate"]));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(" files written, "), "{said}");
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("up to date")), (0, true), "{said}");
}

#[test]
fn a_second_run_writes_nothing() {
    let repository = Repository::generated();
    let changed = |path: &str| fs::metadata(repository.path(path)).unwrap().modified().unwrap();
    let before = [changed(&format!("{TYPES}/lib.rs")), changed("generated/manifest.json")];
    fs::remove_dir_all(repository.path("target")).unwrap();
    let (code, said) = outcome(&repository.run(&["generate"]));
    assert_eq!((code, said.starts_with("0 files written, 0 deleted, ")), (0, true), "{said}");
    assert_eq!(before, [changed(&format!("{TYPES}/lib.rs")), changed("generated/manifest.json")]);
}

#[test]
fn missing_stale_and_orphan_files_are_each_named_and_the_repair_is_told() {
    for remembered in [true, false] {
        let repository = Repository::generated();
        fs::remove_file(repository.path(&format!("{TYPES}/scalars.rs"))).unwrap();
        repository.replace(&format!("{TYPES}/lib.rs"), "pub mod", "pub  mod");
        repository.write("generated/schemas/documents/gone.v1.json", "{}");
        if !remembered {
            fs::remove_dir_all(repository.path("target")).unwrap();
        }
        let (code, said) = outcome(&repository.run(&["check"]));
        assert_eq!(code, 4, "{said}");
        let lines = ["missing: generated/floe-types/src/scalars.rs", "stale: generated/floe-types/src/lib.rs"];
        for line in lines.into_iter().chain(["orphan: generated/schemas/documents/gone.v1.json", "run: just generate"])
        {
            assert!(said.lines().any(|one| one == line), "{line:?} is not in\n{said}");
        }

        let (code, said) = outcome(&repository.run(&["generate"]));
        assert_eq!((code, said.starts_with("2 files written, 1 deleted, ")), (0, true), "{said}");
        assert_eq!(outcome(&repository.run(&["check"])).0, 0);
    }
}

#[test]
fn check_changes_nothing() {
    let repository = Repository::generated();
    repository.write("charts/orphan.txt", "x");
    assert_eq!(outcome(&repository.run(&["check"])).0, 4);
    assert_eq!(repository.read("charts/orphan.txt"), "x");
}

#[test]
fn everything_generated_may_be_gone_or_garbage() {
    let repository = Repository::generated();
    let good = repository.read(&format!("{TYPES}/registry.rs"));
    for folder in [
        TYPES,
        "generated/floe-plugins/src",
        "generated/schemas",
        "generated/python",
        "generated/charts",
        "docs",
        "charts",
    ] {
        let _ = fs::remove_dir_all(repository.path(folder));
    }
    repository.write(TYPES, "a file where a folder should be");
    repository.write("generated/floe-plugins/src/lib.rs", "}{ no Rust");
    repository.write("generated/manifest.json", "no JSON");
    let (code, said) = outcome(&repository.run(&["generate"]));
    assert_eq!(code, 0, "{said}");
    assert_eq!(repository.read(&format!("{TYPES}/registry.rs")), good);
    assert_eq!(outcome(&repository.run(&["check"])).0, 0);
}

#[test]
fn what_tools_leave_behind_is_no_orphan() {
    let repository = Repository::generated();
    for path in
        ["generated/python/a/__pycache__/b.txt", "generated/python/c.pyc", "generated/python/d.egg-info/PKG-INFO"]
    {
        repository.write(path, "x");
    }
    assert_eq!(outcome(&repository.run(&["check"])).0, 0);
    assert_eq!(outcome(&repository.run(&["generate"])).0, 0);
    assert_eq!(repository.read("generated/python/c.pyc"), "x");
}

#[test]
fn hand_written_files_beside_generated_ones_stay() {
    let repository = Repository::generated();
    repository.write("generated/floe-types/README.md", "ours");
    repository.write("docs/guide.md", "ours");
    assert_eq!(outcome(&repository.run(&["check"])).0, 0);
    assert_eq!(outcome(&repository.run(&["generate"])).0, 0);
    assert_eq!(repository.read("docs/guide.md"), "ours");
    assert!(repository.read("generated/floe-types/Cargo.toml").contains("floe-types"));
}

#[test]
fn folders_that_orphans_leave_empty_go_with_them() {
    let repository = Repository::generated();
    repository.write("docs/reference/old/deep/page.md", "x");
    assert_eq!(outcome(&repository.run(&["generate"])).0, 0);
    assert!(!repository.path("docs/reference/old").exists());
}

#[test]
fn a_changed_contract_makes_outputs_stale() {
    let repository = Repository::generated();
    repository.replace("contracts/scalars/v1.yaml", "A small number.", "A tiny number.");
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("stale: generated/floe-types/src/scalars.rs")), (4, true), "{said}");
}

#[test]
fn a_changed_plugin_manifest_makes_the_registry_stale() {
    let repository = Repository::generated();
    repository.replace("plugins/crate/Cargo.toml", "self = \"Me\"", "self = \"inner::Me\"");
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("stale: generated/floe-plugins/src/lib.rs")), (4, true), "{said}");
}

#[test]
fn a_broken_contract_is_shown_at_its_place_and_nothing_is_written() {
    let repository = Repository::new();
    repository.replace("contracts/scalars/v1.yaml", "type: integer", "type: integr");
    let before = repository.read("generated/floe-plugins/Cargo.toml");
    for command in ["generate", "check", "lint"] {
        let (code, said) = outcome(&repository.run(&[command]));
        assert_eq!((code, said.contains("contracts/scalars/v1.yaml:8:")), (1, true), "{said}");
    }
    assert_eq!(repository.read("generated/floe-plugins/Cargo.toml"), before);
    assert!(!repository.path(TYPES).exists());
}

#[test]
fn what_lint_refuses_is_not_generated_and_not_up_to_date() {
    let repository = Repository::new();
    repository.replace("contracts/scalars/v1.yaml", "  base-model:", "  Base_Model:");
    repository.replace("plugins/crate/Cargo.toml", ", core = \"inner::Core\"", "");
    let findings = ["generate", "check", "lint"].map(|command| {
        let (code, said) = outcome(&repository.run(&[command]));
        assert_eq!((code, said.contains("CONTRACT_NAME_INVALID")), (1, true), "{said}");
        said
    });
    assert_eq!(findings[0], findings[1]);
    assert_eq!(findings[0], findings[2]);
    assert!(findings[0].contains("CONTRACT_PLUGIN_UNIMPLEMENTED"), "{}", findings[0]);
    assert!(!repository.path(TYPES).exists());
}

#[test]
fn a_plugin_that_nobody_implements_yet_gets_its_types_and_a_finding() {
    let repository = Repository::new();
    repository.replace("plugins/crate/Cargo.toml", ", core = \"inner::Core\"", "");
    let (code, said) = outcome(&repository.run(&["generate"]));
    assert_eq!((code, said.contains("CONTRACT_PLUGIN_UNIMPLEMENTED")), (1, true), "{said}");
    assert!(said.ends_with("\n1 finding\n"), "{said}");
    assert!(repository.read(&format!("{TYPES}/plugins/crate_/core.rs")).contains("    CoreConfig("));
    let (code, said) = outcome(&repository.run(&["check"]));
    assert_eq!((code, said.contains("CONTRACT_PLUGIN_UNIMPLEMENTED")), (1, true), "{said}");
}

#[test]
fn an_undeclared_group_is_answered_with_the_known_ones() {
    let repository = Repository::new();
    repository.replace("plugins/crate/Cargo.toml", "\"floe.crate.runtime\"", "\"floe.crates\"");
    let (code, said) = outcome(&repository.run(&["lint"]));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("plugins/crate/Cargo.toml:18:19"), "{said}");
    assert!(said.contains("write one of: floe.crate, floe.crate.runtime"), "{said}");
}

#[test]
fn a_workspace_that_cargo_cannot_load_is_an_unreadable_input_with_a_remedy() {
    let repository = Repository::generated();
    repository.replace(
        "generated/floe-plugins/Cargo.toml",
        "[lints]",
        "gone = { path = \"../../plugins/gone\" }\n\n[lints]",
    );
    let (code, said) = outcome(&repository.run(&["generate"]));
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("plugins/gone/Cargo.toml") && said.contains("help: "), "{said}");
}

#[test]
fn it_finds_the_repository_from_any_folder_inside() {
    let repository = Repository::generated();
    assert_eq!(outcome(&repository.run_in("plugins/crate/src", &["check"])).0, 0);
}

#[test]
fn outside_of_a_repository_it_says_where_it_looked() {
    let elsewhere = Repository::new();
    fs::remove_dir_all(elsewhere.path("contracts")).unwrap();
    let (code, said) = outcome(&elsewhere.run_in("plugins", &["check"]));
    assert_eq!((code, said.contains("plugins") && said.contains("--root DIR")), (3, true), "{said}");
    assert_eq!(outcome(&elsewhere.run(&["check"])).0, 3);
}

#[test]
fn a_misspelt_command_is_a_usage_error() {
    let (code, said) = outcome(&Repository::new().run(&["generat"]));
    assert_eq!((code, said.contains("generate")), (2, true), "{said}");
}

#[test]
fn what_is_committed_is_what_the_contracts_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_floe-gen"));
    let output = command.args(["check", "--root"]).arg(root).output().unwrap();
    assert_eq!(outcome(&output).0, 0, "{}", crate::repository::said(&output));
}

#[test]
fn every_template_is_part_of_the_program() {
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/rust");
    let generated = Repository::generated();
    for folder in ["", "shape"] {
        for entry in fs::read_dir(templates.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() || matches!(name.as_str(), "floe-plugins.toml" | "platform_target.rs") {
                continue;
            }
            let text = generated.read(&format!("{TYPES}/{folder}/{name}"));
            assert!(text.ends_with(&fs::read_to_string(&path).unwrap()), "{name}");
        }
    }
}

#[test]
fn a_code_is_explained_whatever_else_is_broken() {
    let repository = Repository::generated();
    repository.write("generated/floe-types/src/diagnostics.rs", "}{ no Rust");
    repository.replace("contracts/scalars/v1.yaml", "type: integer", "type: integr");
    let (code, said) = outcome(&repository.run(&["explain", "contract_key_unknown"]));
    assert_eq!((code, said.contains("error[CONTRACT_KEY_UNKNOWN]: A key is unknown here\n")), (0, true), "{said}");
    let (code, said) = outcome(&repository.run(&["explain", "LOAD_KEY_UNKNOWN", "--format", "json"]));
    assert_eq!((code, said.contains("\"code\": \"LOAD_KEY_UNKNOWN\"")), (0, true), "{said}");
}

#[test]
fn codes_of_the_repositorys_own_contracts_are_explained() {
    let repository = Repository::new();
    let text = repository.read("contracts/diagnostics/contract/v1.yaml");
    let code = text.lines().find_map(|line| line.trim().strip_suffix(':').filter(|key| key.starts_with("CONTRACT_")));
    let (exit, said) = outcome(&repository.run(&["explain", code.unwrap()]));
    assert_eq!((exit, said.starts_with("error[CONTRACT_")), (0, true), "{said}");
}

#[test]
fn a_code_is_explained_outside_of_a_repository() {
    let elsewhere = Repository::new();
    fs::remove_dir_all(elsewhere.path("contracts")).unwrap();
    let (code, said) = outcome(&elsewhere.run_in("plugins", &["explain", "CONTRACT_KEY_UNKNOWN"]));
    assert_eq!((code, said.contains("CONTRACT_KEY_UNKNOWN")), (0, true), "{said}");
    assert_eq!(outcome(&elsewhere.run(&["explain", "CONTRACT_KEY_UNKNOWN"])).0, 3);
}

#[test]
fn a_code_of_floe_is_left_to_floe_outside_of_a_repository() {
    let elsewhere = Repository::new();
    fs::remove_dir_all(elsewhere.path("contracts")).unwrap();
    let (code, said) = outcome(&elsewhere.run_in("plugins", &["explain", "COMPOSITION_STORAGE_MISSING"]));
    assert_eq!((code, said.contains("run `floe explain COMPOSITION_STORAGE_MISSING`")), (2, true), "{said}");
}

#[test]
fn an_unknown_code_is_answered_with_the_known_ones_nearest_first() {
    let (code, said) = outcome(&Repository::new().run(&["explain", "CONTRACT_KEY_UNKNWON"]));
    assert_eq!((code, said.contains("use one of CONTRACT_KEY_UNKNOWN, ")), (2, true), "{said}");
}
