//! Bad input, made by the thousand from a good platform: documents cut short, values of every wrong kind in every place, secrets in every
//! place. Each must end in findings that have a code, a place and a remedy and show no secret, or in artifacts. What single mistakes are
//! answered with is shown by the golden cases.
#![expect(clippy::disallowed_methods, reason = "the good platform is a golden case")]

mod cut;
mod encoding;
mod judge;
mod place;
mod secret;
mod value;
