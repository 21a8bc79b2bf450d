//! Rules: the table of the rules that documents' objects keep beside their shape.

use floe_contract::model::{Model, Rule};

use super::source::{Imports, code, file};

/// `rules.rs`
pub(super) fn rules(model: &Model) -> String {
    let mut imports = Imports::default();
    imports.path("crate::rule", "Rule");
    let rows = model.types.values().filter(|def| !def.rules.is_empty()).map(|def| {
        let rules = def.rules.iter().map(|one| format!("Rule::{},", rule(one)));
        format!("({:?}, &[{}]),", def.name, rules.collect::<String>())
    });
    let items = format!(
        "/// The rules of every type that has any, by its name.\n\
         pub static RULES: &[(&str, &[Rule])] = &[{}];",
        rows.collect::<String>()
    );
    file("contracts/", "What documents' objects are held to beside their shape, as a table.", &imports, &code(&items))
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::OnlyWhen { key, when, is } => format!("OnlyWhen {{ key: {key:?}, when: {when:?}, is: &{is:?} }}"),
        Rule::NeededWhen { key, when, is } => format!("NeededWhen {{ key: {key:?}, when: {when:?}, is: &{is:?} }}"),
        Rule::OneForm { forms } => {
            let forms = forms.iter().map(|keys| format!("&{keys:?},"));
            format!("OneForm {{ forms: &[{}] }}", forms.collect::<String>())
        }
        Rule::Unique { key, by } => format!("Unique {{ key: {key:?}, by: {by:?} }}"),
        Rule::Sum { keys, equals } => format!("Sum {{ keys: &{keys:?}, equals: {equals}i32 }}"),
        Rule::AtMost { key, other } => format!("AtMost {{ key: {key:?}, other: {other:?} }}"),
        Rule::Reserved { key, values } => format!("Reserved {{ key: {key:?}, values: &{values:?} }}"),
        Rule::Expression { key } => format!("Expression {{ key: {key:?} }}"),
        Rule::NotEvaluated { keys, without } => format!("NotEvaluated {{ keys: &{keys:?}, without: {without:?} }}"),
        Rule::Environment { keys, below } => format!("Environment {{ keys: &{keys:?}, below: {below} }}"),
    }
}
