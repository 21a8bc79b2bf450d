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

    #[test]
    fn the_profile_is_read_from_its_line_and_a_name_that_is_no_plain_text_or_a_secret_is_an_error_there() {
        let secret = format!("name: x\nprofile: AKIA{}\n", "IOSFODNN7EXAMPLE");
        let wrong = "name: x\nprofile";
        let cases = [
            ("name: shop\nprofile: retail # why\n", Ok("retail")),
            ("\u{feff}profile : \"re tail\"\r\n", Ok("re tail")),
            ("a: &x {b: 1}\nc:\n  <<: *x\n  profile: no\n\tbroken\nprofile: 'p'\n", Ok("p")),
            ("name: shop\nprofiles: x\n# profile: y\n", Ok("")),
            ("", Ok("")),
            (&secret, Err(())),
            (&format!("{wrong}:"), Err(())),
            (&format!("{wrong}: 1"), Err(())),
            (&format!("{wrong}: [a]"), Err(())),
            (&format!("{wrong}: \"{{{{ env_var('X') }}}}\""), Err(())),
            (&format!("{wrong}: {{a"), Err(())),
            (&format!("{wrong}: \"\""), Err(())),
        ];
        for (text, expected) in cases {
            let mut out = Findings::new();
            let name = name(&File::new("dbt_project.yml", text), &mut out);
            let place = out.iter().next().map(|finding| finding.place.as_ref().unwrap().to_string());
            match expected {
                Ok(expected) => assert_eq!((name.unwrap_or_default().as_str(), place), (expected, None), "{text}"),
                Err(()) => assert_eq!(place.as_deref(), Some("dbt_project.yml:2:1"), "{text}"),
            }
        }
    }
}
