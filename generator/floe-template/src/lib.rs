//! Templates: text with named holes, filled by Tera. Reads no file, and decides nothing about the text.
//!
//! A hole is `<[ name ]>`, a repetition `<%- for row in rows %>…<%- endfor %>`, a comment `<# … #>`: neither Helm, Jinja, Markdown, TOML nor
//! Python writes such delimiters. A template has no `if`: an optional part is a repetition over a list of none or one.

use std::collections::BTreeMap;

pub use tera::Value;
use tera::{Context, Delimiters, Tera};

/// The fillings of holes by name; inside a list, the fillings of one repetition.
pub type Holes = BTreeMap<&'static str, Value>;

/// [`Holes`]: names, each with a value.
#[macro_export]
macro_rules! holes {
    ($($name:literal: $value:expr),* $(,)?) => { $crate::Holes::from([$(($name, $crate::Value::from($value))),*]) };
}

/// Templates by name. One may include another, and use the components of another.
#[derive(Debug)]
pub struct Templates(Tera);

impl Templates {
    /// Templates with their names. The last line break of a text ends the filled file, and is no part of the text where the template is included.
    ///
    /// # Panics
    /// If a text is not a template: a bug of the program, whose constants the texts are.
    pub fn new(texts: &[(&'static str, &'static str)]) -> Self {
        let mut tera = Tera::new();
        let delimiters = Delimiters {
            block_start: "<%".into(),
            block_end: "%>".into(),
            variable_start: "<[".into(),
            variable_end: "]>".into(),
            comment_start: "<#".into(),
            comment_end: "#>".into(),
        };
        tera.set_delimiters(delimiters)
            .expect("the delimiters are constants that differ, and no template is there yet");
        tera.autoescape_on(Vec::<&str>::new());
        let texts = texts.iter().map(|(name, text)| (*name, text.strip_suffix('\n').unwrap_or(text)));
        let added = tera.add_raw_templates(texts);
        added.unwrap_or_else(|error| panic!("templates are constants of the program, and one is wrong: {error}"));
        Self(tera)
    }

    /// The text of a template whose holes are filled.
    ///
    /// # Panics
    /// If a hole is not filled, or a filling has no hole: a bug of the program, whose constants both names are.
    pub fn fill(&self, name: &str, holes: &Holes) -> String {
        let filled = self.try_fill(name, holes);
        filled.unwrap_or_else(|error| panic!("names of holes are constants of the program, and one is wrong: {error}"))
    }

    fn try_fill(&self, name: &str, holes: &Holes) -> Result<String, String> {
        let mut context = Context::new();
        for (hole, value) in holes {
            context.insert_value(*hole, value.clone());
        }
        let asked = self.0.get_template_variables(name).map_err(|error| error.to_string())?;
        let mut text = self.0.render(name, &context).map_err(|error| error.to_string())?;
        if let Some(unasked) = holes.keys().find(|hole| !asked.contains(*hole)) {
            return Err(format!("{name} has no hole `{unasked}`"));
        }
        text.push('\n');
        Ok(text)
    }
}

/// The text of one template whose holes are filled.
///
/// # Panics
/// As [`Templates::new`] and [`Templates::fill`] do.
pub fn fill(template: &'static str, holes: &Holes) -> String {
    Templates::new(&[("template", template)]).fill("template", holes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(template: &'static str, holes: &Holes) -> Result<String, String> {
        Templates::new(&[("it", template)]).try_fill("it", holes)
    }

    #[test]
    fn holes_are_filled_with_text_as_the_text_is() {
        let text = attempt(
            "a <[ x ]> {{ y }} [[z]] <% for n in n %><[ n ]>;<% endfor %>\n",
            &holes! { "x": "<&>\n", "n": vec![1, 2] },
        );
        assert_eq!(text.as_deref(), Ok("a <&>\n {{ y }} [[z]] 1;2;\n"));
    }

    #[test]
    fn a_hole_without_a_filling_is_refused() {
        assert!(attempt("<[ x ]>", &Holes::new()).unwrap_err().contains("`x` is not defined"));
        assert!(attempt("<[ x.y ]>", &holes! { "x": holes! { "z": 1 } }).unwrap_err().contains("`y` is not defined"));
        assert!(attempt("<% for x in x.y %><% endfor %>", &holes! { "x": Holes::new() }).is_err());
    }

    #[test]
    fn a_filling_without_a_hole_is_refused() {
        assert_eq!(attempt("<[ x ]>", &holes! { "x": 1, "y": 2 }), Err("it has no hole `y`".to_owned()));
    }

    #[test]
    fn an_included_template_does_not_bring_its_last_line_break() {
        let templates = Templates::new(&[("a", "<% include \"b\" %>\n\nc\n"), ("b", "<[ x ]>\n")]);
        assert_eq!(templates.fill("a", &holes! { "x": 1 }), "1\n\nc\n");
    }
}
