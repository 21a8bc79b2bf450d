//! Descriptions of contracts as they stand in schemas and in Python. Knows no order of keys.

use floe_contract::model::{Field, Model, Type};

/// A description as a docstring keeps it: Python's `inspect.cleandoc` removes tabs, the common indentation of all lines after the first,
/// and blank lines at both ends.
pub(crate) fn clean(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.trim().to_owned(); // one line without tabs, as most are
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let lines: Vec<String> = text.lines().map(plain_line).collect();
    let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
    let rest = lines.iter().skip(1).filter(|line| !line.is_empty());
    let margin = rest.map(indent).min().unwrap_or(0);
    let lines = lines.iter().enumerate();
    let lines = lines.map(|(at, line)| if at == 0 { line } else { line.get(margin..).unwrap_or("") });
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

fn plain_line(line: &str) -> String {
    let plain: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.trim_end().to_owned()
}

/// A field's description; empty where the type that the field refers to has the same one.
///
/// Pydantic sometimes leaves out such a repetition, depending on the type that comes first.
pub(crate) fn of_field(model: &Model, field: &Field) -> String {
    let own = clean(&field.description);
    match &field.ty {
        Type::Ref(name) if !field.is_optional() => {
            let referred = model.types.get(name).map(|def| clean(&def.description));
            if referred.as_ref() == Some(&own) { String::new() } else { own }
        }
        _ => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_loses_what_cleandoc_takes() {
        let cases = [
            ("One.\n", "One."),
            ("  One.  ", "One."),
            ("\n\nOne.\n\n    Two.\n      Three.\n\n", "One.\n\nTwo.\n  Three."),
            ("One.\tTwo.\r\nThree.", "One. Two.\nThree."),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }
}
