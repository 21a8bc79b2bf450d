//! Texts that have the form of a secret. Knows no key and no document.

/// The start of an armoured key.
pub(super) const KEY_BEGINS: &str = "-----BEGIN ";

/// Addresses that let everybody in who has the address: the host, the path before the token, and the kind.
const WEBHOOKS: [(&str, &str, &str); 2] = [
    ("api.telegram.org", "/bot", "the address of a Telegram bot"),
    ("discord.com", "/api/webhooks/", "the address of a Discord webhook"),
];

/// The length of the shortest random text that counts as a secret.
const LONG: usize = 32;

/// The kind of secret that a text holds by form, if any. Each form is published, so there is hardly any doubt.
pub(super) fn published_form(text: &str) -> Option<&'static str> {
    if text.contains(KEY_BEGINS) && text.contains("PRIVATE KEY") {
        return Some("a private key");
    }
    if text.contains("://hooks.slack.com/services/") {
        return Some("the address of a Slack webhook");
    }
    if let Some(webhook) = WEBHOOKS.iter().find(|(host, path, _)| is_webhook(text, host, path)) {
        return Some(webhook.2);
    }
    if has_password_in_url(text) {
        return Some("an address with a password");
    }
    let mut tokens = text.split(|c: char| !is_token_char(c));
    tokens.find_map(|token| {
        if is_json_web_token(token) { Some("a JSON Web Token") } else { suffixes(token).find_map(prefixed_form) }
    })
}

/// Whether a text is an address with a long token behind a path.
fn is_webhook(text: &str, host: &str, path: &str) -> bool {
    const SHORTEST: usize = 20;
    let behind = text.split_once(&format!("://{host}{path}")).map(|(_, behind)| behind);
    behind.is_some_and(|behind| behind.split(['/', ':']).any(|part| part.len() >= SHORTEST && !part.starts_with('{')))
}

/// Last words of the names that people give to Secrets.
const NAMES_OF_SECRETS: &[&str] = &[
    "account",
    "admin",
    "auth",
    "cert",
    "certs",
    "config",
    "conn",
    "connection",
    "credential",
    "credentials",
    "creds",
    "key",
    "keys",
    "login",
    "oauth",
    "oidc",
    "registry",
    "root",
    "secret",
    "secrets",
    "tls",
    "token",
    "tokens",
    "user",
];

/// Words for a way to get credentials, under keys such as `credentials`.
const MODES: &[&str] = &["anonymous", "default", "env", "environment", "iam", "none", "vault", "workload-identity"];

/// Whether a text names a way to get credentials, or a Secret. The name of a Secret consists of words with dashes between, and the last word
/// names the content.
pub(crate) fn is_name_of_secret(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    if MODES.contains(&text) {
        return true;
    }
    let named = text.rsplit_once(['-', '.']).is_some_and(|(_, last)| NAMES_OF_SECRETS.contains(&last));
    named && text.split(['-', '.']).all(is_word)
}

/// Whether a text looks random: long, unbroken, with small and capital letters and digits. Paths do not count.
pub(crate) fn is_random(text: &str) -> bool {
    let mixed = |test: fn(&char) -> bool| text.chars().any(|c| test(&c));
    text.chars().count() >= LONG
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-'))
        && mixed(char::is_ascii_lowercase)
        && mixed(char::is_ascii_uppercase)
        && mixed(char::is_ascii_digit)
        && !text.starts_with('/')
}

/// Whether a text refers to a value that is filled in elsewhere: `{{ env_var('X') }}`, `${X}`, `$(X)`. A text with a default is not a
/// reference.
pub(crate) fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let between = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let name = |inner: &str| {
        let inner = inner.strip_prefix("env:").unwrap_or(inner);
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
    };
    let call = between("{{", "}}").map(str::trim).and_then(|inner| inner.strip_prefix("env_var(")?.strip_suffix(')'));
    let quoted = call.map(|argument| argument.trim().trim_matches(['\'', '"']));
    [quoted, between("${", "}"), between("$(", ")")].into_iter().flatten().any(name)
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The ends of a token that begin with a word, because other words may stand before and after a secret.
fn suffixes(token: &str) -> impl Iterator<Item = &str> {
    let begins = |at: &usize| !token[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
    (0..token.len()).filter(begins).map(|at| &token[at..])
}

/// Prefixes of tokens, with the characters that follow, the least number of these, and the kind of secret.
type Prefixed = (&'static [&'static str], fn(&char) -> bool, usize, &'static str);

const PREFIXED: [Prefixed; 8] = [
    (&["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], char::is_ascii_alphanumeric, 20, "a GitHub token"),
    (&["github_pat_"], |c| *c != '.', 20, "a GitHub token"),
    (&["glpat-"], |c| *c != '.', 20, "a GitLab token"),
    (&["xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-"], |c| *c != '.', 10, "a Slack token"),
    (&["AIza"], |c| *c != '.', 35, "a Google API key"),
    (&["SG."], |_| true, LONG, "a SendGrid key"),
    (&["dapi"], char::is_ascii_hexdigit, 32, "a Databricks token"),
    (&["npm_"], char::is_ascii_alphanumeric, 36, "an npm token"),
];

/// The kind of secret that a text begins with.
fn prefixed_form(text: &str) -> Option<&'static str> {
    let behind = |prefixes: &[&str]| prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    let length = |text: &str, test: fn(&char) -> bool| text.chars().take(LONG + 8).take_while(test).count();
    let is_capital = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let is_aws = |rest: &str| length(rest, char::is_ascii_alphanumeric) == 16 && length(rest, is_capital) == 16;
    if behind(&["AKIA", "ASIA"]).is_some_and(is_aws) {
        return Some("an AWS access key");
    }
    let fits =
        |(prefixes, test, least, _): &&Prefixed| behind(prefixes).is_some_and(|rest| length(rest, *test) >= *least);
    PREFIXED.iter().find(fits).map(|(.., kind)| *kind)
}

/// Whether a token is a JSON Web Token: three parts in base64url, the first two JSON objects. Other parts may stand around the three.
fn is_json_web_token(token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let base64url = |part: &&str| part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    parts.windows(3).any(|three| three[..2].iter().all(|part| part.starts_with("eyJ")) && three.iter().all(base64url))
}

/// `scheme://user:password@host`, unless the password is filled in elsewhere.
fn has_password_in_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, divider)| {
        let rest = &text[at + divider.len()..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#'));
        let authority = end.map_or(rest, |end| &rest[..end]);
        let user_info = authority.rsplit_once('@').map(|(user_info, _)| user_info);
        let password = user_info.and_then(|user_info| user_info.split_once(':')).map(|(_, password)| password);
        password.is_some_and(|password| !password.is_empty() && !is_reference(password))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_published_forms_are_named_by_their_kind() {
        // Each text is joined here, so that no scanner of source code takes the test for a leak.
        let cases = [
            (["AKIA", "IOSFODNN7EXAMPLE"], "an AWS access key"),
            (["id=ASIA", "IOSFODNN7EXAMPLE;"], "an AWS access key"),
            (["`labels.AKIA", "IOSFODNN7EXAMPLE`"], "an AWS access key"),
            (["new_AKIA", "IOSFODNN7EXAMPLE-data"], "an AWS access key"),
            (["token-ghp_", "0123456789abcdefghijABCDEFGHIJ012345.old"], "a GitHub token"),
            (["-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE\n"], "a private key"),
            (["Bearer eyJhbGciOiJIUzI1NiJ9.eyJ", "zdWIiOiIxIn0.c2ln"], "a JSON Web Token"),
            (["ghp_", "0123456789abcdefghijABCDEFGHIJ012345"], "a GitHub token"),
            (["github_pat_", "0123456789_abcdefghij"], "a GitHub token"),
            (["glpat-", "0123456789_abcdefghij"], "a GitLab token"),
            (["xoxb-", "123456789012-abcdef"], "a Slack token"),
            (["AIza", "0123456789abcdefghijABCDEFGHIJ01234"], "a Google API key"),
            (["https://hooks.slack", ".com/services/T0/B0/x"], "the address of a Slack webhook"),
            (["postgresql://floe:", "hunter2@db:5432/floe"], "an address with a password"),
        ];
        for (parts, kind) in cases {
            assert_eq!(published_form(&parts.concat()), Some(kind), "{parts:?}");
        }
    }

    #[test]
    fn ordinary_texts_have_no_form_of_a_secret() {
        let texts = "http://floe-platform-polaris:8181/api/catalog/v1/oauth/tokens http://admin.example.com \
                     https://git@example.com/repo abfss://container@account.dfs.core.windows.net/prefix \
                     postgresql://floe:${PASSWORD}@db:5432/floe PRINCIPAL_ROLE:ALL catalog_admin bucket-tokens api_v2 \
                     AKIA AKIA-AND-ASIA-ARE-PREFIXES-2024 glpat-a.long-text-behind-a-dot eyJ.a.b 1.0.0-eyJ";
        for text in texts.split(' ').chain(["-----BEGIN CERTIFICATE-----"]) {
            assert_eq!(published_form(text), None, "{text}");
        }
    }

    #[test]
    fn only_long_unbroken_text_that_mixes_cases_and_digits_looks_random() {
        assert!(is_random("wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEK0"));
        for text in [
            "short1A",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "a long sentence that mentions Iceberg 1.4 and goes on for a while",
            "/data/Warehouse/CustomerOrders2024/part",
            "https://Example.com/a/very/long/path/With/Digits/2024",
            "550e8400-e29b-41d4-a716-446655440000",
            "THIS_IS_A_LONG_CONSTANT_NAME_OF_2024",
        ] {
            assert!(!is_random(text), "{text}");
        }
    }

    #[test]
    fn a_value_that_is_filled_in_elsewhere_is_a_reference_and_one_with_a_default_is_not() {
        for text in ["{{ env_var('CATALOG_SECRET') }}", "{{env_var(\"X\")}}", "${X}", "${env:DD_API_KEY}", "$(X)"] {
            assert!(is_reference(text), "{text}");
        }
        for text in ["{{ env_var('X', 'hunter2') }}", "hunter2", "", "${}", "$X", "${X:-hunter2}", "${X:hunter2}"] {
            assert!(!is_reference(text), "{text}");
        }
    }
}
