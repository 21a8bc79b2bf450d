//! The text of a document without secrets: replaces each secret by stars, and keeps lines and columns. Works also on text that does not
//! parse, and hides too much rather than too little.

use floe_base::Node;

use super::{form, key, scan::Found, value};

/// A found value shorter than this is hidden only in the place of the finding, because a short value occurs in other words too.
pub(super) const DISTINCT: usize = 6;

/// The text with every secret replaced by as many `*`.
///
/// `found` holds the secrets that a [`scan`](super::scan) of `document` found. Without a document the end of a value is unknown, so
/// everything that may belong to a secret is hidden.
pub fn mask(text: &str, document: Option<&Node>, found: &[Found]) -> String {
    let masked = mask_lines(text, document.is_none());
    let mut masked = floe_base::mask(&masked, found.iter().map(|found| found.span));
    let values = found.iter().filter_map(|found| document?.pointer(&found.pointer)?.as_str());
    for value in values.filter(|value| value.chars().count() >= DISTINCT) {
        masked = without_value(&masked, value, &star(value));
    }
    masked
}

/// The text with `hidden` in place of a secret. A secret of letters alone may be a part of other words, such as a key, which stay.
pub(super) fn without_value(text: &str, secret: &str, hidden: &str) -> String {
    if !secret.chars().all(char::is_alphabetic) {
        return text.replace(secret, hidden);
    }
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut shown = String::new();
    let mut end = 0;
    for (at, _) in text.match_indices(secret) {
        let (before, after) = (&text[..at], &text[at + secret.len()..]);
        if !before.ends_with(joins) && !after.starts_with(joins) {
            shown.push_str(&text[end..at]);
            shown.push_str(hidden);
            end = at + secret.len();
        }
    }
    shown + &text[end..]
}

/// The state that the lines above leave for the next line.
#[derive(Clone, Copy)]
enum State {
    /// Nothing.
    Open,
    /// A line that does not begin with a key may belong to the value of the secret at this indentation. Of a `block`, everything that is
    /// indented deeper belongs to the value.
    Value { indent: usize, block: bool },
    /// The value goes on up to this end, and further lines may belong to the secret at this indentation.
    Until { end: &'static str, indent: Option<usize> },
}

/// The text with secrets starred, line by line. A `broken` text is no document.
fn mask_lines(text: &str, broken: bool) -> String {
    let mut state = State::Open;
    let masked = text.split_inclusive('\n').map(|line| {
        let indent = line.chars().take_while(|c| *c == ' ').count();
        if let Some(next) = continued(line, indent, state, broken) {
            state = next;
            return star(line);
        }
        let (start, next) = begun(line, indent, broken);
        state = next;
        start.map_or_else(|| star_random(line), |at| star_from(line, line[..at].chars().count()))
    });
    masked.collect()
}

/// The state after a line that continues a secret of the lines above; `None` for any other line.
fn continued(line: &str, indent: usize, state: State, broken: bool) -> Option<State> {
    match state {
        State::Open => None,
        State::Until { end, indent } if line.contains(end) => {
            Some(indent.map_or(State::Open, |indent| State::Value { indent, block: false }))
        }
        State::Until { .. } => Some(state),
        State::Value { indent: outer, block } => {
            let indented = line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t') || indent > outer;
            let is_item = broken && line.trim_start().starts_with('-');
            let is_inside = indented || line.trim().is_empty() || is_item;
            // In a document, a key in a map below a secret's key tells whether the key's own value is secret.
            let is_value = is_inside && (broken || block);
            (first_key(line).is_none() || is_value).then_some(state)
        }
    }
}

/// The start of the first secret on a line that continues none, and the state after the line.
fn begun(line: &str, indent: usize, broken: bool) -> (Option<usize>, State) {
    if line.contains("-----BEGIN") && line.contains("PRIVATE KEY") {
        let end = "-----END";
        return (Some(indent), if line.contains(end) { State::Open } else { State::Until { end, indent: None } });
    }
    let named = secret_value(line).or_else(|| secret_word(line).filter(|_| broken));
    let state = named.map_or(State::Open, |at| {
        let rest = line[at..].trim();
        let quote = ["\"", "'"].into_iter().find(|quote| rest.starts_with(quote));
        match quote.filter(|quote| !rest[1..].contains(quote)) {
            Some(end) => State::Until { end, indent: Some(indent) },
            None => State::Value { indent, block: rest.starts_with(['|', '>']) },
        }
    });
    (named.into_iter().chain(secret_form(line)).min(), state)
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
    form::known_form(line)?;
    // Without such a key, the whole line.
    Some(first_key(line).filter(|at| form::known_form(&line[..*at]).is_none()).unwrap_or(0))
}

/// The place after the first word that names a secret or a reference to one, because the colon may be missing.
fn secret_word(line: &str) -> Option<usize> {
    let mut end = 0;
    line.split_inclusive(ends_word).find_map(|part| {
        end += part.len();
        let word = part.trim_end_matches(ends_word);
        let divider = &part[word.len()..];
        let behind = if divider == ":" { end } else { end - divider.len() };
        (key::names_secret(word) || key::refers_to_secret(word)).then_some(behind)
    })
}

fn ends_word(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
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
    let keys = line.match_indices(':').map(|(colon, _)| {
        let name = line[..colon].trim_end_matches(['"', '\'', ' ']).rsplit(ends_word).next();
        (name.unwrap_or_default().trim_start_matches('-'), colon + 1)
    });
    keys.filter(|(name, _)| !name.is_empty())
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

    #[test]
    fn secrets_of_a_document_are_starred_and_nothing_else() {
        let references =
            "client_secret_ref:\n  source: kubernetes-secret\n  name: polaris-credentials\ncredentials:\n  mode: x\n";
        let reference = "client_secret_ref: {source: kubernetes-secret, name: polaris, key: client-secret}\n";
        let armoured = format!("a: |\n  -----BEGIN {} KEY-----\n  MIIE\n  -----END\nb: 2\n", "PRIVATE");
        let aws = format!("AKIA{}", "IOSFODNN7EXAMPLE");
        let random = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1";
        for (text, expected) in [
            ("a: 1\nclient_secret: demo # why\nb: 2\n", "a: 1\nclient_secret: **** * ***\nb: 2\n"),
            ("- {user: a, password: \"x y\"}\n", "- {user: a, password: ** ***\n"),
            ("\"apiKey\": \"x\",\n", "\"apiKey\": ****\n"),
            ("password: |\n  one\n\n  two\nb: 2\n", "password: *\n  ***\n\n  ***\nb: 2\n"),
            ("password:\n  one\nb: 2\n", "password:\n  ***\nb: 2\n"),
            ("password: \"one\n  two\"\nb: 2\n", "password: ****\n  ****\nb: 2\n"),
            ("passwords:\n- one\n- two\nb: 2\n", "passwords:\n* ***\n* ***\nb: 2\n"),
            (&armoured, "a: |\n  ********** ******* ********\n  ****\n  ********\nb: 2\n"),
            (references, references),
            (reference, reference),
            ("client_secret_ref: demo: x\n", "client_secret_ref: ***** *\n"),
            (&format!("owner: {aws}\n"), "owner: ********************\n"),
            (&format!("  {aws}: owner\n"), "  ********************* *****\n"),
            (&format!("a: {random}\n"), &format!("a: {}\n", star(random))),
        ] {
            assert_eq!(mask_lines(text, false), expected);
        }
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
            assert_eq!(mask(text, None, &[]), expected);
        }
    }

    #[test]
    fn lines_and_columns_stay_where_they_were() {
        let text = "tøken: ä: ü\n\tpassword : x\r\n\npassword:";
        let shape = |text: &str| text.lines().map(|line| line.chars().count()).collect::<Vec<_>>();
        for broken in [false, true] {
            assert_eq!(shape(&mask_lines(text, broken)), shape(text));
        }
    }

    #[test]
    fn a_found_value_is_starred_wherever_it_stands() {
        let text = "a: hunter2\nb: say hunter2\n";
        let document = floe_base::yaml::read("x", text.as_bytes(), &floe_base::yaml::Limits::default()).unwrap();
        let (pointer, span) = ("/a".to_owned(), document.locate("/a").unwrap());
        let found = Found { pointer, path: "a".to_owned(), span, what: "a secret", instead: None };
        assert_eq!(mask(text, Some(&document), &[found]), "a: *******\nb: say *******\n");
    }
}
