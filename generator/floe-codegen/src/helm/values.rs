//! The chart's values.yaml: every tunable with its default and what it is for. The facts of a platform are not among them.

use floe_base::yaml;
use floe_contract::component::{Chart, Component, Image, ImageSource, Resolved};
use floe_contract::model::Field;
use serde_json::{Map, Value, json};

use super::naming;
use super::schema::sorted;

/// Lines of comments are no longer than this.
const WIDTH: usize = 120;

/// What stands before the sections.
pub(super) fn introduction() -> String {
    let mut out = String::new();
    comment(
        &mut out,
        0,
        "What an operator may set. What composition decided (endpoints, buckets, names of Secrets) stands under `bindings`: a chart package pins it.",
    );
    out
}

/// The section of what all components share.
pub(super) fn common(chart: &Chart) -> String {
    let mut out = String::new();
    comment(&mut out, 0, "Settings of the chart as a whole.");
    out.push_str("common:\n");
    images(&mut out, &chart.images.iter().collect::<Vec<_>>());
    chart.tunables.iter().for_each(|field| tunable(&mut out, field));
    out
}

/// The section of a component.
pub(super) fn component(chart: &Chart, component: &Component<Resolved>) -> String {
    let mut out = String::new();
    comment(&mut out, 0, &component.head.description);
    out.push_str(&naming::values_key(component.name()));
    out.push_str(":\n");
    images(&mut out, &component.images.iter().filter(|image| image.fact().is_none()).collect::<Vec<_>>());
    resources(&mut out, component);
    component.tunables.iter().chain(&chart.each_tunables).for_each(|field| tunable(&mut out, field));
    out
}

fn images<P>(out: &mut String, images: &[&Image<P>]) {
    if images.is_empty() {
        return;
    }
    comment(out, 2, "The container images. A `digest` takes the place of the tag.");
    let image = |image: &&Image<P>| match &image.source {
        ImageSource::Tunable { registry, repository, tag } => {
            Some((image.name.clone(), json!({"registry": registry, "repository": repository, "tag": tag})))
        }
        ImageSource::Fact(_) => None,
    };
    let all: Map<String, Value> = images.iter().filter_map(image).collect();
    entry(out, "images", &Value::Object(all));
}

fn resources(out: &mut String, component: &Component<Resolved>) {
    comment(
        out,
        2,
        "Processor and memory of its workloads: a size, for which the platform's presets have them, or `requests` and `limits`.",
    );
    let sizes: Map<String, Value> =
        component.workloads.iter().map(|workload| (workload.name.clone(), json!({"size": workload.size}))).collect();
    entry(out, "resources", &Value::Object(sizes));
}

fn tunable(out: &mut String, field: &Field) {
    comment(out, 2, &field.description);
    if let Some(default) = &field.default {
        entry(out, &field.name, default);
        return;
    }
    let example = field.examples.first().cloned().unwrap_or(Value::Null);
    let text = yaml::write(&sorted(json!({ field.name.as_str(): example })));
    out.extend(text.lines().map(|line| format!("  # {line}\n")));
}

fn entry(out: &mut String, key: &str, value: &Value) {
    out.extend(yaml::write(&sorted(json!({ key: value }))).lines().map(|line| format!("  {line}\n")));
}

fn comment(out: &mut String, indent: usize, text: &str) {
    let pad = " ".repeat(indent);
    let mut line = format!("{pad}#");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = format!("{pad}#");
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
}
