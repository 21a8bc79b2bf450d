//! Names: refuses a name that two things of a platform have in one consumer, and words that a consumer keeps for itself. Knows no kind of
//! name: contracts state the kinds, the parts of each name, and whether the case of letters counts.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::{Diagnostic, Findings, Node};
use floe_types::NAMES;
use floe_types::diagnostics as messages;
use floe_types::rule::{Named, Names};
use serde_json::Value;

use crate::load::LoadedProduct;
use crate::pointer::step;
use crate::report;
use crate::selection::Selection;

/// The path that stands for the text under the key of the thing itself.
const KEY: &str = "key";

/// A kind of name on a platform.
pub(crate) struct Kind<'p> {
    names: &'static Names,
    /// The plugin that gives the names; `None`: the documents of the products themselves.
    plugin: Option<&'p Selection>,
}

/// A name that a thing of a product has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// The index of the kind.
    kind: usize,
    /// The text that stands for the thing in the product's document, and the pointer to the text.
    item: String,
    pointer: String,
    /// The name with all parts.
    whole: String,
    /// The part of the name that the consumer keeps for itself.
    reserved: Option<String>,
}

/// The kinds of names on a platform with these plugins.
pub(crate) fn kinds(selections: &[Selection]) -> Vec<Kind<'_>> {
    let documents = NAMES.iter().map(|names| Kind { names, plugin: None });
    let plugins = selections
        .iter()
        .flat_map(|selection| selection.info.names.iter().map(move |names| Kind { names, plugin: Some(selection) }));
    documents.chain(plugins).collect()
}

/// The names of each thing of a product, of every kind. `compiled` is the artifact of the product.
pub(crate) fn given(kinds: &[Kind<'_>], document: &Node, compiled: &Value) -> Vec<Name> {
    let mut given = Vec::new();
    for (kind, Kind { names, .. }) in kinds.iter().enumerate() {
        for named in names.of {
            let Some(parts) = parts(named, compiled) else { continue };
            let is_reserved = |part: &str| names.reserved.iter().any(|word| fold(names, word) == fold(names, part));
            let steps: Vec<&str> = named.key.split('.').collect();
            each(document, &steps, "", &mut |item, pointer| {
                let whole = parts.iter().map(|part| part.unwrap_or(item)).collect::<Vec<_>>().join(".");
                // A text under the key may have parts of its own, as in `schema.table`.
                let parts = parts.iter().map(|part| part.unwrap_or(item));
                let mut before: Vec<&str> = parts.flat_map(|part| part.split('.')).collect();
                before.pop();
                let reserved = before.into_iter().find(|part| is_reserved(part)).map(str::to_owned);
                given.push(Name { kind, item: item.to_owned(), pointer: pointer.to_owned(), whole, reserved });
            });
        }
    }
    given
}

/// Reports each name that two things have, with both places; a pair of things is reported once. Reports the words that a consumer keeps for
/// itself, once for each product. The lists have the order of the products.
pub(crate) fn check(
    manifest: &Node,
    kinds: &[Kind<'_>],
    products: &[LoadedProduct],
    given: &[Vec<Name>],
    out: &mut Findings,
) {
    let (mut owners, mut pairs) = (BTreeMap::new(), BTreeSet::new());
    for (product, own) in products.iter().zip(given) {
        for name in own {
            let Kind { names, .. } = kinds[name.kind];
            let key = (name.kind, fold(names, &name.whole));
            let (owner, first): (&LoadedProduct, &Name) = *owners.entry(key).or_insert((product, name));
            let pair = (&product.source.file, &name.pointer, &owner.source.file, &first.pointer);
            if !std::ptr::eq(first, name) && pairs.insert(pair) {
                let (other, of) = (&first.item, owner.name());
                let message =
                    messages::resolve_name_taken(names.kind, &name.item, product.name(), &name.whole, other, of);
                let finding = report::at(product.source.place(&name.pointer), message);
                out.push(finding.related(owner.source.place(&first.pointer), "the other one"));
            }
        }
        out.extend(own.iter().find_map(|name| kept(manifest, &kinds[name.kind], product, name)));
    }
}

/// The finding about a name with a word that the plugin's consumer keeps for itself.
fn kept(manifest: &Node, kind: &Kind<'_>, product: &LoadedProduct, name: &Name) -> Option<Diagnostic> {
    let (word, plugin) = (name.reserved.as_ref()?, kind.plugin?);
    let message = messages::resolve_name_reserved(kind.names.kind, &name.item, product.name(), word, &plugin.title());
    let finding = report::at(product.source.place(&name.pointer), message);
    Some(finding.related(manifest.place(&plugin.type_pointer()), "selected here"))
}

/// The name as the consumer compares names.
fn fold(names: &Names, name: &str) -> String {
    if names.fold { name.to_lowercase() } else { name.to_owned() }
}

/// The parts of a name in a compiled product, where `None` stands for the text under the key; `None` where the product lacks a part.
fn parts<'c>(named: &Named, compiled: &'c Value) -> Option<Vec<Option<&'c str>>> {
    let part = |paths: &&[&str]| match **paths {
        [KEY] => Some(None),
        _ => paths.iter().find_map(|path| text(compiled, &path.split('.').collect::<Vec<_>>())).map(Some),
    };
    named.parts.iter().map(part).collect()
}

/// The first text at a path.
fn text<'v>(value: &'v Value, steps: &[&str]) -> Option<&'v str> {
    match (steps, value) {
        ([], _) => value.as_str(),
        (["*", rest @ ..], Value::Object(map)) => map.values().find_map(|value| text(value, rest)),
        (["*", rest @ ..], Value::Array(items)) => items.iter().find_map(|value| text(value, rest)),
        ([first, rest @ ..], _) => text(value.get(first)?, rest),
    }
}

/// Visits each text at a path of a document, with the text's pointer.
fn each(node: &Node, steps: &[&str], pointer: &str, look: &mut impl FnMut(&str, &str)) {
    match steps {
        [] => node.as_str().into_iter().for_each(|text| look(text, pointer)),
        ["*", rest @ ..] => {
            for (at, item) in node.items().iter().enumerate() {
                each(item, rest, &format!("{pointer}/{at}"), look);
            }
        }
        [first, rest @ ..] => {
            if let Some(member) = node.get(first) {
                each(member, rest, &step(pointer, first), look);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use serde_json::json;

    static TABLE: Names = Names {
        kind: "table",
        of: &[
            Named { key: "models.*.name", parts: &[&["out.*.base", "out.*.path"], &["out.*.schema"], &[KEY]] },
            Named { key: "raw.sources.*.table", parts: &[&["out.*.base", "out.*.path"], &[KEY]] },
        ],
        fold: true,
        reserved: &["Kept"],
    };
    static MODULE: Names =
        Names { kind: "module", of: &[Named { key: "name", parts: &[&["code.module"]] }], fold: false, reserved: &[] };

    fn names(document: &str, compiled: &Value) -> Vec<(String, String, Option<String>)> {
        let document = Document::new("floe.yaml", document);
        let kinds = [&TABLE, &MODULE].map(|names| Kind { names, plugin: None });
        let given = given(&kinds, document.node().unwrap(), compiled);
        given.into_iter().map(|name| (name.pointer, name.whole, name.reserved)).collect()
    }

    #[test]
    fn a_name_is_made_of_the_first_path_that_exists_for_each_part_and_of_the_text_under_the_key() {
        let document = "name: a-b\nmodels: [{name: X}, {title: y}]\nraw: {sources: [{table: s.t}]}\n";
        let compiled = json!({"out": {"p": {"path": "f.db", "schema": "m"}}, "code": {"module": "p.a_b"}});
        let expected = [("/models/0/name", "f.db.m.X"), ("/raw/sources/0/table", "f.db.s.t"), ("/name", "p.a_b")];
        let expected = expected.map(|(pointer, name)| (pointer.to_owned(), name.to_owned(), None));
        assert_eq!(names(document, &compiled), expected);
        let compiled = json!({"out": {"p": {"path": "f.db", "base": "b"}}});
        assert_eq!(names(document, &compiled), [("/raw/sources/0/table".to_owned(), "b.s.t".to_owned(), None)]);
    }

    #[test]
    fn a_word_is_reserved_in_every_part_but_the_last_and_in_the_case_that_the_consumer_reads() {
        for (schema, model, reserved) in [("KEPT", "x", Some("KEPT")), ("m", "kept", None), ("kept_", "x", None)] {
            let compiled = json!({"out": {"p": {"path": "f.db", "schema": schema}}});
            let names = names(&format!("models: [{{name: {model}}}]"), &compiled);
            assert_eq!(names[0].2.as_deref(), reserved, "{schema}.{model}");
        }
        let compiled = json!({"out": {"p": {"path": "f.db"}}});
        let names = names("raw: {sources: [{table: kept.t}, {table: s.kept}]}", &compiled);
        assert_eq!((names[0].2.as_deref(), names[1].2.as_deref()), (Some("kept"), None));
    }
}
