//! Documents: a contract says that no command reads or writes the document exactly where the programs name no type of the document.

use floe_base::names::snake_case;

use crate::tree::{judge, model, sources};

/// A document that a type of floe-base writes, because floe-gen writes the document without the generated types.
const OTHERWISE: &str = "explanation";

#[test]
fn a_document_is_idle_where_no_program_names_its_types() {
    let sources = sources();
    let of_programs = sources.iter().filter(|file| {
        let is_test = file.path.contains("/tests/") || file.path.ends_with("tests.rs");
        (file.path.starts_with("generator/") || file.path.starts_with("plugins/")) && !is_test
    });
    let texts: Vec<&str> = of_programs.map(|file| file.text.as_str()).collect();
    let model = model();
    let findings = model.documents.iter().filter_map(|document| {
        let module = format!("documents::{}::", snake_case(&document.head.id.name));
        let is_named = document.head.id.name == OTHERWISE || texts.iter().any(|text| text.contains(&module));
        let fault =
            if is_named { "is idle, and a program names its types" } else { "is named by no program, and not idle" };
        (is_named == document.idle).then(|| format!("{} {fault}", document.head.id))
    });
    judge("idle documents", model.documents.len(), &findings.collect::<Vec<_>>());
}
