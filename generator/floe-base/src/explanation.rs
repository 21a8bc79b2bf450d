//! Explanation: the meaning of a code. Knows no code, and prints nothing.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::names;

/// The meaning of a code.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Explanation<'a> {
    /// `SCREAMING_SNAKE`, phase first.
    pub code: &'a str,
    /// `error`, `warning` or `info`.
    pub severity: &'a str,
    /// The title, in one line.
    pub title: &'a str,
    /// Why the code exists and how the finding comes about; Markdown.
    pub explain: &'a str,
    /// The messages, with arguments in braces: one text for each variant.
    pub messages: Vec<&'a str>,
    /// The remedy, with arguments in braces.
    pub help: &'a str,
    /// Other names of the code.
    pub aliases: Vec<&'a str>,
    /// An example that leads to the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Example<'a>>,
}

/// An example that leads to a finding.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Example<'a> {
    /// The command that gives the finding.
    pub command: &'a str,
    /// The files of the folder in which the command runs, with their paths.
    #[serde(serialize_with = "by_path")]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub files: Vec<(&'a str, &'a str)>,
}

/// The explanation of a code or alias, in any case of letters; otherwise the known codes, nearest first.
pub fn find<'a>(all: impl IntoIterator<Item = Explanation<'a>>, asked: &str) -> Result<Explanation<'a>, Vec<&'a str>> {
    let mut codes = Vec::new();
    for one in all {
        let meant = one.aliases.iter().chain([&one.code]).any(|name| name.eq_ignore_ascii_case(asked));
        if meant {
            return Ok(one);
        }
        codes.push(one.code);
    }
    Err(names::by_nearness(asked, codes))
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}\n\n{}", self.severity, self.code, self.title, self.explain.trim_end())?;
        writeln!(f, "\nIt says:\n")?;
        self.messages.iter().try_for_each(|message| writeln!(f, "    {message}"))?;
        writeln!(f, "\nRemedy:\n\n    {}", self.help)?;
        if let Some(example) = &self.example {
            writeln!(f, "\nExample, as told by `{}`:", example.command)?;
            for (path, text) in &example.files {
                writeln!(f, "\n  {path}\n")?;
                text.lines().try_for_each(|line| writeln!(f, "{}", format!("    {line}").trim_end()))?;
            }
        }
        if !self.aliases.is_empty() {
            writeln!(f, "\nAlso known as {}.", self.aliases.join(", "))?;
        }
        Ok(())
    }
}

fn by_path<S: Serializer>(files: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(files.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::yaml;

    fn explanation(code: &'static str) -> Explanation<'static> {
        Explanation {
            code,
            severity: "error",
            title: "A key that is not there",
            explain: "Documents are closed.\n",
            messages: vec!["there is no key `{key}`"],
            help: "remove it",
            aliases: vec!["E103"],
            example: Some(Example { command: "floe compile", files: vec![("floe.yaml", "a: 1\n\nb: 2\n")] }),
        }
    }

    #[test]
    fn a_code_or_an_alias_is_found_in_whatever_case() {
        for asked in ["LOAD_KEY_UNKNOWN", "load_key_unknown", "e103"] {
            assert_eq!(find([explanation("LOAD_KEY_UNKNOWN")], asked).unwrap().code, "LOAD_KEY_UNKNOWN");
        }
    }

    #[test]
    fn an_unknown_code_is_answered_with_the_known_ones_nearest_first() {
        let known = [explanation("CHART_INVALID"), explanation("LOAD_KEY_UNKNOWN")];
        assert_eq!(find(known, "LOAD_KEY_UNKNWON").unwrap_err(), ["LOAD_KEY_UNKNOWN", "CHART_INVALID"]);
    }

    #[test]
    fn an_explanation_shows_text_remedy_and_example() {
        let expected = "\
error[LOAD_KEY_UNKNOWN]: A key that is not there

Documents are closed.

It says:

    there is no key `{key}`

Remedy:

    remove it

Example, as told by `floe compile`:

  floe.yaml

    a: 1

    b: 2

Also known as E103.
";
        assert_eq!(explanation("LOAD_KEY_UNKNOWN").to_string(), expected);
    }

    /// The names of the properties of an object's schema, each with whether the property is required.
    fn properties(schema: &serde_json::Value) -> BTreeMap<&str, bool> {
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
        let names = schema["properties"].as_object().into_iter().flatten();
        names.map(|(name, _)| (name.as_str(), required.iter().any(|one| *one == name))).collect()
    }

    #[test]
    fn what_is_printed_as_json_has_the_properties_that_the_contract_says() {
        let text = include_str!("../../../contracts/documents/explanation/v1.yaml");
        let contract = yaml::read("v1.yaml", text.as_bytes(), &yaml::Limits::default()).unwrap().to_json();
        let derived = schemars::schema_for!(Explanation<'_>).to_value();
        for (own, theirs) in [
            (&derived, &contract["$defs"]["Explanation"]),
            (&derived["$defs"]["Example"], &contract["$defs"]["ExplanationExample"]),
        ] {
            assert!(!properties(own).is_empty(), "{derived}");
            assert_eq!(properties(own), properties(theirs));
        }
    }
}
