//! Forms: checks texts whose form a pattern cannot state as a whole, and rewrites other spellings of the form. Reads no document.

mod cron;
mod memory;
mod time_zone;

use floe_types::rule::Form;
use floe_types::scalars::{FORMS, REMEDIES};
use floe_types::shape::Shape;

/// The fault of a text.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The reason why no consumer takes the text.
    pub reason: String,
    /// The way to write the text, where more is known than the remedy of the scalar.
    pub remedy: Option<String>,
}

/// The way to write a value of a shape that has a form.
pub(crate) fn remedy(shape: Option<&Shape>) -> &'static str {
    let Some(Shape::Named(name)) = shape else { return "" };
    REMEDIES.iter().find(|(scalar, _)| scalar == name).map_or("", |(_, remedy)| remedy)
}

/// The one spelling that every consumer reads, or the fault of the text. `None`: the shape has no form.
pub(crate) fn normal(shape: Option<&Shape>, text: &str) -> Option<Result<String, Fault>> {
    let Some(Shape::Named(name)) = shape else { return None };
    let (_, form) = FORMS.iter().find(|(scalar, _)| scalar == name)?;
    Some(match form {
        Form::Cron => cron::normal(text).map_err(|reason| Fault { reason, remedy: None }),
        Form::TimeZone => time_zone::normal(text),
        Form::Memory => Ok(memory::normal(text)),
    })
}
