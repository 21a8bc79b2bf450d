//! JSON values to YAML text for people: block style, and every string quoted that some YAML reader would take for something else.

/// The value as a YAML document, ending in a line break.
///
/// Maps are written in the order they have; `serde_json` keeps its maps sorted by key.
///
/// # Panics
/// Never: every JSON value has a YAML form.
pub fn write(value: &serde_json::Value) -> String {
    let options = serde_saphyr::ser_options! { folded_wrap_chars: usize::MAX };
    serde_saphyr::to_string_with_options(value, options).expect("a JSON value has a YAML form")
}
