//! The subject of a course: the packages of one chart or platform, and the releases that install them. Installs
//! nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use floe_base::FileSet;
use floe_types::documents::requirements::Requirements;
use serde_json::Value;

use crate::change;
use crate::failure::{Context as _, Failure, Outcome};
use crate::object::text;

/// The release that is installed first; [`SECOND`] is the release beside the first.
pub(crate) const FIRST: &str = "first";
/// See [`FIRST`].
pub(crate) const SECOND: &str = "second";
/// The package that a release begins with; an upgrade leads to [`CHANGED`].
pub(crate) const ORIGINAL: &str = "original";
/// See [`ORIGINAL`].
pub(crate) const CHANGED: &str = "changed";

/// A chart with the values for the installation.
#[derive(Debug, Clone)]
pub struct Package {
    /// A package or a folder.
    pub chart: PathBuf,
    /// A file of values that go over the chart's own.
    pub values: Option<PathBuf>,
    /// The needs of the package from outside.
    pub requires: Requirements,
}

/// A planned installation.
#[derive(Debug, Clone)]
pub struct Release {
    /// Which of the subject's releases is installed.
    pub key: String,
    /// The name, which is a floe platform's prefix.
    pub name: String,
    /// The namespace.
    pub namespace: String,
    /// The packages: [`ORIGINAL`], [`CHANGED`], and those of the case.
    pub packages: BTreeMap<String, Package>,
}

/// A chart or a platform as the subject of a course.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The name.
    pub name: String,
    /// The releases: `FIRST`, and `SECOND` where there can be two.
    pub releases: Vec<Release>,
}

/// The facts read from a chart's files.
struct Chart {
    name: String,
    values: Value,
    requires: Requirements,
}

impl Subject {
    /// A chart's own package or folder. The changed package has other values alone; a chart with a pinned prefix is
    /// released once.
    ///
    /// # Errors
    /// Files that cannot be read as a chart.
    pub fn of_chart(path: &Path, scratch: &Path) -> Outcome<Self> {
        let path = std::path::absolute(path).context(|| format!("{} has no place", path.display()))?;
        let chart = Chart::read(&path)?;
        let values = scratch.join(format!("{}-changed.json", chart.name));
        let overrides = change::overrides(&chart.tunables()).to_string();
        std::fs::write(&values, overrides).context(|| format!("{} cannot be written", values.display()))?;
        let package = |values| Package { chart: path.clone(), values, requires: chart.requires.clone() };
        let packages =
            BTreeMap::from([(ORIGINAL.to_owned(), package(None)), (CHANGED.to_owned(), package(Some(values.clone())))]);
        let release = |key: &str, name: &str, namespace: &str| Release {
            key: key.to_owned(),
            name: name.to_owned(),
            namespace: namespace.to_owned(),
            packages: packages.clone(),
        };
        let releases = match chart.pinned() {
            Some((prefix, namespace)) => vec![release(FIRST, prefix, namespace)],
            None => [FIRST, SECOND].map(|key| release(key, key, &chart.name)).to_vec(),
        };
        Ok(Self { name: chart.name, releases })
    }

    /// A chart that is released once, with another chart as the changed package.
    ///
    /// # Errors
    /// Files that cannot be read as a chart.
    pub fn once(name: &str, namespace: &str, original: &Path, changed: &Path) -> Outcome<Self> {
        let mut packages = BTreeMap::new();
        for (key, path) in [(ORIGINAL, original), (CHANGED, changed)] {
            let requires = Chart::read(path)?.requires;
            packages.insert(key.to_owned(), Package { chart: path.to_owned(), values: None, requires });
        }
        let release =
            Release { key: FIRST.to_owned(), name: name.to_owned(), namespace: namespace.to_owned(), packages };
        Ok(Self { name: namespace.to_owned(), releases: vec![release] })
    }

    /// The release of this key.
    pub fn release(&self, key: &str) -> Option<&Release> {
        self.releases.iter().find(|release| release.key == key)
    }
}

impl Release {
    /// The release that floe's packages of one platform belong to, each with values that go over its own.
    ///
    /// # Errors
    /// Files that cannot be read as a package of floe.
    pub(crate) fn of_platform(key: &str, packages: BTreeMap<String, (PathBuf, Option<PathBuf>)>) -> Outcome<Self> {
        let mut release =
            Self { key: key.to_owned(), name: String::new(), namespace: String::new(), packages: BTreeMap::new() };
        for (name, (path, values)) in packages {
            let chart = Chart::read(&path)?;
            let pinned = || Failure::new(format!("{} pins no prefix and no namespace", path.display()));
            let (prefix, namespace) = chart.pinned().ok_or_else(pinned)?;
            if name == ORIGINAL {
                (release.name, release.namespace) = (prefix.to_owned(), namespace.to_owned());
            }
            release.packages.insert(name, Package { chart: path, values, requires: chart.requires });
        }
        Ok(release)
    }
}

impl Chart {
    fn read(path: &Path) -> Outcome<Self> {
        let files = load(path)?;
        let yaml = |name: &str| -> Outcome<Value> {
            let text = files.get(name).map(String::from_utf8_lossy).unwrap_or_default();
            serde_saphyr::from_str(&text).context(|| format!("{name} of {} cannot be read", path.display()))
        };
        let name = text(&yaml("Chart.yaml")?, "/name").to_owned();
        if name.is_empty() {
            let failure = Failure::new(format!("{} is no chart: it has no Chart.yaml with a name", path.display()));
            return Err(failure.help("give a chart's folder or package"));
        }
        let requires = match files.get("requires.json") {
            None => Requirements::new(Vec::new(), Vec::new()),
            Some(bytes) => {
                let value = serde_json::from_slice(bytes).context(|| "requires.json is no JSON".to_owned())?;
                Requirements::parse(&value)
                    .map_err(|violations| Failure::new(format!("requires.json has not its shape: {violations:?}")))?
            }
        };
        Ok(Self { name, values: yaml("values.yaml")?, requires })
    }

    /// The values that may be set: a floe platform's package pins the others.
    fn tunables(&self) -> Value {
        let mut values = self.values.clone();
        if let Some(values) = values.as_object_mut().filter(|_| self.pinned().is_some()) {
            values.remove("bindings");
        }
        values
    }

    /// The prefix and the namespace of a floe platform's package.
    fn pinned(&self) -> Option<(&str, &str)> {
        let (prefix, namespace) = (text(&self.values, "/bindings/prefix"), text(&self.values, "/bindings/namespace"));
        (!prefix.is_empty() && !namespace.is_empty()).then_some((prefix, namespace))
    }
}

/// The files of a package or a folder.
fn load(path: &Path) -> Outcome<FileSet> {
    let unreadable = || format!("{} cannot be read", path.display());
    if path.is_dir() {
        let mut files = FileSet::new();
        // Only the files that describe the chart; Helm reads the templates.
        for name in ["Chart.yaml", "values.yaml", "requires.json"] {
            if let Ok(bytes) = std::fs::read(path.join(name)) {
                files.insert(name, bytes).context(unreadable)?;
            }
        }
        return Ok(files);
    }
    let bytes = std::fs::read(path).context(unreadable)?;
    floe_chart::unpack(&bytes).map_err(|faults| {
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        Failure::new(format!("{}: {}", path.display(), messages.join("; ")))
    })
}
