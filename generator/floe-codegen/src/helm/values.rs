//! The chart's values.yaml: every tunable with default and description. The facts of a platform are not among them.

use floe_base::yaml;
use floe_contract::model::{Chart, Component, Field, Image};
use serde_json::{Map, Value, json};

use super::naming;
use super::schema::sorted;

/// Lines of comments are no longer than this.
const WIDTH: usize = 120;

/// The text before the sections.
pub(super) fn introduction() -> String {
    comment(
        "",
        "What an operator may set. What composition decided (endpoints, buckets, names of Secrets) stands under `bindings`: a chart package pins it.",
    )
}

/// The section of the values that all components share.
pub(super) fn common(chart: &Chart) -> String {
    let tunables: String = chart.tunables.iter().map(tunable).collect();
    comment("", "Settings of the chart as a whole.") + "common:\n" + &images(&chart.images) + &tunables
}

/// The section of a component.
pub(super) fn component(chart: &Chart, component: &Component) -> String {
    let description = comment("", &component.head.description);
    let key = naming::values_key(component.name());
    let (images, resources) = (images(&component.images), resources(component));
    let tunables: String = component.tunables.iter().chain(&chart.each.tunables).map(tunable).collect();
    format!("{description}{key}:\n{images}{resources}{tunables}")
}

fn images(images: &[Image]) -> String {
    let tunable = images.iter().filter(|image| image.fact.is_none());
    let all: Map<String, Value> = tunable.map(|image| (image.name.clone(), self::image(image))).collect();
    if all.is_empty() {
        return String::new();
    }
    described("The container images. A `digest` takes the place of the tag.") + &entry("  ", "images", &all.into())
}

/// The values of an image that no fact names.
fn image(image: &Image) -> Value {
    let mut values = json!({"registry": image.registry, "repository": image.repository, "tag": image.tag});
    if let Some(digest) = image.digest() {
        values["digest"] = digest.into();
    }
    values
}

fn resources(component: &Component) -> String {
    let about = "Processor and memory of its workloads: a size, for which the platform's presets have them, or `requests` and `limits`.";
    let sizes: Map<String, Value> =
        component.workloads.iter().map(|workload| (workload.name.clone(), json!({"size": workload.size}))).collect();
    described(about) + &entry("  ", "resources", &sizes.into())
}

fn tunable(field: &Field) -> String {
    let example = || field.examples.first().unwrap_or(&Value::Null);
    let value = match &field.default {
        Some(default) => entry("  ", &field.name, default),
        None => entry("  # ", &field.name, example()),
    };
    described(&field.description) + &value
}

/// The comment above a value, as helm-docs reads descriptions.
fn described(text: &str) -> String {
    comment("  ", &format!("-- {text}"))
}

/// An entry as lines, each with a begin.
fn entry(begin: &str, key: &str, value: &Value) -> String {
    yaml::write(&sorted(json!({ key: value }))).lines().flat_map(|line| [begin, line, "\n"]).collect()
}

fn comment(pad: &str, text: &str) -> String {
    let mut lines = String::new();
    let mut line = format!("{pad}#");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines += &(line + "\n");
            line = format!("{pad}#");
        }
        line += " ";
        line += word;
    }
    lines + &line + "\n"
}
