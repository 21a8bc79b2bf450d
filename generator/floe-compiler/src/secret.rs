//! Secrets in documents: finds secrets by key, by field and by form, and removes secrets from all text that people see. No message here
//! ever holds a value.

mod form;
mod mask;
mod redact;
mod scan;
mod value;

use floe_base::secret_key as key;

pub(crate) use value::is_name_of_secret;

pub(crate) use form::known_form as form_of;
pub use mask::mask;
pub(crate) use redact::redact;
pub use scan::{Found, scan};
