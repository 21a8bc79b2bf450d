//! Keys whose words name a secret. Knows no value and no document.

use floe_base::names;

/// Words that name a secret by themselves.
const WORDS: &[&str] = &[
    "accesskey",
    "accesstoken",
    "apikey",
    "bearer",
    "clientsecret",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "passwords",
    "privatekey",
    "pwd",
    "sas",
    "secret",
    "secretkey",
    "secrets",
    "token",
];

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

/// Last words of keys that state the place of a secret, or another fact about a secret.
const ABOUT: &[&str] = &["enabled", "env", "mode", "name", "namespace", "ref", "uri", "url"];

/// The claim of a key about the value under the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// Nothing about secrets.
    Nothing,
    /// The value is a secret if the value is text: `token_lifetime`.
    Secret,
    /// The value is a secret even if the value is a number, because the key ends in words for a secret, as in `password`.
    SecretOrNumber,
}

/// The claim of a key: `client_secret`, `apiKey`, `s3.secret-access-key` name secrets.
pub(crate) fn says(key: &str) -> Says {
    let words = names::words(key);
    let words: Vec<&str> = words.iter().map(|word| without_number(word)).collect();
    let about = words.last().is_some_and(|last| ABOUT.contains(last));
    if about || !any_secret(&words) || names_key_of_secret(&words) {
        return Says::Nothing;
    }
    let word = words.last().is_some_and(|last| WORDS.contains(last));
    let pair = matches!(words[..], [.., first, second] if PAIRS.contains(&(first, second)));
    if word || pair { Says::SecretOrNumber } else { Says::Secret }
}

/// Whether a key says that its value is a secret.
pub(crate) fn names_secret(key: &str) -> bool {
    says(key) != Says::Nothing
}

/// Whether a key says that the value refers to a secret that is kept elsewhere: `client_secret_ref`.
pub(crate) fn refers_to_secret(key: &str) -> bool {
    key.strip_suffix("_ref").is_some_and(names_secret)
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
    words.iter().any(|word| WORDS.contains(word)) || words.windows(2).any(|pair| PAIRS.contains(&(pair[0], pair[1])))
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
            ("token_lifetime secret_rotation_interval_days", Says::Secret),
            ("secret_name", Says::Nothing),
        ] {
            assert!(keys.split(' ').all(|key| says(key) == expected), "{keys}");
        }
    }
}
