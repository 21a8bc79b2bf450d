//! floe-gen for people and scripts: exit codes, output, and files on disk.
#![expect(clippy::disallowed_methods, reason = "the tests spoil files on disk")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::repository::{Repository, judged, steps};

const TYPES: &str = "generated/floe-types/src";

/// The output where a file is missing, one is stale and one is an orphan.
const DRIFT: &[&str] = &[
    "\nmissing: generated/floe-types/src/scalars.rs\n",
    "\nstale: generated/floe-types/src/lib.rs\n",
    "\norphan: generated/schemas/documents/gone.v1.json\n",
    "\nrun: just generate\n",
];

steps! {
    a_fresh_repository_is_generated_and_then_up_to_date: new,
        run(&["generate"], 0, &[" files written, "]),
        run(&["check"], 0, &["up to date"]);

    missing_stale_and_orphan_files_are_each_named_and_the_repair_is_told: generated,
        remove("generated/floe-types/src/scalars.rs"),
        replace("generated/floe-types/src/lib.rs", "pub mod", "pub  mod"),
        write("generated/schemas/documents/gone.v1.json", "{}"),
        run(&["check"], 4, DRIFT),
        run(&["generate"], 0, &["\n2 files written, 1 deleted, "]),
        run(&["check"], 0, &[]);

    a_run_without_memory_names_and_repairs_the_same_files: generated,
        remove("generated/floe-types/src/scalars.rs"),
        replace("generated/floe-types/src/lib.rs", "pub mod", "pub  mod"),
        write("generated/schemas/documents/gone.v1.json", "{}"),
        remove("target"),
        run(&["check"], 4, DRIFT),
        run(&["generate"], 0, &["\n2 files written, 1 deleted, "]),
        run(&["check"], 0, &[]);

    check_changes_nothing: generated,
        write("charts/orphan.txt", "x"),
        run(&["check"], 4, &[]),
        holds("charts/orphan.txt", "x");

    files_of_other_tools_are_no_orphans: generated,
        write("generated/python/a/__pycache__/b.txt", "x"),
        write("generated/python/c.pyc", "x"),
        write("generated/python/d.egg-info/PKG-INFO", "x"),
        run(&["check"], 0, &[]),
        run(&["generate"], 0, &[]),
        holds("generated/python/c.pyc", "x");

    hand_written_files_beside_generated_ones_stay: generated,
        write("generated/floe-types/README.md", "ours"),
        write("docs/guide.md", "ours"),
        run(&["check"], 0, &[]),
        run(&["generate"], 0, &[]),
        holds("docs/guide.md", "ours"),
        mentions("generated/floe-types/Cargo.toml", "floe-types");

    folders_that_orphans_leave_empty_go_with_them: generated,
        write("docs/reference/old/deep/page.md", "x"),
        run(&["generate"], 0, &[]),
        lacks("docs/reference/old");

    a_changed_contract_makes_outputs_stale: generated,
        replace("contracts/scalars/v1.yaml", "A small number.", "A tiny number."),
        run(&["check"], 4, &["stale: generated/floe-types/src/scalars.rs"]);

    a_changed_plugin_manifest_makes_the_registry_stale: generated,
        replace("plugins/crate/Cargo.toml", "self = \"Me\"", "self = \"inner::Me\""),
        run(&["check"], 4, &["stale: generated/floe-plugins/src/lib.rs"]);

    a_broken_contract_is_shown_at_its_place_and_nothing_is_written: new,
        replace("contracts/scalars/v1.yaml", "type: integer", "type: integr"),
        run(&["generate"], 1, &["contracts/scalars/v1.yaml:8:"]),
        run(&["check"], 1, &["contracts/scalars/v1.yaml:8:"]),
        run(&["lint"], 1, &["contracts/scalars/v1.yaml:8:"]),
        holds("generated/floe-plugins/Cargo.toml", include_str!("../nasty/generated/floe-plugins/manifest.toml")),
        lacks(TYPES);

    a_plugin_that_nobody_implements_yet_gets_its_types_and_a_finding: new,
        replace("plugins/crate/Cargo.toml", ", core = \"inner::Core\"", ""),
        run(&["generate"], 1, &["CONTRACT_PLUGIN_UNIMPLEMENTED", "\n1 finding\n"]),
        mentions("generated/floe-types/src/plugins/crate_/core.rs", "    CoreConfig("),
        run(&["check"], 1, &["CONTRACT_PLUGIN_UNIMPLEMENTED"]);

    an_undeclared_group_is_answered_with_the_known_ones: new,
        replace("plugins/crate/Cargo.toml", "\"floe.crate.runtime\"", "\"floe.crates\""),
        run(&["lint"], 1, &["plugins/crate/Cargo.toml:18:19", "write one of: floe.crate, floe.crate.runtime"]);

    a_workspace_that_cargo_cannot_load_is_an_unreadable_input_with_a_remedy: generated,
        replace("generated/floe-plugins/Cargo.toml", "[lints]", "gone = { path = \"../../plugins/gone\" }\n\n[lints]"),
        run(&["generate"], 3, &["plugins/gone/Cargo.toml", "help: "]);

    the_repository_is_found_from_any_folder_inside: generated,
        run_in("plugins/crate/src", &["check"], 0, &[]);

    outside_of_a_repository_the_searched_folders_are_named: new,
        remove("contracts"),
        run_in("plugins", &["check"], 3, &["plugins", "--root DIR"]),
        run(&["check"], 3, &[]);

    a_misspelt_command_is_a_usage_error: new,
        run(&["generat"], 2, &["generate"]);

    a_code_is_explained_although_all_else_is_broken: generated,
        write("generated/floe-types/src/diagnostics.rs", "}{ no Rust"),
        replace("contracts/scalars/v1.yaml", "type: integer", "type: integr"),
        run(&["explain", "contract_key_unknown"], 0, &["error[CONTRACT_KEY_UNKNOWN]: A key is unknown here\n"]),
        run(&["explain", "LOAD_KEY_UNKNOWN", "--format", "json"], 0, &["\"code\": \"LOAD_KEY_UNKNOWN\""]);

    a_code_is_explained_outside_of_a_repository: new,
        remove("contracts"),
        run_in("plugins", &["explain", "CONTRACT_KEY_UNKNOWN"], 0, &["CONTRACT_KEY_UNKNOWN"]),
        run(&["explain", "CONTRACT_KEY_UNKNOWN"], 3, &[]);

    a_code_of_floe_is_left_to_floe_outside_of_a_repository: new,
        remove("contracts"),
        run_in("plugins", &["explain", "COMPOSITION_STORAGE_MISSING"], 2, &["run `floe explain COMPOSITION_STORAGE_MISSING`"]);

    an_unknown_code_is_answered_with_the_known_ones_nearest_first: new,
        run(&["explain", "CONTRACT_KEY_UNKNWON"], 2, &["use one of CONTRACT_KEY_UNKNOWN, "]);
}

#[test]
fn a_second_run_writes_nothing() {
    let repository = Repository::generated();
    let changed = || {
        [format!("{TYPES}/lib.rs"), "generated/manifest.json".to_owned()]
            .map(|path| fs::metadata(repository.path(&path)).unwrap().modified().unwrap())
    };
    let before = changed();
    repository.remove("target");
    repository.run(&["generate"], 0, &["\n0 files written, 0 deleted, "]);
    assert_eq!(before, changed());
}

#[test]
fn everything_generated_may_be_gone_or_garbage() {
    let repository = Repository::generated();
    let good = repository.read(&format!("{TYPES}/registry.rs"));
    for folder in [TYPES, "generated/floe-plugins/src", "generated/schemas", "generated/python", "docs"] {
        repository.remove(folder);
    }
    for folder in ["generated/charts", "charts"] {
        let _ = fs::remove_dir_all(repository.path(folder));
    }
    repository.write(TYPES, "a file where a folder should be");
    repository.write("generated/floe-plugins/src/lib.rs", "}{ no Rust");
    repository.write("generated/manifest.json", "no JSON");
    repository.run(&["generate"], 0, &[]);
    repository.holds(&format!("{TYPES}/registry.rs"), &good);
    repository.run(&["check"], 0, &[]);
}

#[test]
fn contracts_that_lint_refuses_are_not_generated_and_not_up_to_date() {
    let repository = Repository::new();
    repository.replace("contracts/scalars/v1.yaml", "  base-model:", "  Base_Model:");
    repository.replace("plugins/crate/Cargo.toml", ", core = \"inner::Core\"", "");
    let parts = ["CONTRACT_NAME_INVALID", "CONTRACT_PLUGIN_UNIMPLEMENTED"];
    let [generated, checked, linted] =
        ["generate", "check", "lint"].map(|command| repository.run(&[command], 1, &parts));
    assert_eq!((&generated, &generated), (&checked, &linted));
    repository.lacks(TYPES);
}

#[test]
fn the_committed_files_are_those_of_the_contracts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    judged(Command::new(env!("CARGO_BIN_EXE_floe-gen")).args(["check", "--root"]).arg(root), 0, &[]);
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
fn codes_of_the_repositorys_own_contracts_are_explained() {
    let repository = Repository::new();
    let text = repository.read("contracts/diagnostics/contract/v1.yaml");
    let code = text.lines().find_map(|line| line.trim().strip_suffix(':').filter(|key| key.starts_with("CONTRACT_")));
    repository.run(&["explain", code.unwrap()], 0, &["\nerror[CONTRACT_"]);
}
