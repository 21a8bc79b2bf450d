//! The repository's own contracts: they load. Not what they say.
#![expect(clippy::disallowed_methods, reason = "a test reads the contracts from the disk")]
#![expect(clippy::unwrap_used, reason = "in a test")]

use std::path::Path;

use floe_base::FileSet;

fn collect(root: &Path, folder: &str, files: &mut FileSet) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path, std::fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

fn repository() -> FileSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = FileSet::new();
    collect(&root, "contracts", &mut files);
    for entry in std::fs::read_dir(root.join("plugins")).unwrap() {
        let name = entry.unwrap().file_name().to_str().unwrap().to_owned();
        collect(&root, &format!("plugins/{name}/contracts"), &mut files);
    }
    files
}

fn told(findings: &floe_base::Diagnostics) -> String {
    findings.iter().map(|finding| floe_base::render_line(finding) + "\n").collect()
}

#[test]
fn the_repositorys_contracts_load() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    assert!(model.scalars.contains_key("k8s-label"));
    assert!(model.types.contains_key("StorageBinding"));
}

#[test]
fn the_repositorys_contracts_are_free_of_findings() {
    let model = floe_contract::load(&repository()).unwrap_or_else(|findings| panic!("{}", told(&findings)));
    let findings = floe_contract::lint(&model);
    assert!(findings.is_empty(), "{}", told(&findings));
}
