//! The five minutes of the README: each command on the example platform, after the edits that the text asks for.

use std::fs;
use std::path::Path;

use crate::console;
use crate::program::{folder, root, said};

const INPUT: &str = "golden/platforms/retail/input";

/// The commands of the README, each with the shown lines. A console is indented by four blanks.
fn consoles(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        let line = line.strip_prefix("    ").or_else(|| line.is_empty().then_some(""));
        match (line, line.and_then(|line| line.strip_prefix("$ "))) {
            (_, Some(command)) => found.push((command.to_owned(), Vec::new())),
            (Some(line), None) if inside => found.last_mut().expect("a console began").1.push(line.to_owned()),
            _ => {}
        }
        inside = line.is_some() && (inside || line.is_some_and(|line| line.starts_with("$ ")));
    }
    for (_, lines) in &mut found {
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
    }
    found
}

/// The text with something else between two signs, of which the second stays.
fn replaced(text: &str, begin: &str, end: &str, new: &str) -> String {
    let (before, rest) = text.split_once(begin).expect("the manifest has the first sign");
    let (_, after) = rest.split_once(end).expect("the manifest has the second sign");
    format!("{before}{new}{end}{after}")
}

fn assert_shown(at: &Path, (command, shown): &(String, Vec<String>)) {
    let told = said(at, command);
    let (shown, told): (Vec<&str>, Vec<&str>) = (shown.iter().map(String::as_str).collect(), told.lines().collect());
    let told = &told[..told.len() - told.iter().rev().take_while(|line| line.is_empty()).count()];
    assert!(console::agree(&shown, told), "`{command}` shows\n{}\nand says\n{}", shown.join("\n"), told.join("\n"));
}

#[test]
fn the_five_minutes_print_what_the_readme_shows() {
    let consoles = consoles(&fs::read_to_string(root().join("README.md")).expect("the README can be read"));
    let [render, mistakes, misfits, install] = consoles.as_slice() else {
        panic!("the README has other commands: {consoles:#?}");
    };
    assert!(install.0.starts_with("helm install"), "{install:?}");
    let platform = floe_disk::read(&root(), INPUT).expect("the example can be read");
    let files: Vec<_> =
        platform.iter().map(|(path, bytes)| (path, std::str::from_utf8(bytes).expect("text"))).collect();
    let folder = folder(files.iter().copied());
    assert_shown(folder.path(), render);

    let manifest = folder.path().join(INPUT).join("manifest.yaml");
    let right = fs::read_to_string(&manifest).expect("the manifest is there");
    let secret = replaced(&right, "        client_secret_ref:", "  storage:", "        client_secret: hunter2\n");
    fs::write(&manifest, secret.replace("type: minio", "type: s3")).expect("the folder takes files");
    assert_shown(folder.path(), mistakes);

    let glue = "  catalog:\n    type: glue\n    config: {warehouse: 's3://retail/', region: eu-central-1, credential_secret_name: aws}\n";
    fs::write(&manifest, replaced(&right, "  catalog:", "  storage:", glue)).expect("the folder takes files");
    assert_shown(folder.path(), misfits);
}
