//! Digest: the SHA-256 of bytes, and the canonical JSON that makes equal values equal bytes. Compares nothing but bytes.

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256. Displays and serialises as `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of a value's [`canonical_json`].
    pub fn of_json(value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self::of(&canonical_json(value)?))
    }

    /// The 64 hexadecimal digits without the `sha256:`.
    pub fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "sha256:{}", self.hex())
    }
}
