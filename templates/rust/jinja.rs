//! Jinja: values of profiles.yml, which dbt reads as templates. Renders nothing.

use serde_json::Value;

/// A call that reads an environment variable, in place of a secret.
pub fn env_var(name: &str) -> Value {
    format!("{{{{ env_var('{name}') }}}}").into()
}

/// A text that dbt takes as the text is: no brace begins an expression, a statement or a comment.
pub fn text(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let begins = c == '{' && text[at + 1..].starts_with(['{', '%', '#']);
        written.push_str(if begins { "{{ '{' }}" } else { &text[at..at + c.len_utf8()] });
    }
    // Jinja drops a line break at the end of a template.
    if written.ends_with('\n') && written.contains("{{") {
        written.push_str("{{ '' }}");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_that_would_begin_an_expression_is_written_as_one() {
        for (plain, written) in [
            ("a { b } %} ${c}", "a { b } %} ${c}"),
            ("{{ a }}", "{{ '{' }}{ a }}"),
            ("{% b", "{{ '{' }}% b"),
            ("{{{#", "{{ '{' }}{{ '{' }}{{ '{' }}#"),
        ] {
            assert_eq!(text(plain), written);
        }
    }
}
