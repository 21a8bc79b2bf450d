//! Secret key: keys whose words name a secret. Knows no value and no document.

use crate::names;

/// Words that name a secret by themselves.
const WORDS: &str = "\
    accesskey accesstoken apikey bearer clientsecret credential credentials passphrase passwd password passwords \
    privatekey pwd sas secret secretkey secrets token";

/// Words that name a secret together.
const PAIRS: &[(&str, &str)] = &[
    ("access", "key"),
    ("account", "key"),
    ("api", "key"),
    ("connection", "string"),
    ("encryption", "key"),
    ("keyfile", "json"),
    ("master", "key"),
    ("private", "key"),
    ("shared", "key"),
    ("signing", "key"),
];

/// Words that name a secret at the end of a key alone: `smtp_pass`, and not `pass_through`.
const LAST: &[&str] = &["pass", "pswd", "pw"];

/// Keys of a user and a password in one text.
const LOGINS: &[&[&str]] =
    &[&["auth"], &["authorization"], &["basicauth"], &["basic", "auth"], &["user", "info"], &["userinfo"]];

/// Last words of keys that state the place of a secret, or another fact about a secret.
const ABOUT: &str = "\
    algorithm arn audience backend cache class column columns command count detection enabled encoding endpoint \
    endpoints engine env expiration expiry field fields file format hashing header headers host issuer kind length \
    lifetime limit location manager method mode mount name names namespace parameter path paths pattern policy prefix \
    process provider ref refs region required rotation rule rules scanner scanning scope scopes seconds source store \
    ttl type types uri url urls usage variable version";

/// Owners of a secret: `client_secret` is a secret. A `tls_secret` may be the name of a Secret.
const OWNERS: &str =
    "access api app application aws client consumer cookie hmac jwt key oauth session shared signing webhook";

/// The claim of a key about the value under the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Nothing about secrets.
    Nothing,
    /// The value is a secret if the value is text: `secret_rotation_interval`.
    Secret,
    /// The value is a secret even if the value is a number, because the key ends in words for a secret, as in `password`.
    SecretOrNumber,
    /// The value is a secret unless the value is the name of a Secret: `tls_secret`.
    SecretOrName,
    /// The value is a secret if a password stands behind a user: `basic_auth`.
    Login,
}

/// The claim of a key: `client_secret`, `apiKey`, `s3.secret-access-key` name secrets.
pub fn says(key: &str) -> Says {
    let words = names::words(key);
    let words: Vec<&str> = words.iter().map(|word| without_number(word)).collect();
    let Some((last, before)) = words.split_last() else { return Says::Nothing };
    if LOGINS.iter().any(|login| words.ends_with(login)) {
        return Says::Login;
    }
    let pair = matches!(words[..], [.., first, second] if PAIRS.contains(&(first, second)));
    if LAST.contains(last) || pair && !names_key_of_secret(&words) {
        return Says::SecretOrNumber;
    }
    if is_one_of(ABOUT, last) || !any_secret(&words) && words != ["tokens"] || names_key_of_secret(&words) {
        return Says::Nothing;
    }
    match (*last, before.last()) {
        ("tokens", None) => Says::Secret,
        ("secret" | "secrets", Some(owner)) if !is_one_of(OWNERS, owner) => Says::SecretOrName,
        ("credential" | "credentials", _) => Says::SecretOrName,
        (last, _) if is_one_of(WORDS, last) || is_password(last) => Says::SecretOrNumber,
        _ => Says::Secret,
    }
}

/// Whether a key says that its value is a secret.
pub fn names_secret(key: &str) -> bool {
    says(key) != Says::Nothing
}

/// Whether a key says that the value refers to a secret that is kept elsewhere: `client_secret_ref`.
pub fn refers_to_secret(key: &str) -> bool {
    key.strip_suffix("_ref").is_some_and(names_secret)
}

/// `PGPASSWORD` is one word.
fn is_password(word: &str) -> bool {
    word.ends_with("password")
}

fn is_one_of(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// `password2` is a password.
fn without_number(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// `access_key_secret_key` is the key of a Secret under which the access key stands.
fn names_key_of_secret(words: &[&str]) -> bool {
    words.strip_suffix(&["secret", "key"]).is_some_and(any_secret)
}

fn any_secret(words: &[&str]) -> bool {
    words.iter().any(|word| is_one_of(WORDS, word) || is_password(word))
        || words.windows(2).any(|pair| PAIRS.contains(&(pair[0], pair[1])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_name_a_secret_are_found_in_every_spelling() {
        let keys = "access_key access_key_id accessKey account_key adls.account-key api_key api_secret api_token \
                    apikey auth_token aws_secret_access_key bearer_token client_secret clientSecret \
                    connection_string credentials keyfile_json oauth_client_secret password password2 private_key \
                    private_key_passphrase refresh_token s3.secret-access-key s3_secret_key sas_token secret \
                    secret_access_key secret_key session_token smtp_password token";
        for key in keys.split(' ') {
            assert!(names_secret(key), "{key}");
        }
    }

    #[test]
    fn keys_that_only_speak_of_a_secret_are_let_through() {
        let keys = "access_key_secret_key client_id client_secret_env client_secret_ref credential_mode \
                    credential_secret_name credential_secret_namespace credential_vending_enabled key max_tokens \
                    oauth2 partition_key primary_key secret_key_secret_key secretary session_token_secret_key \
                    token-refresh-enabled token_uri token_url tokenizer webhook_url";
        for key in keys.split(' ') {
            assert!(!names_secret(key), "{key}");
        }
    }

    #[test]
    fn a_number_is_a_secret_only_under_a_key_that_ends_in_one() {
        for (keys, expected) in [
            ("password db_api_key", Says::SecretOrNumber),
            ("token_for_tests secret_rotation_interval_days", Says::Secret),
            ("tls_secret image_pull_secrets client_id_secret", Says::SecretOrName),
            ("basicAuth auth proxy.user-info", Says::Login),
            ("secret_name token_lifetime password_field", Says::Nothing),
            ("smtp_pass api_key_secret client_secret", Says::SecretOrNumber),
        ] {
            assert!(keys.split(' ').all(|key| says(key) == expected), "{keys}");
        }
    }
}
