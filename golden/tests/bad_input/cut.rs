//! Truncated documents: a document with a secret, cut at many bytes.

use crate::judge::{KINDS, Kind, judge};
use crate::secret::PASSWORD;

/// The prefixes of the secret that are long enough not to occur by chance.
fn beginnings() -> Vec<&'static str> {
    (8..=PASSWORD.len()).map(|end| &PASSWORD[..end]).collect()
}

#[test]
fn a_document_cut_short_anywhere_is_judged_and_shows_nothing_of_its_secret() {
    for kind in KINDS {
        let good = kind.good();
        let at = good.find("\nmetadata:\n").expect("the document has metadata") + "\nmetadata:\n".len();
        let text = format!("{}  password: \"{PASSWORD}\"\n{}", &good[..at], &good[at..]);
        // Every byte would take minutes, and most cuts fall inside a word like any other.
        let step = if kind == Kind::Spec { 2 } else { 9 };
        for end in (0..text.len()).step_by(step) {
            judge(kind, &text.as_bytes()[..end], &beginnings());
        }
    }
}
