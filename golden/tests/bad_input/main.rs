//! Bad input by the thousand: truncated documents, wrong values and secrets in every place of a valid platform. Each
//! must end in complete findings that show no secret, or in artifacts. The golden cases show the answers to single
//! mistakes.
#![expect(clippy::disallowed_methods, reason = "the good platform is a golden case")]

mod cut;
mod encoding;
mod judge;
mod place;
mod secret;
mod value;
