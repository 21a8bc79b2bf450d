//! The form of a text as a whole, and of the parts of a text that holds keys and values: queries, connection strings, headers, JSON. Knows no
//! document.

use serde_json::Value;

use super::key;
use super::value::{is_reference, published_form};

/// Parameters of signed addresses. Each of them lets anyone who has the address in.
const SIGNATURES: &[&str] =
    &["sig", "signature", "x-amz-signature", "x-amz-security-token", "x-goog-signature", "x-oss-signature"];

/// The kind of secret that a text holds by form, if any.
pub(crate) fn known_form(text: &str) -> Option<&'static str> {
    if let Some(form) = published_form(text) {
        return Some(form);
    }
    if is_authorization(text) {
        return Some("a header that lets its sender in");
    }
    if is_cookie(text) {
        return Some("a cookie that lets its sender in");
    }
    if let Some(decoded) = decoded(text) {
        return known_form(&decoded);
    }
    if text.split_ascii_whitespace().any(is_database_login) || names_password(text) {
        return Some("a password");
    }
    if queries(text).any(is_secret) {
        return Some("an address with a secret in its query");
    }
    if text.split_ascii_whitespace().any(is_address_with_login) {
        return Some("an address with a password");
    }
    if lines(text).chain(elements(text)).any(is_secret) {
        return Some("a document with a secret");
    }
    if pairs(text).any(is_secret) {
        return Some("a connection string with a secret");
    }
    object(text).is_some_and(|object| holds_secret(&object)).then_some("a document with a secret")
}

/// A text with an encoded address, decoded as far as addresses need; `None` where no address is encoded.
fn decoded(text: &str) -> Option<String> {
    const ADDRESS: &str = "%3a%2f%2f";
    let marks = [("%3a", ":"), ("%3A", ":"), ("%2f", "/"), ("%2F", "/"), ("%40", "@")];
    let is_encoded = text.to_ascii_lowercase().contains(ADDRESS);
    is_encoded.then(|| marks.iter().fold(text.to_owned(), |text, (code, mark)| text.replace(code, mark)))
}

/// Whether a text is an address that lets nobody in: no user, no secret in the query, no long token in the path.
pub(super) fn is_plain_address(text: &str) -> bool {
    const TOKEN: usize = 20;
    let is_token = |part: &str| part.len() >= TOKEN && part.contains(|c: char| c.is_ascii_digit());
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        known_form(text).is_none() && !rest.contains('@') && !rest.split(['/', '?', '&', '=']).skip(1).any(is_token)
    })
}

/// Whether a text is a user and a password: `user:password`.
pub(super) fn is_login(text: &str) -> bool {
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace) && !text.starts_with('/');
    text.split_once(':').is_some_and(|(user, password)| is_word(user) && is_word(password) && !is_reference(password))
}

/// `Basic dXNlcjpwYXNz`, `Authorization: Bearer 0123456789`.
fn is_authorization(text: &str) -> bool {
    const SHORTEST: usize = 8;
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let is_scheme = |word: &str| ["basic", "bearer"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
    let is_token = |word: &str| {
        let encoded = |c: char| c.is_ascii_alphanumeric() || "+/=_-.~".contains(c);
        word.len() >= SHORTEST && word.chars().all(encoded) && word.contains(|c: char| !c.is_ascii_lowercase())
    };
    // A sentence has more words behind the token than a header.
    words.windows(2).any(|pair| is_scheme(pair[0]) && is_token(pair[1])) && words.len() <= 3
}

/// `Cookie: session=0123456789abcdef`, `Set-Cookie: sid=…; Secure`. A short value is a setting, such as a language.
fn is_cookie(text: &str) -> bool {
    const SHORTEST: usize = 16;
    let rest = ["cookie:", "set-cookie:"].iter().find_map(|name| {
        text.get(..name.len()).filter(|begin| begin.eq_ignore_ascii_case(name)).map(|_| &text[name.len()..])
    });
    let value = rest.and_then(|rest| rest.split(';').next()?.trim().split_once('='));
    value.is_some_and(|(_, value)| value.len() >= SHORTEST && !is_reference(value))
}

/// `user/password@host:1521/service`, as Oracle's tools take a login. The name of a package in npm has no port.
fn is_database_login(word: &str) -> bool {
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let Some((login, host)) = word.rsplit_once('@') else { return false };
    let login = login.strip_prefix("jdbc:oracle:thin:").unwrap_or(login);
    let has_port = host.split(['/', ':']).any(|part| part.len() > 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
    has_port && login.split_once('/').is_some_and(|(user, password)| is_name(user) && is_value(password))
}

/// A sentence or a command that says a password: `password is hunter2`, `curl -u floe:hunter2`. A word of letters alone belongs to a
/// sentence about passwords.
fn names_password(text: &str) -> bool {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let is_password = |word: &str| {
        let word = word.trim_end_matches(['.', ',', '!']);
        let (digits, letters) = (word.contains(|c: char| c.is_ascii_digit()), word.contains(char::is_alphabetic));
        digits && letters && is_value(word)
    };
    let says =
        |word: &str| ["password", "passwd", "passphrase", "pw"].iter().any(|name| word.eq_ignore_ascii_case(name));
    let is_user_option = |word: &str| matches!(word, "-u" | "--user" | "--proxy-user");
    words.windows(3).any(|three| says(three[0]) && matches!(three[1], "is" | "=" | ":") && is_password(three[2]))
        || words.windows(2).any(|two| {
            let option = two[0].strip_prefix("--");
            is_user_option(two[0]) && is_login(two[1]) && two[1].contains(char::is_alphabetic)
                || option.is_some_and(|option| key::says(option) == key::Says::SecretOrNumber) && is_password(two[1])
        })
}

/// `user:password@host`, without a scheme. A digest behind the sign belongs to an image.
fn is_address_with_login(word: &str) -> bool {
    let Some((login, host)) = word.strip_prefix("//").unwrap_or(word).split_once('@') else { return false };
    let is_name = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let user = login.split_once(':').map(|(user, _)| user);
    is_login(login) && user.is_some_and(|user| is_name(user) && user != "mailto") && !host.starts_with("sha256:")
}

/// The lines `key: value` of a text with one word behind each key.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.lines().filter_map(|line| line.trim().split_once(": "));
    pairs
        .filter(|(key, value)| !key.contains(' ') && !value.trim().contains(' '))
        .map(|(key, value)| (key, value.trim()))
}

/// The elements of XML in a text that hold text alone: `<password>x</password>`.
fn elements(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let elements = text.split('<').filter_map(|element| element.split_once('>'));
    elements.filter(|(name, _)| text.contains(&format!("</{name}>")))
}

/// The parameters of every query in a text: `?a=b&c=d`.
fn queries(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let addresses = text.split(char::is_whitespace).filter(|word| word.contains(':'));
    let queries = addresses.filter_map(|address| address.split_once('?')).map(|(_, query)| query);
    queries.flat_map(|query| query.split(['&', ';', '#'])).filter_map(|pair| pair.split_once('='))
}

/// The pairs of a connection string or of a form: `Server=db;Password=x`, `host=db password=x`, `password="x";`, `user=a&password=x`,
/// `(user=a)(password=x)`.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = text.split([';', ',', ' ', '\n', '&', '(', ')']).filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (key, value.trim_matches(['"', '\''])))
}

/// Whether the key of a pair names a secret, and the value is written out.
fn is_secret((key, value): (&str, &str)) -> bool {
    let is_signature = SIGNATURES.iter().any(|signature| signature.eq_ignore_ascii_case(key));
    (is_signature || key::says(key) == key::Says::SecretOrNumber) && is_value(value)
}

/// Whether a value is written out: not empty, not filled in elsewhere and not masked.
fn is_value(value: &str) -> bool {
    let is_mask = value.chars().all(|c| matches!(c, '*' | '.' | 'x' | 'X' | '…'));
    let is_hole = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    let is_variable = |name: &str| name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let is_filled_in =
        is_reference(value) || value.starts_with("{{") || value.strip_prefix('$').is_some_and(is_variable);
    // ODBC quotes values with braces; a word in braces is a hole.
    let quotes =
        |value: &str| value.contains(|c: char| c.is_ascii_digit()) && value.contains(|c: char| c.is_ascii_lowercase());
    let is_brace = is_hole('{', '}') && !quotes(value);
    !is_mask && !is_filled_in && !is_hole('<', '>') && !is_brace && !is_hole('%', '%')
}

/// A JSON object that a text holds.
fn object(text: &str) -> Option<Value> {
    let text = text.trim();
    text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

fn holds_secret(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, member)| match member {
            Value::String(text) => known_form(text).is_some() || is_secret((key, text)),
            member => holds_secret(member),
        }),
        Value::Array(items) => items.iter().any(holds_secret),
        Value::String(text) => known_form(text).is_some(),
        _ => false,
    }
}
