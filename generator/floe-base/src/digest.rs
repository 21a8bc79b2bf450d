//! Digest: the SHA-256 of bytes, and the canonical JSON that makes equal values equal bytes. Reads no files.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const PREFIX: &str = "sha256:";

/// A SHA-256. Shown and serialised as `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of a value's [`canonical_json`].
    pub fn of_json(value: &Value) -> Self {
        Self::of(&canonical_json(value))
    }

    /// The 64 hexadecimal digits alone.
    pub fn hex(&self) -> String {
        let digit = |nibble: u8| char::from_digit(nibble.into(), 16);
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).flatten().collect()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| Error::custom("a digest is `sha256:` and 64 hexadecimal digits"))
    }
}

fn parse(text: &str) -> Option<Digest> {
    let digits = text.strip_prefix(PREFIX)?;
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    // A digest is written in one way alone: without capitals, signs and further digits.
    Some(Digest(bytes)).filter(|digest| digest.to_string() == text)
}

/// The RFC 8785 form of a value: keys sorted by UTF-16, no blanks, numbers as ECMAScript prints doubles.
///
/// An integer beyond 2^53 is rounded to a double, as the RFC asks.
///
/// # Panics
/// Never: each value has a canonical form.
pub fn canonical_json(value: &Value) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value).expect("a JSON value has a canonical form")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_digest_is_the_sha_256_of_the_bytes() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.to_string(), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn canonical_json_sorts_keys_by_utf_16_and_prints_numbers_as_ecmascript_does() {
        let value = json!({"\u{fb33}": 1, "\u{1f600}": 2, "b": 1.0, "a": [1e21, 0.000_001, -0.0, "\n\u{e9}"]});
        let expected = "{\"a\":[1e+21,0.000001,0,\"\\n\u{e9}\"],\"b\":1,\"\u{1f600}\":2,\"\u{fb33}\":1}";
        assert_eq!(String::from_utf8(canonical_json(&value)).unwrap(), expected);
    }

    #[test]
    fn equal_values_have_equal_digests_whatever_their_key_order() {
        let left: Value = serde_json::from_str(r#"{"a":1,"b":2}"#).unwrap();
        let right: Value = serde_json::from_str(r#"{"b": 2.0, "a": 1}"#).unwrap();
        assert_eq!(Digest::of_json(&left), Digest::of_json(&right));
    }

    #[test]
    fn a_digest_is_written_as_it_is_shown_and_read_in_no_other_way() {
        let digest = Digest::of(b"abc");
        assert_eq!(serde_json::to_value(digest).unwrap(), json!(digest.to_string()));
        let text = serde_json::to_string(&digest).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&text).unwrap(), digest);
        for wrong in [text.to_uppercase(), text.replace("sha256:", ""), text.replacen('a', "", 1), "\"sha256:\"".into()]
        {
            assert!(serde_json::from_str::<Digest>(&wrong).is_err(), "{wrong}");
        }
    }
}
