//! Commands on the pages for people: each exists, with the arguments that the page shows. The commands are not run here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Parser;
use floe_commands::{floe, floe_gen};

/// Programs that this project does not make, whose arguments the page states for a reader's machine.
const OTHERS: [&str; 5] = ["cargo", "docker", "kubectl", "mkdir", "cp"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The pages for people: not the reference, whose commands are run.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "docs/contracts.md", "docs/architecture.md"]
        .map(|page| root().join(page))
        .to_vec();
    for folder in ["docs/how-to", "docs/concepts"] {
        let entries = fs::read_dir(root().join(folder)).expect("the folder can be read");
        pages.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
    }
    pages.sort();
    pages
        .into_iter()
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a page is text")))
        .collect()
}

/// The lines of code on a page: those in fences of a shell, and those that four blanks begin.
fn code(page: &str) -> Vec<String> {
    let (mut lines, mut fence): (Vec<String>, Option<bool>) = (Vec::new(), None);
    for line in page.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(language), None) => fence = Some(["sh", "console", "bash"].contains(&language)),
            (Some(_), Some(_)) => fence = None,
            (None, Some(true)) => lines.push(line.to_owned()),
            (None, None) => lines.extend(line.strip_prefix("    ").map(str::to_owned)),
            (None, Some(false)) => {}
        }
    }
    lines
}

/// The words of the commands on a page, one list for each command. A line that ends in a backslash goes on.
fn commands(page: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    let mut lines = code(page).into_iter();
    while let Some(mut line) = lines.next() {
        while let Some(begin) = line.strip_suffix('\\') {
            line = format!("{begin} {}", lines.next().unwrap_or_default().trim());
        }
        let line = line.strip_prefix("$ ").unwrap_or(&line);
        let line = line.split(" # ").next().unwrap_or(line);
        for part in line.split(['|', ';']) {
            commands.push(part.split_whitespace().map(str::to_owned).collect());
        }
    }
    commands.retain(|words: &Vec<String>| {
        let word = words.first().map_or("", |word| word.trim_start_matches("./"));
        ["just", "floe", "floe-gen", "helm"].contains(&word) || OTHERS.contains(&word)
    });
    commands
}

/// The names of the recipes.
fn recipes() -> BTreeSet<String> {
    let justfile = fs::read_to_string(root().join("Justfile")).expect("the Justfile can be read");
    let heads =
        justfile.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()) && !line.contains(":="));
    heads.filter_map(|line| Some(line.split_once(':')?.0.split_whitespace().next()?.to_owned())).collect()
}

/// The fault of a command, if it has one.
fn fault(words: &[String], recipes: &BTreeSet<String>) -> Option<String> {
    let (program, arguments) = words.split_first()?;
    match program.trim_start_matches("./") {
        "just" => {
            arguments.first().filter(|recipe| !recipes.contains(*recipe)).map(|recipe| format!("no recipe {recipe}"))
        }
        "floe" => floe::Arguments::try_parse_from(words).err().map(|error| error.to_string()),
        "floe-gen" => floe_gen::Arguments::try_parse_from(words).err().map(|error| error.to_string()),
        "cargo" if arguments.starts_with(&["run".into(), "-p".into(), "floe".into(), "--".into()]) => {
            fault(&[&["floe".to_owned()], &arguments[4..]].concat(), recipes)
        }
        "helm" => unknown_flag(arguments),
        _ => None,
    }
}

/// A flag that the pinned Helm does not know.
fn unknown_flag(arguments: &[String]) -> Option<String> {
    let helm = root().join(".floe-tools/bin/helm");
    assert!(helm.exists(), "{} is missing; run: ./just tools-helm", helm.display());
    let verb = arguments.first()?;
    let output = Command::new(helm).args([verb, "--help"]).output().expect("helm starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let known: BTreeSet<&str> = text.split([' ', ',', '\n', '=', '[']).collect();
    let mut flags = arguments.iter().filter(|word| word.starts_with("--"));
    flags
        .find(|flag| !known.contains(flag.split('=').next().unwrap_or(flag)))
        .map(|flag| format!("helm {verb} has no {flag}"))
}

#[test]
fn every_command_on_a_page_exists_with_the_shown_arguments() {
    let (recipes, mut found, mut faults) = (recipes(), 0, Vec::new());
    for (path, page) in pages() {
        for words in commands(&page) {
            found += 1;
            faults.extend(fault(&words, &recipes).map(|fault| format!("{path}: `{}`: {fault}", words.join(" "))));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(found > 30 && recipes.contains("render"), "only {found} commands are found");
}

#[test]
fn a_command_that_does_not_exist_is_found() {
    let page = "    ./just rendr\n    floe platfrom compile | cat\n```sh\nfloe images --chekc\n```\n    helm upgrade a \\\n      --reuse\n    ./just render\n";
    let faults: Vec<_> = commands(page).iter().filter_map(|words| fault(words, &recipes())).collect();
    assert_eq!(faults.len(), 4, "{faults:?}");
}
