//! Forms: checks texts whose form a pattern cannot state as a whole, and rewrites other spellings of the form. Reads no document.

mod cron;

use floe_types::rule::Form;
use floe_types::scalars::{FORMS, REMEDIES};
use floe_types::shape::Shape;

/// The way to write a value of a shape that has a form.
pub(crate) fn remedy(shape: Option<&Shape>) -> &'static str {
    let Some(Shape::Named(name)) = shape else { return "" };
    REMEDIES.iter().find(|(scalar, _)| scalar == name).map_or("", |(_, remedy)| remedy)
}

/// The one spelling that every consumer reads, or the reason why no consumer takes the text. `None`: the shape has no form.
pub(crate) fn normal(shape: Option<&Shape>, text: &str) -> Option<Result<String, String>> {
    let Some(Shape::Named(name)) = shape else { return None };
    let (_, form) = FORMS.iter().find(|(scalar, _)| scalar == name)?;
    Some(match form {
        Form::Cron => cron::normal(text),
    })
}
