//! A course: steps and the expectations after each, read from a file. Runs nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::expect;
use crate::failure::{Context as _, Failure, Outcome};

/// The action of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Makes the objects that the packages expect from outside.
    Prepare,
    /// Sends every object to the server in a dry run.
    DryRun,
    /// Installs a package.
    Install,
    /// Upgrades to a package.
    Upgrade,
    /// Upgrades to a package that the server must refuse.
    Refuse,
    /// Rolls back to the previous revision, which must have been this package.
    Rollback,
    /// Uninstalls the release, which must be this package.
    Uninstall,
}

/// One step.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The action.
    #[serde(rename = "do")]
    pub verb: Verb,
    /// The release of the step.
    #[serde(default)]
    pub release: String,
    /// The package of the step.
    #[serde(default)]
    pub package: String,
    /// The names of the expectations after the step. Reading a course replaces the names of sets by their members.
    #[serde(default)]
    pub expect: Vec<String>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.verb {
            Verb::Prepare => return write!(f, "prepare"),
            Verb::DryRun => "dry-run",
            Verb::Install => "install",
            Verb::Upgrade => "upgrade",
            Verb::Refuse => "refuse",
            Verb::Rollback => "rollback",
            Verb::Uninstall => return write!(f, "uninstall {}", self.release),
        };
        write!(f, "{verb} {} to {}", self.release, self.package)
    }
}

/// A sequence of steps.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Sets of expectations by name.
    #[serde(default)]
    sets: BTreeMap<String, Vec<String>>,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Course {
    /// Reads a course from a file.
    ///
    /// # Errors
    /// A file that is no course, and unknown names of expectations.
    pub fn read(path: &Path) -> Outcome<Self> {
        let text = std::fs::read_to_string(path).context(|| format!("{} cannot be read", path.display()))?;
        Self::parse(&text).context(|| format!("{} is no course", path.display()))
    }

    fn parse(text: &str) -> Outcome<Self> {
        let mut course: Self = serde_saphyr::from_str(text).context(|| "it cannot be read".to_owned())?;
        for step in &mut course.steps {
            let named = step.expect.drain(..);
            step.expect =
                named.flat_map(|name| course.sets.get(&name).cloned().unwrap_or_else(|| vec![name])).collect();
            if let Some(unknown) = step.expect.iter().find(|name| !expect::names().any(|known| known == **name)) {
                let known: Vec<&str> = expect::names().collect();
                return Err(Failure::new(format!(
                    "no expectation is called {unknown}; there are {}",
                    known.join(", ")
                )));
            }
        }
        Ok(course)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_stands_for_its_expectations() {
        let course = Course::parse(
            "sets: {a: [known, silent]}\nsteps: [{do: install, release: first, package: original, expect: [a, gone]}]",
        );
        let course = course.unwrap();
        assert_eq!(course.steps[0].expect, ["known", "silent", "gone"]);
        assert_eq!(course.steps[0].to_string(), "install first to original");
    }

    #[test]
    fn an_unknown_expectation_is_refused() {
        let failure = Course::parse("steps: [{do: prepare, expect: [fine]}]").unwrap_err();
        assert!(failure.message.contains("no expectation is called fine"), "{failure}");
    }

    #[test]
    fn the_course_of_the_project_can_be_read() {
        let course = Course::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("course.yaml")).unwrap();
        let used: Vec<&String> = course.steps.iter().flat_map(|step| &step.expect).collect();
        for name in expect::names() {
            assert!(used.iter().any(|one| *one == name), "no step expects {name}");
        }
    }
}
