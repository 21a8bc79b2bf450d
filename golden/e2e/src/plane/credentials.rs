//! The secrets of one control plane: made for one run, kept in the scratch folder, worth nothing afterwards.

use std::path::Path;

use floe_base::Digest;
use rcgen::KeyPair;

use crate::failure::{Context as _, Outcome};

/// Writes the keys with which tokens of service accounts are signed and verified, and the list of tokens; gives the
/// administrator's token.
pub(super) fn write(signing: &Path, verifying: &Path, tokens: &Path) -> Outcome<String> {
    let pair = KeyPair::generate().context(|| "no key can be made".to_owned())?;
    let pem = pair.serialize_pem();
    // As random as the key, and no way back to the key.
    let token = Digest::of(pem.as_bytes()).hex();
    save(signing, &pem)?;
    save(verifying, &pair.public_key_pem())?;
    save(tokens, &format!("{token},admin,admin,system:masters\n"))?;
    Ok(token)
}

/// Writes a file of the control plane.
pub(super) fn save(path: &Path, text: &str) -> Outcome<()> {
    std::fs::write(path, text).context(|| format!("{} cannot be written", path.display()))
}
