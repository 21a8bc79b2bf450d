//! The text of a document without secrets: replaces each secret by stars, and keeps lines and columns. Works also on text that does not
//! parse, and hides too much rather than too little.

use floe_base::Node;

use super::{key, scan::Found, value};

/// A found value shorter than this is hidden only in the place of the finding, because a short value occurs in other words too.
pub(super) const DISTINCT: usize = 6;

/// The text with every secret replaced by as many `*`.
///
/// `found` holds the secrets that a [`scan`](super::scan) of `document` found. Without a document the end of a value is unknown, so
/// everything that may belong to a secret is hidden.
pub fn mask(text: &str, document: Option<&Node>, found: &[Found]) -> String {
    let masked = Lines { broken: document.is_none(), state: State::Open }.all(text);
    let mut masked = floe_base::mask(&masked, found.iter().map(|found| found.span));
    let values = found.iter().filter_map(|found| document?.pointer(&found.pointer)?.as_str());
    for value in values.filter(|value| value.chars().count() >= DISTINCT) {
        masked = masked.replace(value, &star(value));
    }
    masked
}

/// The lines of a text, one after the other.
struct Lines {
    /// Whether the text is not a document.
    broken: bool,
    state: State,
}

/// The state that the lines above leave for the next line.
#[derive(Clone, Copy)]
enum State {
    /// Nothing.
    Open,
    /// A line that does not begin with a key may belong to the value of the secret at this indentation.
    Value { indent: usize },
    /// Everything that is indented deeper is a secret's value.
    Block { indent: usize },
    /// A quoted secret goes on up to this quote.
    Quoted { quote: char, indent: usize },
    /// A private key goes on up to its end line.
    PrivateKey,
}

impl Lines {
    fn all(mut self, text: &str) -> String {
        text.split_inclusive('\n').map(|line| self.mask(line)).collect()
    }

    fn mask(&mut self, line: &str) -> String {
        let indent = line.chars().take_while(|c| *c == ' ').count();
        match self.state {
            State::Quoted { quote, indent } => {
                if line.contains(quote) {
                    self.state = State::Value { indent };
                }
                return star(line);
            }
            State::PrivateKey => {
                if line.contains("-----END") {
                    self.state = State::Open;
                }
                return star(line);
            }
            State::Block { indent: outer } | State::Value { indent: outer } => {
                let indented = line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t') || indent > outer;
                let inside = indented || line.trim().is_empty() || self.broken && line.trim_start().starts_with('-');
                // In a document, a key in a map below a secret's key tells whether the key's own value is secret.
                let all_of_it = self.broken || matches!(self.state, State::Block { .. });
                if first_key(line).is_none() || inside && all_of_it {
                    return star(line);
                }
            }
            State::Open => {}
        }
        self.mask_first(line, indent)
    }

    /// Masks a line that does not continue the line above.
    fn mask_first(&mut self, line: &str, indent: usize) -> String {
        self.state = State::Open;
        if line.contains("-----BEGIN") && line.contains("PRIVATE KEY") {
            if !line.contains("-----END") {
                self.state = State::PrivateKey;
            }
            return star_from(line, indent);
        }
        let named = secret_value(line).or_else(|| secret_word(line).filter(|_| self.broken));
        if let Some(at) = named {
            self.state = after_secret(line[at..].trim(), indent);
        }
        match named.into_iter().chain(secret_form(line)).min() {
            Some(at) => star_from(line, line[..at].chars().count()),
            None => star_random(line),
        }
    }
}

/// The state after a line whose secret value begins with `rest`.
fn after_secret(rest: &str, indent: usize) -> State {
    match rest.chars().next() {
        Some('|' | '>') => State::Block { indent },
        Some(quote @ ('"' | '\'')) if !rest[1..].contains(quote) => State::Quoted { quote, indent },
        _ => State::Value { indent },
    }
}

/// The start of the first value on a line that a key of a secret names, or that is written literally under a key for a reference to one.
fn secret_value(line: &str) -> Option<usize> {
    keys(line).find_map(|(name, at)| {
        let literal_reference = || {
            let rest = line[at..].trim();
            key::refers_to_secret(name) && !rest.is_empty() && !rest.starts_with(['{', '#'])
        };
        (key::names_secret(name) || literal_reference()).then_some(at)
    })
}

/// The start of the text on a line that has a secret's form: the first key's value, unless the key has that form.
fn secret_form(line: &str) -> Option<usize> {
    value::known_form(line)?;
    // Without such a key, the whole line.
    Some(first_key(line).filter(|at| value::known_form(&line[..*at]).is_none()).unwrap_or(0))
}

/// The place after the first word that names a secret or a reference to one, because the colon may be missing.
fn secret_word(line: &str) -> Option<usize> {
    let ends_word = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let mut end = 0;
    line.split_inclusive(ends_word).find_map(|part| {
        end += part.len();
        let word = part.trim_end_matches(ends_word);
        let divider = &part[word.len()..];
        let behind = if divider == ":" { end } else { end - divider.len() };
        (key::names_secret(word) || key::refers_to_secret(word)).then_some(behind)
    })
}

/// The start of the first key's value, on a line that begins with a key.
fn first_key(line: &str) -> Option<usize> {
    let (name, at) = keys(line).next()?;
    let before = line.find(name)?;
    let only_marks = line[..before].chars().all(|c| c.is_whitespace() || matches!(c, '-' | '"' | '\'' | '{' | ','));
    only_marks.then_some(at)
}

/// The keys of a line, each with the place after the colon.
fn keys(line: &str) -> impl Iterator<Item = (&str, usize)> {
    line.match_indices(':').filter_map(|(colon, _)| {
        let before = line[..colon].trim_end_matches(['"', '\'', ' ']);
        let start = before.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')));
        let name = before[start.map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..]
            .trim_start_matches('-');
        (!name.is_empty()).then_some((name, colon + 1))
    })
}

fn star_random(line: &str) -> String {
    let divides = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '{' | '}' | '[' | ']' | ':');
    line.split_inclusive(divides)
        .map(|part| if value::is_random(part.trim_end_matches(divides)) { star(part) } else { part.to_owned() })
        .collect()
}

fn star_from(line: &str, column: usize) -> String {
    line.chars().enumerate().map(|(at, c)| if at < column || c.is_whitespace() { c } else { '*' }).collect()
}

fn star(text: &str) -> String {
    star_from(text, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The masked text of a document.
    fn shown(text: &str) -> String {
        Lines { broken: false, state: State::Open }.all(text)
    }

    /// The masked text of a file that is not a document.
    fn shown_broken(text: &str) -> String {
        mask(text, None, &[])
    }

    #[test]
    fn the_value_under_a_secret_key_is_starred_and_nothing_else() {
        assert_eq!(shown("a: 1\nclient_secret: demo # why\nb: 2\n"), "a: 1\nclient_secret: **** * ***\nb: 2\n");
        assert_eq!(shown("- {user: a, password: \"x y\"}\n"), "- {user: a, password: ** ***\n");
        assert_eq!(shown("\"apiKey\": \"x\",\n"), "\"apiKey\": ****\n");
    }

    #[test]
    fn values_on_following_lines_are_starred() {
        assert_eq!(shown("password: |\n  one\n\n  two\nb: 2\n"), "password: *\n  ***\n\n  ***\nb: 2\n");
        assert_eq!(shown("password:\n  one\nb: 2\n"), "password:\n  ***\nb: 2\n");
        assert_eq!(shown("password: \"one\n  two\"\nb: 2\n"), "password: ****\n  ****\nb: 2\n");
        assert_eq!(shown("passwords:\n- one\n- two\nb: 2\n"), "passwords:\n* ***\n* ***\nb: 2\n");
        let key = format!("a: |\n  -----BEGIN {} KEY-----\n  MIIE\n  -----END\nb: 2\n", "PRIVATE");
        assert_eq!(shown(&key), "a: |\n  ********** ******* ********\n  ****\n  ********\nb: 2\n");
    }

    #[test]
    fn references_to_secrets_stay_readable() {
        let text =
            "client_secret_ref:\n  source: kubernetes-secret\n  name: polaris-credentials\ncredentials:\n  mode: x\n";
        assert_eq!(shown(text), text);
        let text = "client_secret_ref: {source: kubernetes-secret, name: polaris, key: client-secret}\n";
        assert_eq!(shown(text), text);
    }

    #[test]
    fn what_may_belong_to_a_secret_is_starred_where_the_text_is_no_document() {
        for (text, expected) in [
            ("password: one\n  two\nb: 2\n", "password: ***\n  ***\nb: 2\n"),
            ("password: |\n  one\ntwo\nb: 2\n", "password: *\n  ***\n***\nb: 2\n"),
            ("password: \"one\" two\n three\nb: 2\n", "password: ***** ***\n *****\nb: 2\n"),
            ("? password\n: one\nb: 2\n", "? password\n* ***\nb: 2\n"),
            ("{\"password\" \"one\"}\nb: 2\n", "{\"password* ******\nb: 2\n"),
            ("#password\n  one\nb: 2\n", "#password\n  ***\nb: 2\n"),
            ("credentials:\n  user: one\n  two\nb: 2\n", "credentials:\n  ***** ***\n  ***\nb: 2\n"),
            ("client_secret_ref:\n  value: one\nb: 2\n", "client_secret_ref:\n  ****** ***\nb: 2\n"),
            ("client_secret_ref: {value: one}\nb: 2\n", "client_secret_ref: ******* ****\nb: 2\n"),
            ("credentials:\n \tuser: one\nb: 2\n", "credentials:\n \t***** ***\nb: 2\n"),
            (" password:\n- user: one\nb: 2\n", " password:\n* ***** ***\nb: 2\n"),
            ("secretary: one\nb: 2\n", "secretary: one\nb: 2\n"),
        ] {
            assert_eq!(shown_broken(text), expected);
        }
    }

    #[test]
    fn a_literal_in_place_of_a_reference_is_starred() {
        assert_eq!(shown("client_secret_ref: demo: x\n"), "client_secret_ref: ***** *\n");
    }

    #[test]
    fn secrets_are_starred_by_their_form_under_any_key() {
        let key = format!("owner: AKIA{}\n", "IOSFODNN7EXAMPLE");
        assert_eq!(shown(&key), "owner: ********************\n");
        let key = format!("  AKIA{}: owner\n", "IOSFODNN7EXAMPLE");
        assert_eq!(shown(&key), "  ********************* *****\n");
        assert_eq!(
            shown("a: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1\n").trim_end_matches('\n').trim_end_matches('*'),
            "a: "
        );
    }

    #[test]
    fn lines_and_columns_stay_where_they_were() {
        let text = "tøken: ä: ü\n\tpassword : x\r\n\npassword:";
        let shape = |text: &str| text.lines().map(|line| line.chars().count()).collect::<Vec<_>>();
        assert_eq!(shape(&shown(text)), shape(text));
        assert_eq!(shape(&shown_broken(text)), shape(text));
    }

    #[test]
    fn a_found_value_is_starred_wherever_it_stands() {
        let document =
            floe_base::yaml::read("x", b"a: hunter2\nb: say hunter2\n", &floe_base::yaml::Limits::default()).unwrap();
        let found = Found {
            pointer: "/a".to_owned(),
            path: "a".to_owned(),
            span: document.locate("/a").unwrap(),
            what: "a secret",
            instead: None,
        };
        assert_eq!(mask("a: hunter2\nb: say hunter2\n", Some(&document), &[found]), "a: *******\nb: say *******\n");
    }
}
