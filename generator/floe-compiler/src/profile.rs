//! The name of the dbt profile, as a dbt project states the name. The rest of the project belongs to dbt, and is not read.

use floe_base::{Findings, Place, Span, yaml};
use floe_types::diagnostics as messages;

use crate::input::File;
use crate::report;
use crate::secret;

/// The `profile` of a `dbt_project.yml`, which stands at the beginning of a line. A byte order mark before the first line does not count.
pub(crate) fn name(project: &File, out: &mut Findings) -> Option<String> {
    let text = String::from_utf8_lossy(&project.bytes);
    let lines = text.trim_start_matches('\u{feff}').lines();
    let (number, line) = (1..).zip(lines).find(|(_, line)| value(line).is_some())?;
    let name = read(line);
    let fault = match &name {
        None => Some(messages::lower_profile_name_invalid()),
        Some(name) => secret::form_of(name)
            .map(|form| messages::load_secret_literal("profile", form, "a field that takes a reference")),
    };
    if let Some(fault) = fault {
        let length = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
        out.push(report::at(Place::new(project.path.clone(), Span::new(number, 1, length)), fault));
    }
    name
}

fn value(line: &str) -> Option<&str> {
    line.strip_prefix("profile").map(str::trim_start)?.strip_prefix(':')
}

/// The name on one line, if the name is text without an expression.
fn read(line: &str) -> Option<String> {
    let node = yaml::read("", line.as_bytes(), &yaml::Limits::default()).ok()?;
    let name = node.get("profile")?.as_str()?;
    (!name.is_empty() && !name.contains("{{") && !name.contains("{%")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Result<Option<String>, String> {
        let mut out = Findings::new();
        let name = name(&File::new("dbt_project.yml", text), &mut out);
        match out.iter().next() {
            Some(finding) => Err(finding.place.as_ref().map(ToString::to_string).unwrap_or_default()),
            None => Ok(name),
        }
    }

    #[test]
    fn the_profile_is_read_from_its_line_whatever_else_the_project_holds() {
        assert_eq!(named("name: shop\nprofile: retail # why\n"), Ok(Some("retail".to_owned())));
        assert_eq!(named("\u{feff}profile : \"re tail\"\r\n"), Ok(Some("re tail".to_owned())));
        assert_eq!(
            named("a: &x {b: 1}\nc:\n  <<: *x\n  profile: no\n\tbroken\nprofile: 'p'\n"),
            Ok(Some("p".to_owned()))
        );
    }

    #[test]
    fn a_project_without_a_profile_names_none() {
        assert_eq!(named("name: shop\nprofiles: x\n# profile: y\n"), Ok(None));
        assert_eq!(named(""), Ok(None));
    }

    #[test]
    fn a_secret_is_no_name() {
        let secret = format!("profile: AKIA{}\n", "IOSFODNN7EXAMPLE");
        assert_eq!(named(&secret), Err("dbt_project.yml:1:1".to_owned()));
    }

    #[test]
    fn what_is_no_plain_text_is_an_error_at_its_line() {
        for text in [
            "profile:",
            "profile: 1",
            "profile: [a]",
            "profile: \"{{ env_var('X') }}\"",
            "profile: {a",
            "profile: \"\"",
        ] {
            assert_eq!(named(&format!("name: x\n{text}\n")), Err("dbt_project.yml:2:1".to_owned()), "{text}");
        }
    }
}
