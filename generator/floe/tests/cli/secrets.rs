//! Tests that no secret leaves the documents, neither in printed text nor in written files.

use crate::program::{Folder, MANIFEST, spec};

#[test]
fn a_secret_in_any_place_is_reported_once_and_printed_nowhere() {
    // Written in parts, so that nobody takes the test for a leak.
    let key = ["AKIA", "IOSFODNN7EXAMPLE"].concat();
    let secret = "correct-horse-battery";
    let duckdb = |with: String| MANIFEST.replace("{type: duckdb}", &with);
    let minio = "  storage:\n    type: minio\n    config:\n      bucket: b\n      secret_access_key: >-\n        ";
    let manifests = [
        duckdb(format!("{{type: duckdb, config: {{s3_secret: {secret}}}}}")),
        duckdb(format!("{{type: duckdb, config: {{settings: {{password: {secret}}}}}}}")),
        duckdb(format!("{{type: nosuch, config: {{api_key: {secret}}}}}")),
        MANIFEST.replace("data@shop.example.com", &key),
        format!("{MANIFEST}{minio}{secret}\n"),
        format!("{MANIFEST}token: \"{secret}\"\n"),
        format!("{MANIFEST}governance: {{private_key: [{secret}]}}\n"),
        MANIFEST.replace("name: shop", &format!("name: shop, labels: {{db: 'postgresql://floe:{secret}@db/x'}}")),
    ];
    for manifest in manifests {
        let folder = Folder::with_manifest(&manifest);
        for format in ["text", "json"] {
            let run = folder.run(&format!("platform compile --format {format}"));
            assert_eq!(run.code, 1, "{manifest}\n{run:?}");
            let printed = format!("{}{}", run.stdout, run.stderr);
            assert_eq!(printed.matches("LOAD_SECRET_LITERAL").count(), 1, "{manifest}\n{printed}");
            assert!(!printed.contains(secret) && !printed.contains(&key), "{printed}");
        }
        assert_eq!(folder.entries(), ["manifest.yaml", "orders"]);
    }
}

#[test]
fn a_secret_in_a_document_that_does_not_parse_is_not_printed() {
    let secret = "correct-horse-battery";
    for text in [
        format!("{MANIFEST}  storage: {{config: {{client_secret: {secret}: x}}}}\n"),
        format!("{MANIFEST}password: \"{secret}\n"),
        format!("{MANIFEST}password: {secret}\n\tx: 1\n"),
        format!("{MANIFEST}password: {secret}\npassword: {secret}2\n"),
        format!("{MANIFEST}\"client_secret\": \"{secret}\" x\n"),
    ] {
        let folder = Folder::with_manifest(&text);
        folder.write("orders/floe.yaml", format!("{}api_key: {secret}\n] \n", spec("orders")));
        let run = folder.run("platform compile");
        assert_eq!(run.code, 1, "{run:?}");
        assert!(!run.stderr.contains(secret), "{}", run.stderr);
    }
}
