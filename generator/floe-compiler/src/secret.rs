//! Secrets in documents: finds secrets by key, by field and by form, and removes secrets from all text that people see. No message here
//! ever holds a value.

mod key;
mod mask;
mod parts;
mod redact;
mod scan;
mod value;

pub use mask::mask;
pub(crate) use redact::redact;
pub use scan::{Found, scan};
pub(crate) use value::known_form as form_of;
