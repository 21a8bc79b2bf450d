//! Plugin page: a contract's facts about a plugin, as text for people and as JSON. Knows no plugin.

use floe_compiler::sample;
use floe_types::SHAPES;
use floe_types::documents::plugin_page::{PluginPage, PluginPageField, PluginPageHosting};
use floe_types::documents::plugin_summary::PluginSummary;
use floe_types::plugin::{Hosting, HostingMode, Offer, PluginInfo};
use floe_types::shape::{Def, Field, Shape};
use serde_json::Value;

/// One line for each plugin, below the plugin's category.
pub(crate) fn list(infos: &[&PluginInfo]) -> String {
    let width = infos.iter().map(|info| info.name.len()).max().unwrap_or(0);
    let line = |info: &&PluginInfo| format!("  {:width$}  {:8}  {}\n", info.name, info.version, info.description);
    let of_one =
        |infos: &[&PluginInfo]| format!("{}\n{}", infos[0].category, infos.iter().map(line).collect::<String>());
    let categories: Vec<String> = infos.chunk_by(|left, right| left.category == right.category).map(of_one).collect();
    categories.join("\n")
}

/// The list as JSON, as the contract `documents/plugin-summary` describes.
pub(crate) fn list_json(infos: &[&PluginInfo]) -> Value {
    let summary = |info: &&PluginInfo| PluginSummary::new(info.category, info.name, info.version, info.description);
    infos.iter().map(|info| summary(info).to_value()).collect()
}

/// The contract's facts about one plugin.
pub(crate) fn page(info: &PluginInfo) -> String {
    let mut lines = vec![format!("{}/{} {}", info.category, info.name, info.version)];
    lines.push(format!("{}\n\nwritten for plugin interface {}", info.description, info.api));
    if !info.dependencies.is_empty() {
        lines.push(format!("needs {}", info.dependencies.join(", ")));
    }
    lines.push("\nhosting".to_owned());
    for (at, hosting) in info.hosting.iter().enumerate() {
        let default = if at == 0 { "  (default)" } else { "" };
        lines.push(format!("  {:9} {}{default}", hosting.mode.as_str(), hosted_by(hosting)));
    }
    lines.push("\nconfig".to_owned());
    let rows = rows_of(info.config_type, "", info);
    if rows.is_empty() {
        lines.push("  takes no fields".to_owned());
    }
    let width =
        |column: fn(&PluginPageField) -> &str| rows.iter().map(|row| column(row).chars().count()).max().unwrap_or(0);
    let (field_width, type_width) = (width(|row| &row.field), width(|row| &row.r#type));
    for row in &rows {
        let line = format!("  {:field_width$}  {:type_width$}  {}", row.field, row.r#type, row.presence);
        lines.push(line.trim_end().to_owned());
    }
    for (title, tree) in [("offers", Offer::tree(info.capabilities)), ("requires", Offer::tree(info.requirements))] {
        let lists: Vec<_> = tree.as_object().into_iter().flatten().collect();
        lines.extend((!lists.is_empty()).then(|| format!("\n{title}")));
        for (list, values) in lists {
            let values: Vec<String> = values.as_array().into_iter().flatten().map(capability).collect();
            lines.push(format!("  {list}: {}", values.join(", ")));
        }
    }
    lines.join("\n") + "\n"
}

/// The page as JSON, as the contract `documents/plugin-page` describes.
pub(crate) fn page_json(info: &PluginInfo) -> Value {
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let hosting = info.hosting.iter();
    let hosting = hosting.map(|hosting| PluginPageHosting::new(hosting.mode.as_str(), owned(hosting.components)));
    let lists = |tree: Value| tree.as_object().cloned().into_iter().flatten().collect();
    PluginPage::new(
        info.category,
        info.name,
        info.version,
        info.api,
        info.description,
        owned(info.dependencies),
        hosting.collect(),
        rows_of(info.config_type, "", info),
        lists(Offer::tree(info.capabilities)),
        lists(Offer::tree(info.requirements)),
    )
    .to_value()
}

/// The fields of a config, those of inner maps too.
fn rows_of(object: &str, prefix: &str, info: &PluginInfo) -> Vec<PluginPageField> {
    let fields = match SHAPES.get(object) {
        Some(Def::Object(fields)) => fields,
        Some(Def::Union { tag, cases }) => {
            let cases: Vec<_> = cases.iter().map(|(case, _)| case.as_ref()).collect();
            return vec![PluginPageField::new(format!("{prefix}{tag}"), cases.join(" | "), "required")];
        }
        Some(Def::Enum(_) | Def::Scalar(_)) | None => return Vec::new(),
    };
    let rows = fields.iter().flat_map(|field| {
        let path = format!("{prefix}{}", field.name());
        let row = PluginPageField::new(path.clone(), kind(field.shape()), presence(field, &path, info));
        let Shape::Named(inner) = field.shape() else { return vec![row] };
        [row].into_iter().chain(rows_of(inner, &format!("{path}."), info)).collect()
    });
    rows.collect()
}

fn presence(field: &Field, path: &str, info: &PluginInfo) -> String {
    let pointer = format!("/{}", path.replace('.', "/"));
    match (field.is_required(), field.default()) {
        (true, _) => "required".to_owned(),
        (false, Some(default)) => format!("default {default}"),
        (false, None) => match info.endpoints.iter().find(|endpoint| endpoint.pointer == pointer) {
            Some(endpoint) => format!("derived where the platform runs {}", endpoint.component),
            None => "optional".to_owned(),
        },
    }
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Any => "any value".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Integer(min, max) => format!("integer {min}..{max}"),
        Shape::Number(min, max) => match (min, max) {
            (Some(min), Some(max)) => format!("number {min}..{max}"),
            _ => "number".to_owned(),
        },
        Shape::String(_) => "string".to_owned(),
        Shape::Const(text) => format!("{text:?}"),
        Shape::Array(items, _) => format!("list of {}", kind(items)),
        Shape::Map { values, .. } => format!("map of {}", kind(values)),
        Shape::Named(name) => match SHAPES.get(name) {
            Some(Def::Enum(values)) => values.join(" | "),
            Some(Def::Object(_)) => "map".to_owned(),
            Some(Def::Union { .. }) => sample(shape).unwrap_or_else(|| "map".to_owned()),
            Some(Def::Scalar(_)) | None => name.to_string(),
        },
    }
}

/// A value, or the field of the config that supplies the value.
fn capability(value: &Value) -> String {
    match value.get("$").and_then(Value::as_str) {
        Some(path) => format!("<{path}>"),
        None => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    }
}

fn hosted_by(hosting: &Hosting) -> String {
    match hosting.mode {
        HostingMode::SelfHosted => format!("the platform's chart runs {}", hosting.components.join(", ")),
        HostingMode::External => "somebody else runs the service".to_owned(),
        HostingMode::Library => "a library in the job's image".to_owned(),
    }
}
