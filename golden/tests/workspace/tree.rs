//! Readers of the work tree: the files that git does not ignore, the contracts and the hand-written sources. The rules
//! are in other modules.

use std::path::{Path, PathBuf};

use floe_base::FileSet;
use floe_contract::Model;

/// The root folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR"));
    golden.parent().expect("golden/ stands in the workspace").to_path_buf()
}

/// One file of the work tree.
pub(crate) struct File {
    /// The path from the root, with `/`.
    pub(crate) path: String,
    /// The text; empty for a file that is not UTF-8.
    pub(crate) text: String,
}

impl File {
    /// Whether the file is named `*.rs`.
    pub(crate) fn is_rust(&self) -> bool {
        self.ends_in("rs")
    }

    fn ends_in(&self, wanted: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|end| end == wanted)
    }
}

/// Every file that no ignore rule excludes, sorted by path.
pub(crate) fn files() -> Vec<File> {
    let root = root();
    let walk = ignore::WalkBuilder::new(&root)
        .hidden(false)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_path(Path::cmp)
        .build();
    walk.map(|entry| entry.expect("the work tree can be read"))
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(|entry| {
            let inside = entry.path().strip_prefix(&root).expect("the walk starts at the root");
            let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            File { path: parts.join("/"), text: std::fs::read_to_string(entry.path()).unwrap_or_default() }
        })
        .collect()
}

/// The model of every contract of the work tree, including the plugins' own contracts.
pub(crate) fn model() -> Model {
    let mut contracts = FileSet::new();
    for file in files() {
        let own = file.path.starts_with("plugins/") && file.path.contains("/contracts/");
        if (own || file.path.starts_with("contracts/")) && file.ends_in("yaml") {
            contracts.insert(file.path, file.text).expect("paths are clean");
        }
    }
    floe_contract::load(&contracts).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// Hand-written Rust files: neither generated, nor the expected output of a golden case.
pub(crate) fn sources() -> Vec<File> {
    let by_hand = |path: &str| !path.starts_with("generated/") && !path.contains("/expected/");
    files().into_iter().filter(|file| file.is_rust() && by_hand(&file.path)).collect()
}

/// Fails if there are findings, and prints one per line. Fails as well if nothing was judged.
pub(crate) fn judge(rule: &str, judged: usize, findings: &[String]) {
    assert!(judged > 0, "{rule}: nothing was judged");
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}
