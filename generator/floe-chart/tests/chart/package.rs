//! The bytes of packages.

use floe_base::FileSet;
use floe_chart::{package, unpack};

use crate::support::chart;

fn corpus() -> FileSet {
    let long = format!("files/{}/{}.txt", "d".repeat(90), "f".repeat(90));
    chart(&[
        ("README.md", "# Sample\n"),
        ("values.schema.json", "{}\n"),
        ("values.yaml", "a: 1\n"),
        ("templates/b.yaml", "x\n"),
        ("templates/_a.tpl", &"some text that repeats itself, ".repeat(3000)),
        (&long, "long\n"),
        ("requires.json", "[]\n"),
    ])
}

#[test]
fn the_same_files_are_the_same_bytes_everywhere_and_always() {
    let package = package(&corpus()).unwrap();
    assert_eq!(package.file_name, "sample-1.2.3.tgz");
    assert_eq!(
        package.tar_digest.to_string(),
        "sha256:4ebd488bf2d40a3df9fedb3bbc6912bfa507a15d8918bb1f2f64b52874a25bb3"
    );
    // The compressed bytes belong to the pinned encoder: a change here changes every digest in every registry.
    assert_eq!(
        floe_base::Digest::of(&package.tgz).to_string(),
        "sha256:5f4f621d1eee7d71e420fc5798edadcb19a86bd7457cab2c3428bb70dff4fd85"
    );
}

#[test]
fn entries_come_in_helms_order_with_nothing_of_the_machine() {
    let tgz = package(&corpus()).unwrap().tgz;
    let tar = miniz_oxide::inflate::decompress_to_vec(&tgz[10..tgz.len() - 8]).unwrap();
    let mut archive = tar::Archive::new(tar.as_slice());
    let mut paths = Vec::new();
    for entry in archive.entries().unwrap() {
        let entry = entry.unwrap();
        let header = entry.header();
        assert_eq!(
            (header.mode().unwrap(), header.uid().unwrap(), header.gid().unwrap(), header.mtime().unwrap()),
            (0o644, 0, 0, 0)
        );
        assert!(header.as_ustar().is_some() && header.entry_type().is_file());
        assert_eq!((header.username().unwrap(), header.groupname().unwrap()), (Some(""), Some("")));
        paths.push(String::from_utf8(entry.path_bytes().into_owned()).unwrap());
    }
    let long = format!("sample/files/{}/{}.txt", "d".repeat(90), "f".repeat(90));
    let expected = [
        "sample/Chart.yaml",
        "sample/values.yaml",
        "sample/values.schema.json",
        "sample/templates/_a.tpl",
        "sample/templates/b.yaml",
        "sample/README.md",
        &long,
        "sample/requires.json",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn a_package_unpacks_to_its_files() {
    assert_eq!(unpack(&package(&corpus()).unwrap().tgz).unwrap(), corpus());
}

#[test]
fn a_file_that_helm_would_not_load_is_refused_by_name() {
    let mut files = corpus();
    files.insert("big.bin", vec![0; 5 * 1024 * 1024 + 1]).unwrap();
    files.insert(format!("{}.txt", "n".repeat(200)), "x").unwrap();
    let found = package(&files).unwrap_err();
    assert_eq!(found.iter().map(|fault| fault.code.as_ref()).collect::<Vec<_>>(), ["CHART_PACKAGE_INVALID"; 2]);
    assert_eq!(found.iter().next().unwrap().place.as_ref().unwrap().file, "big.bin");
}

#[test]
fn what_is_no_package_is_refused_without_a_panic() {
    let whole = package(&corpus()).unwrap().tgz;
    for length in (0..whole.len()).step_by(7) {
        assert!(unpack(&whole[..length]).is_err(), "{length} bytes");
    }
    for bytes in [b"".as_slice(), b"PK\x03\x04", &[0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, 255, 255]] {
        assert_eq!(unpack(bytes).unwrap_err().iter().next().unwrap().code, "CHART_PACKAGE_INVALID");
    }
}
