//! Yaml to the text of a template. Decides how it looks, never what it says.

use floe_base::yaml;
use serde_json::Value;

use super::go::escaped;
use super::json;
use super::yaml::{Key, Yaml};

/// A document as text, indented by `indent` spaces, each line with its end.
pub(super) fn document(yaml: &Yaml, indent: usize) -> String {
    let mut page = Page(String::new());
    page.body(indent, yaml);
    page.0
}

/// Lines of text.
struct Page(String);

impl Page {
    fn line(&mut self, indent: usize, text: &str) {
        if !text.is_empty() {
            self.0.extend(std::iter::repeat_n(' ', indent));
            self.0.push_str(text);
        }
        self.0.push('\n');
    }

    fn action(&mut self, indent: usize, text: &str) {
        self.line(indent, &format!("{{{{- {text} }}}}"));
    }

    fn body(&mut self, indent: usize, yaml: &Yaml) {
        match yaml {
            Yaml::Map(entries) => entries.iter().for_each(|(key, value)| self.entry(indent, key, value)),
            Yaml::List(items) => items.iter().for_each(|value| self.item(indent, value)),
            Yaml::Lines(lines) => lines.iter().for_each(|(before, value)| self.plain(indent, before, value)),
            Yaml::Text(text) => text.lines().for_each(|text| self.line(indent, &escaped(text))),
            Yaml::Json(inner) => self.line(indent, &json::text(inner, indent)),
            Yaml::Embedded(inner) => self.body(indent, inner),
            Yaml::Literal(value) => self.line(indent, &scalar(value)),
            Yaml::Expr(expr) => self.line(indent, &in_json(expr)),
            Yaml::Include(expr) => self.action(indent, &format!("{expr} | nindent {indent}")),
            Yaml::Range(..) | Yaml::Filled(..) | Yaml::Entries(..) => self.many(indent, yaml),
            Yaml::If(..) | Yaml::Branch(_) => self.wrapped(indent, yaml, &|page, inner| page.body(indent, inner)),
        }
    }

    /// Prints the conditions of a node around what `print` makes of its inner nodes.
    fn wrapped(&mut self, indent: usize, yaml: &Yaml, print: &dyn Fn(&mut Self, &Yaml)) {
        match yaml {
            Yaml::If(condition, inner) => {
                self.action(indent, &format!("if {condition}"));
                print(self, inner);
            }
            Yaml::Branch(arms) => {
                for (at, (condition, inner)) in arms.iter().enumerate() {
                    match (at, condition) {
                        (0, condition) => {
                            self.action(indent, &format!("if {}", condition.as_deref().unwrap_or("true")));
                        }
                        (_, Some(condition)) => self.action(indent, &format!("else if {condition}")),
                        (_, None) => self.action(indent, "else"),
                    }
                    if let Some(inner) = inner {
                        print(self, inner);
                    }
                }
            }
            Yaml::Range(variables, over, inner) | Yaml::Filled(variables, over, inner) => {
                self.action(indent, &format!("range {variables} := {over}"));
                print(self, inner);
            }
            plain => return print(self, plain),
        }
        self.action(indent, "end");
    }

    fn entry(&mut self, indent: usize, key: &Key, value: &Yaml) {
        let name = match key {
            Key::Literal(name) => scalar(&Value::from(name.as_str())),
            Key::Expr(expr) => in_json(expr),
            Key::Spread => return self.many(indent, value),
        };
        match value {
            Yaml::Literal(value) => self.line(indent, &format!("{name}: {}", scalar(value))),
            Yaml::Expr(expr) => self.line(indent, &format!("{name}: {}", in_json(expr))),
            Yaml::Text(_) | Yaml::Lines(_) | Yaml::Json(_) | Yaml::Embedded(_) => {
                self.line(indent, &format!("{name}: |"));
                self.body(indent + 2, value);
            }
            Yaml::List(items) if items.is_empty() => self.line(indent, &format!("{name}: []")),
            Yaml::Map(entries) if entries.is_empty() => self.line(indent, &format!("{name}: {{}}")),
            Yaml::List(items) if matches!(items.as_slice(), [Yaml::Range(..)]) => self.entry(indent, key, &items[0]),
            Yaml::List(_) | Yaml::Map(_) | Yaml::Include(_) | Yaml::Filled(..) => {
                self.line(indent, &format!("{name}:"));
                self.body(indent + 2, value);
            }
            Yaml::Range(_, over, _) | Yaml::Entries(_, over, ..) => {
                let empty = if matches!(value, Yaml::Range(..)) { "[]" } else { "{}" };
                self.action(indent, &format!("if {over}"));
                self.line(indent, &format!("{name}:"));
                self.many(indent + 2, value);
                self.action(indent, "else");
                self.line(indent, &format!("{name}: {empty}"));
                self.action(indent, "end");
            }
            Yaml::If(..) | Yaml::Branch(_) => {
                self.wrapped(indent, value, &|page, inner| page.entry(indent, key, inner));
            }
        }
    }

    /// The items of a range, or its entries.
    fn many(&mut self, indent: usize, value: &Yaml) {
        let Yaml::Entries(variables, over, key, inner) = value else {
            return self.item(indent, value);
        };
        self.action(indent, &format!("range {variables} := {over}"));
        self.entry(indent, &Key::Expr(key.clone()), inner);
        self.action(indent, "end");
    }

    fn item(&mut self, indent: usize, value: &Yaml) {
        match value {
            Yaml::Literal(value) => self.line(indent, &format!("- {}", scalar(value))),
            Yaml::Expr(expr) => self.line(indent, &format!("- {}", in_json(expr))),
            Yaml::Text(_) | Yaml::Lines(_) | Yaml::Json(_) | Yaml::Embedded(_) => {
                self.line(indent, "- |");
                self.body(indent + 2, value);
            }
            Yaml::List(items) if items.is_empty() => self.line(indent, "- []"),
            Yaml::Map(entries) if entries.is_empty() => self.line(indent, "- {}"),
            Yaml::Map(_) | Yaml::List(_) | Yaml::Include(_) | Yaml::Entries(..) => {
                let text = document(value, indent + 2);
                // An action at the begin would swallow what stands before it; then the dash has a line of its own.
                let plain = text.trim_start_matches(' ');
                if plain.starts_with("{{-") {
                    self.line(indent, "-");
                    self.0.push_str(&text);
                } else {
                    self.0.extend(std::iter::repeat_n(' ', indent));
                    self.0.push_str("- ");
                    self.0.push_str(plain);
                }
            }
            Yaml::If(..) | Yaml::Branch(_) | Yaml::Range(..) | Yaml::Filled(..) => {
                self.wrapped(indent, value, &|page, inner| page.item(indent, inner));
            }
        }
    }

    /// A line of text with a value behind it that no quotes surround.
    fn plain(&mut self, indent: usize, before: &str, value: &Yaml) {
        self.wrapped(indent, value, &|page, inner| {
            let text = match inner {
                Yaml::Literal(Value::String(text)) => escaped(text),
                Yaml::Literal(other) => other.to_string(),
                Yaml::Expr(expr) => format!("{{{{ {expr} }}}}"),
                other => unreachable!("lint lets nothing stand in a line but one value: {other:?}"),
            };
            page.line(indent, &format!("{}{text}", escaped(before)));
        });
    }
}

/// The value of an expression as JSON.
fn in_json(expr: &str) -> String {
    format!("{{{{ {expr} | toJson }}}}")
}

/// A literal on one line, quoted where any reader would take it for something else.
fn scalar(value: &Value) -> String {
    let text = match value {
        Value::String(text) if text.contains('\n') => value.to_string(),
        _ => yaml::write(value).trim_end().to_owned(),
    };
    escaped(&text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn expr(text: &str) -> Yaml {
        Yaml::Expr(text.to_owned())
    }

    fn range(over: &str, item: Yaml) -> Yaml {
        Yaml::Range("$_, $x".to_owned(), over.to_owned(), Box::new(item))
    }

    #[track_caller]
    fn assert_text(yaml: &Yaml, expected: &[&str]) {
        assert_eq!(document(yaml, 0).lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn literals_are_quoted_where_a_reader_would_retype_them() {
        let yaml = Yaml::map([
            ("a", Yaml::text("plain")),
            ("b", Yaml::text("on")),
            ("c", Yaml::text("1.0")),
            ("d", Yaml::Literal(json!(1))),
            ("e", Yaml::text("two\nlines")),
            ("y", Yaml::List(Vec::new())),
        ]);
        assert_text(&yaml, &["a: plain", "b: \"on\"", "c: \"1.0\"", "d: 1", "e: \"two\\nlines\"", "\"y\": []"]);
    }

    #[test]
    fn a_value_that_may_vanish_takes_its_key_with_it() {
        let yaml = Yaml::map([("a", expr("$.b").only_if(Some("hasKey $ \"b\"".to_owned())))]);
        assert_text(&yaml, &["{{- if hasKey $ \"b\" }}", "a: {{ $.b | toJson }}", "{{- end }}"]);
    }

    #[test]
    fn an_item_that_begins_with_an_action_leaves_its_dash_alone() {
        let yaml = Yaml::List(vec![Yaml::map([("a", expr("$.b").only_if(Some("$.c".to_owned())))])]);
        assert_text(&yaml, &["-", "  {{- if $.c }}", "  a: {{ $.b | toJson }}", "  {{- end }}"]);
    }

    #[test]
    fn a_range_without_values_is_an_empty_list() {
        let yaml = Yaml::map([("a", range("$.b", Yaml::map([("x", expr("$x")), ("k", Yaml::text("v"))])))]);
        assert_text(
            &yaml,
            &[
                "{{- if $.b }}",
                "a:",
                "  {{- range $_, $x := $.b }}",
                "  - x: {{ $x | toJson }}",
                "    k: v",
                "  {{- end }}",
                "{{- else }}",
                "a: []",
                "{{- end }}",
            ],
        );
        let mixed = Yaml::map([("a", Yaml::List(vec![Yaml::text("first"), range("$.b", expr("$x"))]))]);
        assert_text(
            &mixed,
            &["a:", "  - first", "  {{- range $_, $x := $.b }}", "  - {{ $x | toJson }}", "  {{- end }}"],
        );
    }

    #[test]
    fn entries_stand_alone_or_among_others() {
        let entries = || Yaml::Entries("$k, $v".to_owned(), "$.m".to_owned(), "$k".to_owned(), Box::new(expr("$v")));
        assert_text(
            &Yaml::map([("a", entries())]),
            &[
                "{{- if $.m }}",
                "a:",
                "  {{- range $k, $v := $.m }}",
                "  {{ $k | toJson }}: {{ $v | toJson }}",
                "  {{- end }}",
                "{{- else }}",
                "a: {}",
                "{{- end }}",
            ],
        );
        let spread = Yaml::Map(vec![(Key::Literal("a".to_owned()), Yaml::text("b")), (Key::Spread, entries())]);
        assert_text(
            &spread,
            &["a: b", "{{- range $k, $v := $.m }}", "{{ $k | toJson }}: {{ $v | toJson }}", "{{- end }}"],
        );
    }

    #[test]
    fn arms_that_say_nothing_print_nothing() {
        let arms = vec![
            (Some("eq $.a \"x\"".to_owned()), Some(Yaml::text("one"))),
            (Some("eq $.a \"y\"".to_owned()), None),
            (None, Some(Yaml::text("other"))),
        ];
        assert_text(
            &Yaml::List(vec![Yaml::Branch(arms)]),
            &["{{- if eq $.a \"x\" }}", "- one", "{{- else if eq $.a \"y\" }}", "{{- else }}", "- other", "{{- end }}"],
        );
    }

    #[test]
    fn text_keeps_its_lines_and_shows_no_actions() {
        let yaml = Yaml::map([("run.sh", Yaml::Text("a\n\n  {{b}}\n".to_owned()))]);
        assert_text(&yaml, &["run.sh: |", "  a", "", "    {{ \"{{\" }}b}}"]);
    }

    #[test]
    fn lines_hold_values_without_quotes() {
        let lines = vec![
            ("a=".to_owned(), Yaml::text("x")),
            ("b=".to_owned(), expr("$.b")),
            ("c=".to_owned(), Yaml::Literal(json!(true)).only_if(Some("$.c".to_owned()))),
        ];
        assert_text(
            &Yaml::map([("p", Yaml::Lines(lines))]),
            &["p: |", "  a=x", "  b={{ $.b }}", "  {{- if $.c }}", "  c=true", "  {{- end }}"],
        );
    }

    #[test]
    fn an_embedded_document_is_text_at_its_own_indent() {
        let inner = Yaml::map([("a", Yaml::map([("b", Yaml::Include("include \"x\" $".to_owned()))]))]);
        assert_text(
            &Yaml::map([("f.yaml", Yaml::Embedded(Box::new(inner)))]),
            &["f.yaml: |", "  a:", "    b:", "      {{- include \"x\" $ | nindent 6 }}"],
        );
    }
}
