//! ChartInfo: a chart as parts, of which a platform's chart takes those that it needs. The charts stand in [`crate::charts`].

/// Files by path in the chart, or definitions of schemas by name, each with its text.
pub type Texts = &'static [(&'static str, &'static str)];

/// Facts for which there are charts.
pub trait Charted {
    /// The charts that are made with such facts.
    const CHARTS: &'static [ChartInfo];
}

/// A chart.
#[derive(Debug, PartialEq, Eq)]
pub struct ChartInfo {
    /// Its contract's name.
    pub name: &'static str,
    /// What follows the platform's name in the name of its package.
    pub suffix: &'static str,
    /// For people.
    pub description: &'static str,
    /// The Kubernetes versions that it is for, as Helm writes them.
    pub kubernetes: &'static str,
    /// Files that belong to no component.
    pub files: Texts,
    /// What all components share.
    pub shared: &'static [ChartPart],
    /// The components, by name.
    pub components: &'static [ChartPart],
}

/// A part of a chart: the section of its values under one key, and the files that read them.
#[derive(Debug, PartialEq, Eq)]
pub struct ChartPart {
    /// Its name: the component's.
    pub name: &'static str,
    /// Its key in the values.
    pub key: &'static str,
    /// Its files.
    pub files: Texts,
    /// Its section of the values, with comments; none: values need not have it.
    pub values: Option<&'static str>,
    /// The schema of its section, in JSON.
    pub schema: &'static str,
    /// The definitions that the schema refers to, directly or not, in JSON.
    pub definitions: Texts,
}
