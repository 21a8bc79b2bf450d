//! ChartInfo: a chart as parts. The chart of a platform takes the parts that the platform needs. The charts stand in [`crate::charts`].

use crate::component::ImageInfo;

/// Files by path in the chart, or definitions of schemas by name, each with the text.
pub type Texts = &'static [(&'static str, &'static str)];

/// Facts for which there are charts.
pub trait Charted {
    /// The charts with these facts.
    const CHARTS: &'static [ChartInfo];
}

/// A chart.
#[derive(Debug, PartialEq, Eq)]
pub struct ChartInfo {
    /// The name of the contract.
    pub name: &'static str,
    /// The text after the platform's name in the name of the package.
    pub suffix: &'static str,
    /// A description for readers.
    pub description: &'static str,
    /// The supported range of Kubernetes versions, in Helm's notation.
    pub kubernetes: &'static str,
    /// Files that belong to no component.
    pub files: Texts,
    /// Images that belong to no component.
    pub images: &'static [ImageInfo],
    /// The part that all components share.
    pub shared: &'static [ChartPart],
    /// The components, by name.
    pub components: &'static [ChartPart],
}

/// A part of a chart: the section of the chart's values under one key, and the files that read the values.
#[derive(Debug, PartialEq, Eq)]
pub struct ChartPart {
    /// The name of the component.
    pub name: &'static str,
    /// The key in the values.
    pub key: &'static str,
    /// The files.
    pub files: Texts,
    /// The section of the values, with comments. `None`: the chart's values need no section.
    pub values: Option<&'static str>,
    /// The schema of the section, in JSON.
    pub schema: &'static str,
    /// The definitions to which the schema refers, directly or indirectly, in JSON.
    pub definitions: Texts,
}
