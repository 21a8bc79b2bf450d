//! Reads value trees, with the paths and texts in them. Resolves no path.

use floe_base::{Diagnostic, Key, Node, Span, Value};

use crate::messages;
use crate::model::{EACH, Each, If, Match, Part, Path, Text, Tree};
use crate::reader::{Reader, suggestion};

/// The operators, each with the keys beside.
const OPERATORS: [(&str, &[&str]); 6] = [
    ("$", &[]),
    ("$text", &[]),
    ("$literal", &[]),
    ("$each", &["as", "key", "value"]),
    ("$match", &["of"]),
    ("$if", &["then"]),
];

/// Reads a tree. A malformed operator is reported and read as null.
pub(crate) fn tree(reader: &mut Reader<'_>, node: &Node) -> Tree {
    match &node.value {
        Value::Seq(items) => Tree::List(items.iter().map(|item| tree(reader, item)).collect()),
        Value::Map(entries) => match entries.iter().find(|(key, _)| key.name.starts_with('$')) {
            Some((key, operand)) => {
                operator(reader, node, entries, key, operand).unwrap_or(Tree::Literal(serde_json::Value::Null))
            }
            None => Tree::Map(entries.iter().map(|(key, value)| (key.name.clone(), tree(reader, value))).collect()),
        },
        _ => Tree::Literal(node.to_json()),
    }
}

/// Reads a path: dotted names.
pub(crate) fn path(reader: &mut Reader<'_>, node: &Node) -> Option<Path> {
    match node.as_str() {
        Some(text) => dotted(reader, text, node.span),
        None => missing(reader, node.span, messages::tree_invalid_path(node.value.kind())),
    }
}

/// Reads text with holes in braces; a doubled brace stands for itself.
pub(crate) fn text(reader: &mut Reader<'_>, text: &str, span: Span) -> Text {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(doubled) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = doubled;
            continue;
        }
        let Some((hole, behind)) = rest.split_once('}').filter(|_| brace == "{") else {
            let help = "write {path}, or double a brace that stands for itself";
            reader.report(span, messages::tree_invalid_brace(), help);
            break;
        };
        rest = behind;
        if !literal.is_empty() {
            parts.push(Part::Literal(std::mem::take(&mut literal)));
        }
        parts.extend(dotted(reader, hole, span).map(Part::Hole));
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Text { parts }
}

fn operator(reader: &mut Reader<'_>, node: &Node, entries: &[(Key, Node)], key: &Key, operand: &Node) -> Option<Tree> {
    let Some((_, beside)) = OPERATORS.iter().find(|(name, _)| *name == key.name) else {
        let help = suggestion(&key.name, OPERATORS.iter().map(|(name, _)| *name));
        reader.report(key.span, messages::tree_invalid_operator(&key.name), help);
        return None;
    };
    for (other, _) in entries {
        if other.name != key.name && !beside.contains(&other.name.as_str()) {
            let finding = messages::tree_invalid_foreign(&key.name, &other.name);
            reader.report(other.span, finding, "remove it");
        }
    }
    match key.name.as_str() {
        "$" => path(reader, operand).map(Tree::Path),
        "$literal" => Some(literal(operand)),
        "$text" => match operand.as_str() {
            Some(value) => Some(Tree::Text(text(reader, value, operand.span))),
            None => missing(reader, operand.span, messages::tree_invalid_text()),
        },
        "$each" => each(reader, node, operand),
        "$match" => matching(reader, node, operand),
        _ => {
            let on = path(reader, operand)?;
            let then = member(reader, node, "then")?;
            Some(Tree::If(Box::new(If { on, then: tree(reader, then) })))
        }
    }
}

fn each(reader: &mut Reader<'_>, node: &Node, operand: &Node) -> Option<Tree> {
    let over = path(reader, operand)?;
    let name = member(reader, node, "as")?;
    let Some(name) = name.as_str().filter(|name| is_name(name)) else {
        return missing(reader, name.span, messages::tree_invalid_name());
    };
    let key = node.get("key").and_then(|key| Some(text(reader, key.as_str()?, key.span)));
    let value = member(reader, node, "value")?;
    Some(Tree::Each(Box::new(Each { over, name: name.to_owned(), key, value: tree(reader, value) })))
}

fn matching(reader: &mut Reader<'_>, node: &Node, operand: &Node) -> Option<Tree> {
    let on = path(reader, operand)?;
    let of = member(reader, node, "of")?;
    let Some(cases) = of.as_map() else {
        return missing(reader, of.span, messages::tree_invalid_cases());
    };
    let cases = cases.iter().map(|(value, case)| (value.name.clone(), tree(reader, case))).collect();
    Some(Tree::Match(Box::new(Match { on, cases })))
}

fn member<'n>(reader: &mut Reader<'_>, node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).or_else(|| missing(reader, node.span, messages::tree_invalid_member(key)))
}

fn dotted(reader: &mut Reader<'_>, text: &str, span: Span) -> Option<Path> {
    let steps: Vec<String> = text.split('.').map(str::to_owned).collect();
    if steps.iter().all(|step| step == EACH || is_name(step)) {
        return Some(Path::new(steps, reader.place(span)));
    }
    missing(reader, span, messages::tree_invalid_dots(text))
}

fn missing<T>(reader: &mut Reader<'_>, span: Span, finding: Diagnostic) -> Option<T> {
    let help = "see docs/contracts.md for value trees; a path is dotted names: platform.storage.region";
    reader.report(span, finding, help);
    None
}

/// Everything below `$literal` stands for itself.
fn literal(node: &Node) -> Tree {
    match &node.value {
        Value::Seq(items) => Tree::List(items.iter().map(literal).collect()),
        Value::Map(entries) => {
            Tree::Map(entries.iter().map(|(key, value)| (key.name.clone(), literal(value))).collect())
        }
        _ => Tree::Literal(node.to_json()),
    }
}

fn is_name(step: &str) -> bool {
    let mut chars = step.chars();
    chars.next().is_some_and(|first| first.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

#[cfg(test)]
mod tests {
    use floe_base::{Findings, yaml};

    use super::*;
    use crate::model::{ContractId, Kind};
    use crate::reader::Index;

    fn read(text: &str) -> (Tree, Findings) {
        let node = yaml::read("c.yaml", text.as_bytes(), &yaml::Limits::default()).unwrap();
        let mut out = Findings::new();
        let id = ContractId { kind: Kind::Component, name: "c".to_owned(), major: 1 };
        let mut reader = Reader { file: "c.yaml", id: &id, index: &Index::default(), out: &mut out };
        (tree(&mut reader, &node), out)
    }

    #[test]
    fn every_form_is_read() {
        type Case = (&'static str, fn(&Tree) -> bool);
        let cases: [Case; 7] = [
            ("a: x\nb: [1, null]\n", |tree| {
                matches!(tree, Tree::Map(entries) if matches!(&entries[..],
                [(a, Tree::Literal(x)), (_, Tree::List(items))] if a == "a" && x == "x" && items.len() == 2))
            }),
            ("$: platform.storage.url", |tree| {
                matches!(tree, Tree::Path(path)
                if path.to_string() == "platform.storage.url" && path.place.to_string() == "c.yaml:1:4")
            }),
            ("$text: 'jdbc:{uses.db.host}/{{x}}'", |tree| {
                matches!(tree, Tree::Text(text) if matches!(&text.parts[..],
                [Part::Literal(before), Part::Hole(_), Part::Literal(behind)] if before == "jdbc:" && behind == "/{x}"))
            }),
            ("{$each: platform.a, as: x, key: '{x.n}', value: {$: x.v}}", |tree| {
                matches!(tree, Tree::Each(each)
                if each.name == "x" && each.key.is_some())
            }),
            ("{$match: platform.m, of: {a: 1, b: 2}}", |tree| matches!(tree, Tree::Match(on) if on.cases.len() == 2)),
            ("{$if: tunables.t, then: 1}", |tree| matches!(tree, Tree::If(_))),
            ("$literal: {$: x}", |tree| *tree == Tree::Map(vec![("$".to_owned(), Tree::Literal("x".into()))])),
        ];
        for (text, is_read) in cases {
            let (tree, out) = read(text);
            assert!(out.is_empty() && is_read(&tree), "{text}: {tree:?} {out:?}");
        }
    }

    #[test]
    fn every_malformed_operator_is_reported_at_its_place() {
        let cases = [
            ("a: {$foo: 1}", "1:5"),
            ("a: {$: 1}", "1:8"),
            ("a: {$: Platform..x}", "1:8"),
            ("a: {$: a.b, c: 1}", "1:13"),
            ("a: {$text: 'x{y'}", "1:12"),
            ("a: {$text: 'x}y'}", "1:12"),
            ("a: {$text: 1}", "1:12"),
            ("a: {$each: x.y, value: 1}", "1:4"),
            ("a: {$each: x.y, as: X, value: 1}", "1:21"),
            ("a: {$match: x.y, of: 1}", "1:22"),
            ("a: {$if: x.y}", "1:4"),
        ];
        for (text, place) in cases {
            let (_, out) = read(text);
            let places: Vec<String> = out.iter().map(|d| d.place.as_ref().unwrap().to_string()).collect();
            assert_eq!(places, [format!("c.yaml:{place}")], "{text}: {out:?}");
        }
    }
}
