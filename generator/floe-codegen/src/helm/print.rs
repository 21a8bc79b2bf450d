//! Yaml to the text of a template. Decides the look of the text, never the content.

use floe_base::yaml;
use serde_json::Value;

use super::go::{Go, escaped};
use super::json;
use super::yaml::{Key, Yaml};

/// The begin of a variable, which a service fills in before the service reads the YAML. In a block, every value is text.
const VARIABLE: &str = "${";

/// The head of a list's item.
const ITEM: &str = "-";

/// A document as text, indented by `indent` spaces, each line with a line break.
pub(super) fn document(yaml: &Yaml, indent: usize) -> String {
    let mut page = Page(String::new());
    page.body(indent, yaml);
    page.0
}

/// Objects, each with a divider before, inside of the condition.
pub(super) fn objects(objects: &[Yaml]) -> String {
    let mut page = Page(String::new());
    for object in objects {
        page.object(object);
    }
    page.0
}

/// A named template.
pub(super) fn define(name: &str, text: &str) -> String {
    format!("{{{{- define {name} -}}}}\n{text}{{{{- end }}}}\n")
}

/// Text that is there if a condition holds.
pub(super) fn only_if(condition: &str, text: &str) -> String {
    format!("{{{{- if {condition} }}}}\n{text}{{{{- end }}}}\n")
}

/// Text that is there for each of some values.
pub(super) fn range(variables: &str, over: &Go, text: &str) -> String {
    format!("{{{{- range {variables} := {over} }}}}\n{text}{{{{- end }}}}\n")
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

    fn object(&mut self, yaml: &Yaml) {
        if let Yaml::Branch(_) = yaml {
            return self.wrapped(0, yaml, &Self::object);
        }
        self.line(0, "---");
        self.body(0, yaml);
    }

    fn body(&mut self, indent: usize, yaml: &Yaml) {
        match yaml {
            Yaml::Map(entries) => entries.iter().for_each(|(key, value)| self.entry(indent, key, value)),
            Yaml::List(items) => items.iter().for_each(|value| self.headed(indent, ITEM, value)),
            Yaml::Lines(lines) => lines.iter().for_each(|(before, value)| self.plain(indent, before, value)),
            Yaml::Text(text) => text.lines().for_each(|text| self.line(indent, &escaped(text))),
            Yaml::Json(inner) => self.line(indent, &json::text(inner, indent)),
            Yaml::Embedded(inner) => self.body(indent, inner),
            Yaml::Literal(value) => self.line(indent, &scalar(value)),
            Yaml::Expr(expr) => self.line(indent, &in_json(expr)),
            Yaml::Include(expr) => self.action(indent, &format!("{expr} | nindent {indent}")),
            Yaml::Range(..) | Yaml::Filled(..) | Yaml::Entries(..) => self.many(indent, yaml),
            Yaml::Branch(_) => self.wrapped(indent, yaml, &|page, inner| page.body(indent, inner)),
        }
    }

    /// Prints the conditions or the loop of a node around the text that `print` makes of each inner node.
    fn wrapped(&mut self, indent: usize, yaml: &Yaml, print: &dyn Fn(&mut Self, &Yaml)) {
        match yaml {
            Yaml::Branch(arms) => {
                for (at, (condition, inner)) in arms.iter().enumerate() {
                    let word = if at == 0 { "if" } else { "else if" };
                    let test = condition.as_ref().map_or("else".to_owned(), |condition| format!("{word} {condition}"));
                    self.action(indent, &test);
                    print(self, inner);
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
        match key {
            Key::Literal(name) => self.headed(indent, &format!("{}:", scalar(&Value::from(name.as_str()))), value),
            Key::Expr(expr) => self.headed(indent, &format!("{}:", in_json(expr)), value),
            Key::Spread => self.many(indent, value),
        }
    }

    /// A value behind the head of an item, or of an entry.
    fn headed(&mut self, indent: usize, head: &str, value: &Yaml) {
        let is_item = head == ITEM;
        match value {
            Yaml::Literal(Value::String(text)) if text.contains(VARIABLE) => {
                self.line(indent, &format!("{head} |2-"));
                self.line(indent + 2, &escaped(text));
            }
            Yaml::Literal(value) => self.line(indent, &format!("{head} {}", scalar(value))),
            Yaml::Expr(expr) => self.line(indent, &format!("{head} {}", in_json(expr))),
            Yaml::Text(_) | Yaml::Lines(_) | Yaml::Json(_) | Yaml::Embedded(_) => {
                self.line(indent, &format!("{head} |"));
                self.body(indent + 2, value);
            }
            Yaml::List(items) if items.is_empty() => self.line(indent, &format!("{head} []")),
            Yaml::Map(entries) if entries.is_empty() => self.line(indent, &format!("{head} {{}}")),
            Yaml::Range(..) | Yaml::Filled(..) if is_item => {
                self.wrapped(indent, value, &|page, inner| page.headed(indent, head, inner));
            }
            Yaml::Branch(_) => self.wrapped(indent, value, &|page, inner| page.headed(indent, head, inner)),
            _ if is_item => self.nested(indent, value),
            Yaml::List(items) if matches!(items.as_slice(), [Yaml::Range(..)]) => self.headed(indent, head, &items[0]),
            Yaml::Range(_, over, _) | Yaml::Entries(_, over, ..) => {
                let empty = if matches!(value, Yaml::Range(..)) { "[]" } else { "{}" };
                self.action(indent, &format!("if {over}"));
                self.line(indent, head);
                self.many(indent + 2, value);
                self.action(indent, "else");
                self.line(indent, &format!("{head} {empty}"));
                self.action(indent, "end");
            }
            Yaml::List(_) | Yaml::Map(_) | Yaml::Include(_) | Yaml::Filled(..) => {
                self.line(indent, head);
                self.body(indent + 2, value);
            }
        }
    }

    /// The items of a range, or the entries.
    fn many(&mut self, indent: usize, value: &Yaml) {
        let Yaml::Entries(variables, over, key, inner) = value else {
            return self.headed(indent, ITEM, value);
        };
        self.action(indent, &format!("range {variables} := {over}"));
        self.entry(indent, &Key::Expr(key.clone()), inner);
        self.action(indent, "end");
    }

    /// A map or a list behind a dash. An action at the begin would swallow the dash; then the dash has a line of its own.
    fn nested(&mut self, indent: usize, value: &Yaml) {
        let text = document(value, indent + 2);
        let plain = text.trim_start_matches(' ');
        if plain.starts_with("{{-") {
            self.line(indent, ITEM);
            self.0.push_str(&text);
        } else {
            self.0.extend([" ".repeat(indent).as_str(), ITEM, " ", plain]);
        }
    }

    /// A line of text that ends with a value without quotes.
    fn plain(&mut self, indent: usize, before: &str, value: &Yaml) {
        let text = match value {
            Yaml::Literal(Value::String(text)) => escaped(text),
            Yaml::Literal(other) => other.to_string(),
            Yaml::Expr(expr) => format!("{{{{ {expr} }}}}"),
            Yaml::Branch(_) => return self.wrapped(indent, value, &|page, inner| page.plain(indent, before, inner)),
            other => unreachable!("lint lets nothing stand in a line but one value: {other:?}"),
        };
        self.line(indent, &format!("{}{text}", escaped(before)));
    }
}

/// The value of an expression as JSON.
pub(super) fn in_json(expr: &str) -> String {
    format!("{{{{ {expr} | toJson }}}}")
}

/// A literal on one line, quoted where a reader would take the literal for something else.
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
    fn arms_stand_between_their_conditions() {
        let arms = vec![
            (Some("eq $.a \"x\"".to_owned()), Yaml::text("one")),
            (Some("eq $.a \"y\"".to_owned()), Yaml::text("two")),
            (None, Yaml::text("other")),
        ];
        assert_text(
            &Yaml::List(vec![Yaml::Branch(arms)]),
            &[
                "{{- if eq $.a \"x\" }}",
                "- one",
                "{{- else if eq $.a \"y\" }}",
                "- two",
                "{{- else }}",
                "- other",
                "{{- end }}",
            ],
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
