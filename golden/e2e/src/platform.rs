//! A platform of floe as the subject of a course: compiled unchanged and changed, under the platform's own prefix and
//! under another prefix.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;
use serde_json::Value;

use crate::failure::{Context as _, Failure, Outcome};
use crate::process::held;
use crate::subject::{CHANGED, FIRST, ORIGINAL, Release, SECOND, Subject};

/// A platform, and the edits that make others from the platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The folder of the manifest, from the project's.
    platform: PathBuf,
    second: Vec<Edit>,
    changed: Vec<Edit>,
    /// Values that go over those of the changed package.
    values: Value,
    /// Further packages of the first release, by name.
    #[serde(default)]
    others: BTreeMap<String, Other>,
}

/// A package that differs from the original one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    #[serde(default)]
    edits: Vec<Edit>,
    /// Values that go over those of the package.
    values: Option<Value>,
}

/// A text that takes the place of another in one file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: PathBuf,
    from: String,
    to: String,
}

/// The compiler of platforms.
#[derive(Debug)]
pub struct Compiler<'a> {
    /// The program `floe`.
    pub floe: &'a Path,
    /// The program through which `floe` is started.
    pub holder: &'a Path,
    /// The folder of the project.
    pub project: &'a Path,
    /// Where copies and packages go.
    pub scratch: &'a Path,
}

impl Compiler<'_> {
    /// Compiles the platform that a file describes.
    ///
    /// # Errors
    /// A file or platform that cannot be read or compiled.
    pub async fn subject(&self, case: &Path) -> Outcome<Subject> {
        let text = std::fs::read_to_string(case).context(|| format!("{} cannot be read", case.display()))?;
        let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let case: Case = serde_saphyr::from_str(&text).context(|| format!("{} cannot be read", case.display()))?;
        let values = self.values(&format!("{name}-{CHANGED}"), &case.values)?;
        let mut releases = Vec::new();
        for (key, other) in [(FIRST, &[][..]), (SECOND, &case.second)] {
            let mut packages = BTreeMap::new();
            for (package, change, values) in [(ORIGINAL, &[][..], None), (CHANGED, &case.changed, Some(&values))] {
                let edits: Vec<Edit> = other.iter().chain(change).cloned().collect();
                let chart = self.package(&case.platform, &edits, &format!("{name}-{key}-{package}")).await?;
                packages.insert(package.to_owned(), (chart, values.cloned()));
            }
            let others = case.others.iter().filter(|_| key == FIRST);
            for (package, Other { edits, values }) in others {
                let chart = self.package(&case.platform, edits, &format!("{name}-{key}-{package}")).await?;
                let values = values.as_ref().map(|values| self.values(&format!("{name}-{package}"), values));
                packages.insert(package.clone(), (chart, values.transpose()?));
            }
            releases.push(Release::of_platform(key, packages)?);
        }
        Ok(Subject { name, releases })
    }

    /// A file with values.
    fn values(&self, name: &str, values: &Value) -> Outcome<PathBuf> {
        let path = self.scratch.join(format!("{name}.json"));
        std::fs::write(&path, values.to_string()).context(|| format!("{} cannot be written", path.display()))?;
        Ok(path)
    }

    /// The chart package of a platform with some edits.
    async fn package(&self, platform: &Path, edits: &[Edit], name: &str) -> Outcome<PathBuf> {
        let (input, out) = (self.scratch.join(name), self.scratch.join(format!("{name}-dist")));
        copy(&self.project.join(platform), &input)?;
        for edit in edits {
            edit.make(&input)?;
        }
        let mut command = held(self.holder, self.floe);
        command.args(["platform", "render", "--quiet", "--out"]).arg(&out).arg(&input).stdin(Stdio::null());
        let output = command.output().await.context(|| "floe cannot be run".to_owned())?;
        if !output.status.success() {
            return Err(Failure::new(format!("floe refuses {name}:\n{}", String::from_utf8_lossy(&output.stderr))));
        }
        let charts = entries(&out.join("charts"))?;
        let mut packages = charts.into_iter().filter(|path| path.extension().is_some_and(|end| end == "tgz"));
        packages.next().context(|| format!("floe made no package of {name}"))
    }
}

impl Edit {
    fn make(&self, folder: &Path) -> Outcome<()> {
        let path = folder.join(&self.file);
        let text = std::fs::read_to_string(&path).context(|| format!("{} cannot be read", path.display()))?;
        let count = text.matches(&self.from).count();
        if count != 1 {
            let message =
                format!("`{}` stands {count} times in {}, and must stand there once", self.from, self.file.display());
            return Err(Failure::new(message));
        }
        std::fs::write(&path, text.replace(&self.from, &self.to))
            .context(|| format!("{} cannot be written", path.display()))
    }
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to).context(|| format!("{} cannot be made", to.display()))?;
    for path in entries(from)? {
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).context(|| format!("{} cannot be copied", path.display()))?;
        }
    }
    Ok(())
}

/// The entries of a folder, sorted.
///
/// # Errors
/// The folder cannot be read.
pub fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).context(unreadable)? {
        paths.push(entry.context(unreadable)?.path());
    }
    paths.sort();
    Ok(paths)
}
