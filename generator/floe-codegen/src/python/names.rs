//! Names of contracts as Python identifiers. A valid identifier stays the same.

use floe_base::names::{pascal_case, screaming_snake_case, snake_case};
use floe_contract::model::ContractId;

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Words that no attribute of a model may be: attributes of every Pydantic model, and names that annotations in the class use.
const TAKEN: &str = "as_json bool construct copy dict float from_orm int json list mro parse_file parse_obj parse_raw \
    register scalars schema schema_json str update_forward_refs validate";

/// The root of the Python package, with the version.
pub(super) const PACKAGE: &str = "floe_contracts.v1";

/// The attributes for the fields of one model, told apart by underscores where two would be alike.
pub(super) fn attributes<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    distinct(names.map(attribute))
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for mut name in names {
        while distinct.contains(&name) {
            name.push('_');
        }
        distinct.push(name);
    }
    distinct
}

/// The attribute for a field: the field's own name wherever Python and Pydantic allow that name. A capital would hide an import that the
/// rest of the class needs.
pub(super) fn attribute(name: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return attribute(&format!("field_{name}"));
    }
    let identifier = identifier(name);
    let taken = TAKEN.split(' ').any(|word| word == identifier) || identifier.starts_with("model_");
    if taken { format!("{identifier}_") } else { identifier }
}

pub(super) fn parameter(name: &str) -> String {
    match identifier(name).as_str() {
        "self" => "self_".to_owned(),
        other => other.to_owned(),
    }
}

fn identifier(name: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = name.chars().map(word).collect();
    if name.starts_with(|c: char| !c.is_ascii_alphabetic()) || name.is_empty() {
        return format!("field_{}", name.trim_start_matches('_'));
    }
    if KEYWORDS.contains(&name.as_str()) {
        return format!("{name}_");
    }
    name
}

/// The members of an enumeration: their values in capitals, told apart by underscores where two would be alike.
pub(super) fn members<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    distinct(values.map(|value| {
        let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let member: String = screaming_snake_case(value).chars().map(word).collect();
        let begins_right = member.starts_with(|c: char| c.is_ascii_alphabetic());
        if begins_right { member } else { format!("VALUE_{member}") }
    }))
}

/// The alias that stands for a scalar: `k8s-label` is `K8sLabel`.
pub(super) fn scalar(name: &str) -> String {
    pascal_case(name)
}

/// The module that holds a contract's types: `floe_contracts.v1.plugins.storage.aws_s3`.
pub(super) fn module(id: &ContractId) -> String {
    let steps: Vec<String> = id.name.split('/').map(|step| identifier(&snake_case(step))).collect();
    format!("{PACKAGE}.{}.{}", id.kind.folder(), steps.join("."))
}

#[cfg(test)]
mod tests {
    use floe_contract::model::Kind;

    use super::*;

    #[test]
    fn a_field_keeps_its_name_where_python_and_pydantic_allow_it() {
        let cases = [
            ("apiVersion", "apiVersion"),
            ("match", "match"),
            ("class", "class_"),
            ("schema", "schema_"),
            ("list", "list_"),
            ("model_dump", "model_dump_"),
            ("2fa", "field_2fa"),
            ("_x", "field_x"),
            ("__init__", "field_init__"),
            ("Field", "field_Field"),
            ("True", "field_True"),
            ("日本", "field_"),
            ("a-b", "a_b"),
            ("", "field_"),
        ];
        for (name, expected) in cases {
            assert_eq!(attribute(name), expected);
        }
        assert_eq!(parameter("self"), "self_");
        assert_eq!(parameter("json"), "json");
    }

    #[test]
    fn attributes_are_distinct() {
        let names = ["日本", "漢字", "class", "class_", "a-b", "a_b"];
        assert_eq!(attributes(names.into_iter()), ["field_", "field__", "class_", "class__", "a_b", "a_b_"]);
    }

    #[test]
    fn members_are_distinct_identifiers() {
        let values = ["s3-compatible", "s3_compatible", "DEBUG", "2", "", "off"];
        let expected = ["S3_COMPATIBLE", "S3_COMPATIBLE_", "DEBUG", "VALUE_2", "VALUE_", "OFF"];
        assert_eq!(members(values.into_iter()), expected);
    }

    #[test]
    fn a_plugin_has_a_module_below_its_category() {
        let id = ContractId { kind: Kind::Plugin, name: "storage/aws-s3".to_owned(), major: 1 };
        assert_eq!(module(&id), "floe_contracts.v1.plugins.storage.aws_s3");
    }
}
