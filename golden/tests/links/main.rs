//! Relative links in Markdown pages: each must lead to an existing file, and to an existing heading where the link
//! names one. External links are not checked.
#![expect(clippy::disallowed_methods, reason = "what is judged here is the work tree itself")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

#[test]
fn every_relative_link_leads_to_a_file_and_its_heading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let pages = pages(&root);
    assert!(pages.contains_key(Path::new("docs/reference/README.md")), "no reference pages; run: just generate");
    let mut broken = Vec::new();
    for (page, text) in &pages {
        for target in links(text).filter(|target| !target.contains("://") && !target.starts_with("mailto:")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { page.clone() } else { resolved(page, file) };
            if !root.join(&file).exists() {
                broken.push(format!("{}: {target}: there is no such file", page.display()));
            } else if !heading.is_empty() && !pages.get(&file).is_some_and(|text| anchors(text).contains(heading)) {
                broken.push(format!("{}: {target}: there is no such heading", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{} broken links\n{}", broken.len(), broken.join("\n"));
}

/// The Markdown files that git does not ignore, golden cases excluded, by path from the root.
fn pages(root: &Path) -> BTreeMap<PathBuf, String> {
    let is_elsewhere = |name: &OsStr| name == ".git" || name == "golden";
    let files = ignore::WalkBuilder::new(root)
        .hidden(false)
        .filter_entry(move |entry| !is_elsewhere(entry.file_name()))
        .build();
    let files = files.map(|entry| entry.expect("the work tree can be read").into_path());
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let pages = pages.map(|path| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.strip_prefix(root).expect("the walk begins at the root").to_owned(), text)
    });
    pages.collect()
}

/// The lines outside code blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// The targets of `[text](target)` outside code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    prose(text).flat_map(|line| {
        let starts = line.match_indices("](").filter(|(at, _)| line[..*at].matches('`').count() % 2 == 0);
        starts.filter_map(|(at, _)| line[at + 2..].split_once(')')).map(|(target, _)| target)
    })
}

/// The file to which a link leads, by path from the root.
fn resolved(page: &Path, link: &str) -> PathBuf {
    let mut path = page.parent().map(Path::to_owned).unwrap_or_default();
    for step in Path::new(link).components() {
        match step {
            Component::ParentDir => {
                path.pop();
            }
            Component::CurDir => {}
            step => path.push(step),
        }
    }
    path
}

/// The anchors of a page's headings, as GitHub derives them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text).filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    headings
        .map(|heading| {
            let kept = heading
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .collect::<String>();
            kept.replace(' ', "-")
        })
        .collect()
}
