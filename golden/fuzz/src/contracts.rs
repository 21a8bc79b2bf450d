//! Target `contracts`: contracts are loaded, linted and emitted as code. Documents are the target of `documents`.

use std::path::Path;

use floe_base::{Diagnostic, FileSet, render, yaml};
use floe_codegen::{Declaration, PluginCrate, check_plugins, emit};
use floe_contract::{Model, lint, load};
use floe_golden::fault;

use crate::{SHOWN, bundle};

/// Checks the findings of contracts that do not load. Of contracts that load, files are emitted even where lint finds
/// errors; only files of contracts that pass lint must parse.
pub(crate) fn judge(bytes: &[u8]) -> bool {
    let files = bundle::read(bytes);
    match load(&files) {
        Err(findings) => {
            assert!(findings.has_errors(), "neither a model nor an error");
            show(&findings.into_iter().collect::<Vec<_>>(), &files);
            false
        }
        Ok(model) => {
            let crates = [plugin_crate(&model)];
            let findings: Vec<Diagnostic> = lint(&model).into_iter().collect();
            show(&findings, &files);
            drop(check_plugins(&model, &crates));
            let charts = floe_contract::component::resolve(&model).unwrap_or_default(); // lint reports faulty charts
            let emitted = emit(&model, &charts, &crates).files;
            if findings.is_empty() {
                emitted.iter().for_each(|(path, bytes)| parses(path, bytes));
            }
            findings.is_empty()
        }
    }
}

fn show(findings: &[Diagnostic], files: &FileSet) {
    for finding in findings.iter().take(SHOWN) {
        let fault = fault(finding, |file| files.get(file));
        assert!(fault.is_none(), "{fault:?}: {finding:?}");
        let text = finding.place.as_ref().and_then(|place| files.get(&place.file));
        assert!(!render(finding, text.and_then(|text| std::str::from_utf8(text).ok()), false).is_empty());
    }
}

/// A plugin crate that implements every plugin of the model.
fn plugin_crate(model: &Model) -> PluginCrate {
    let declarations = model.plugins.iter().map(|plugin| Declaration {
        group: format!("floe.{}", plugin.category),
        name: plugin.name.clone(),
        implementation: "Plugin".to_owned(),
    });
    PluginCrate {
        package: "floe-plugin-any".to_owned(),
        library: "floe_plugin_any".to_owned(),
        folder: "plugins/any".to_owned(),
        manifest: String::new(),
        declarations: declarations.collect(),
    }
}

/// Fails unless an emitted file parses in the language that its extension names.
fn parses(path: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    let fault = match ending {
        Some("rs") => syn::parse_file(text).err().map(|error| error.to_string()),
        Some("json") => serde_json::from_str::<serde_json::Value>(text).err().map(|error| error.to_string()),
        Some("yaml") if !path.contains("/templates/") => {
            yaml::read(path, bytes, &yaml::Limits::default()).err().map(|findings| format!("{findings:?}"))
        }
        _ => None,
    };
    assert!(fault.is_none(), "{path}: {fault:?}\n{text}");
}
