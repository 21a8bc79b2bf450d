//! Machine paths: no file may contain the path of the work tree, of the home folder or of a usual user folder.

use std::path::PathBuf;

use crate::tree::{files, judge, root};

#[test]
fn no_file_names_a_place_on_the_machine_it_was_made_on() {
    // Short paths such as `/app` and `/tmp` also occur in containers, so they are not searched.
    let long = |place: &PathBuf| place.components().count() > 2;
    let here = [Some(root()), std::env::home_dir()].into_iter().flatten().filter(long);
    let usual = ["root", "Users"].map(|name| PathBuf::from("/").join(name));
    let places: Vec<String> = here.chain(usual).map(|place| place.to_string_lossy().into_owned()).collect();
    let files = files();
    let mut findings = Vec::new();
    for file in &files {
        for (number, line) in file.text.lines().enumerate() {
            if places.iter().any(|place| names(line, place)) {
                findings.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    judge("machine paths", files.len(), &findings);
}

/// Whether a line contains an absolute path or a path below. A relative path with the same ending does not count.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let before = line[..at].chars().next_back();
        let after = line[at + place.len()..].chars().next();
        !before.is_some_and(|c| goes_on(c) || matches!(c, '}' | '$' | '*')) && !after.is_some_and(goes_on)
    })
}

#[test]
fn a_relative_path_that_ends_like_a_machine_path_is_none() {
    assert!(names("run /home/ada/floe/just", "/home/ada"));
    assert!(names("\"/home/ada\"", "/home/ada"));
    assert!(!names("generator/home/ada", "/home/ada"));
    assert!(!names("/home/adam", "/home/ada"));
}
