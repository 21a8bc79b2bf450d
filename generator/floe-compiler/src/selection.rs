//! Selection: finds the plugin that a manifest selects for a category, and checks the config against the plugin's contract. Looks at one
//! plugin at a time.

use floe_base::{Findings, names};
use floe_types::SHAPES;
use floe_types::diagnostics as messages;
use floe_types::documents::compiled_platform::ResolvedHosting;
use floe_types::plugin::{CategoryInfo, Hosting, HostingMode, PluginInfo, Selection as Rule};
use floe_types::registry::{CATEGORIES, Registry};
use serde_json::{Map, Value};

use crate::report;
use crate::secret::Found;
use crate::source::{Source, step};
use crate::violations;

/// A selected plugin that exists.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    /// The category of the plugin.
    pub category: &'static CategoryInfo,
    /// The plugin.
    pub info: &'static PluginInfo,
    /// The pointer to the selection in the manifest, written or not.
    pub pointer: String,
    /// The config with every default filled in; `None` where the config breaks the plugin's contract.
    pub config: Option<Value>,
    /// The selected hosting of the service; `None` where the manifest asks for a hosting that the plugin does not offer.
    pub hosting: Option<&'static Hosting>,
}

impl Selection {
    /// `storage minio`
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.category.name, self.info.name)
    }

    /// The name of the selection in artifacts: the manifest's key, followed by the plugin's name where the manifest has a list.
    pub(crate) fn key(&self) -> String {
        let key = self.category.manifest_key.unwrap_or(self.category.name);
        match self.category.selection {
            Rule::Several => format!("{key}/{}", self.info.name),
            Rule::Required | Rule::Optional | Rule::Default(_) => key.to_owned(),
        }
    }

    /// The pointer to the config in the manifest, written or not.
    pub(crate) fn config_pointer(&self) -> String {
        format!("{}/config", self.pointer)
    }

    /// The pointer to the plugin's name in the manifest, written or not.
    pub(crate) fn type_pointer(&self) -> String {
        format!("{}/type", self.pointer)
    }
}

/// A way of hosting, as artifacts write it.
pub(crate) fn resolved_hosting(mode: HostingMode) -> ResolvedHosting {
    match mode {
        HostingMode::SelfHosted => ResolvedHosting::Self_,
        HostingMode::External => ResolvedHosting::External,
        HostingMode::Library => ResolvedHosting::Library,
    }
}

/// The manifest's choice for one category.
#[derive(Debug, Clone)]
pub(crate) enum Choice {
    /// A plugin.
    Selected(Selection),
    /// A value that selects no existing plugin, which has been reported.
    Unusable,
    /// No value.
    Absent,
}

impl Choice {
    /// The plugin, if one is selected.
    pub(crate) fn selected(&self) -> Option<&Selection> {
        match self {
            Self::Selected(selection) => Some(selection),
            Self::Unusable | Self::Absent => None,
        }
    }

    /// The choice for a category that has at most one plugin.
    pub(crate) fn of<'a>(choices: &'a [CategoryChoice], category: &str) -> Option<&'a Self> {
        choices.iter().find(|(info, _)| info.name == category).map(|(_, choice)| choice)
    }
}

/// A choice with its category.
pub(crate) type CategoryChoice = (&'static CategoryInfo, Choice);

/// The pointers to the selections of a category in the manifest, written or not: one pointer, or one for each item of a list.
pub(crate) fn pointers(manifest: &Source, category: &CategoryInfo) -> Vec<String> {
    let Some(key) = category.manifest_key else { return Vec::new() };
    let pointer = step("/plugins", key);
    if category.selection != Rule::Several {
        return vec![pointer];
    }
    // A value that is not a list selects nothing; the manifest's shape refuses the value.
    let items = manifest.node.pointer(&pointer).and_then(floe_base::Node::as_seq).unwrap_or_default();
    (0..items.len()).map(|at| format!("{pointer}/{at}")).collect()
}

/// The manifest's choice for each category, in the order of [`CATEGORIES`].
pub(crate) fn choices(
    manifest: &Source,
    registry: &Registry,
    secrets: &[Found],
    out: &mut Findings,
) -> Vec<CategoryChoice> {
    let places =
        CATEGORIES.iter().flat_map(|category| pointers(manifest, category).into_iter().map(move |at| (category, at)));
    places.map(|(category, at)| (category, choice(manifest, category, at, registry, secrets, out))).collect()
}

fn choice(
    manifest: &Source,
    category: &'static CategoryInfo,
    pointer: String,
    registry: &Registry,
    secrets: &[Found],
    out: &mut Findings,
) -> Choice {
    let written = manifest.node.pointer(&pointer).filter(|node| !node.is_null());
    let Some(written) = written else {
        let Rule::Default(name) = category.selection else { return Choice::Absent };
        let Some(info) = registry.info(category.name, name) else { return Choice::Absent };
        let config = SHAPES.normalize(info.config_type, Value::Object(Map::new()));
        return Choice::Selected(Selection {
            category,
            info,
            pointer,
            config: Some(config),
            hosting: info.hosting.first(),
        });
    };
    let Some(name) = written.get("type").and_then(|node| node.as_str()) else { return Choice::Unusable };
    let Some(info) = registry.info(category.name, name) else {
        // An invalid name has been reported as invalid.
        if SHAPES.check("plugin-name", &Value::from(name)).is_empty() {
            let known =
                registry.infos().into_iter().filter(|info| info.category == category.name).map(|info| info.name);
            let message = match names::by_nearness(name, known).as_slice() {
                [] => messages::composition_plugin_missing_none(category.name, name),
                known => messages::composition_plugin_missing(category.name, name, known),
            };
            out.push(report::at(manifest.place(&format!("{pointer}/type")), message));
        }
        return Choice::Unusable;
    };
    let config = check_config(manifest, &pointer, info, secrets, out);
    let hosting = hosting(manifest, &pointer, info, out);
    Choice::Selected(Selection { category, info, pointer, config, hosting })
}

/// The config with every default, if the config has the plugin's shape.
fn check_config(
    manifest: &Source,
    pointer: &str,
    info: &PluginInfo,
    secrets: &[Found],
    out: &mut Findings,
) -> Option<Value> {
    let pointer = format!("{pointer}/config");
    let config = manifest.node.pointer(&pointer).map_or_else(|| Value::Object(Map::new()), floe_base::Node::to_json);
    // A config that is not a map breaks the manifest's shape, and is reported with the manifest.
    if !config.is_object() {
        return None;
    }
    let violations = info.check_config(&config);
    let secret_inside = secrets.iter().any(|secret| secret.pointer.starts_with(&format!("{pointer}/")));
    let valid = violations.is_empty() && !secret_inside;
    violations::report(manifest, &pointer, violations, secrets, out);
    valid.then(|| SHAPES.normalize(info.config_type, config))
}

/// The way of hosting that the manifest asks for, or the plugin's first.
fn hosting(
    manifest: &Source,
    pointer: &str,
    info: &'static PluginInfo,
    out: &mut Findings,
) -> Option<&'static Hosting> {
    let pointer = format!("{pointer}/hosting");
    let Some(wanted) = manifest.text(&pointer) else { return info.hosting.first() };
    let found = info.hosting.iter().find(|hosting| hosting.mode.as_str() == wanted);
    if found.is_none() && SHAPES.check("HostingChoice", &Value::from(wanted)).is_empty() {
        let known: Vec<&str> = info.hosting.iter().map(|hosting| hosting.mode.as_str()).collect();
        let title = format!("{} {}", info.category, info.name);
        out.push(report::at(manifest.place(&pointer), messages::resolve_hosting_unsupported(&title, wanted, &known)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use floe_types::interfaces::alert_channel::AlertChannelPlugin;
    use floe_types::plugin::Entry;

    const INFO: PluginInfo = PluginInfo {
        category: "alert-channel",
        name: "",
        version: "1.0.0",
        api: "1.0",
        description: "",
        dependencies: &[],
        hosting: &[],
        config_type: "Logging",
        capabilities: &[],
        requirements: &[],
        endpoints: &[],
    };
    static INFOS: [PluginInfo; 2] = [PluginInfo { name: "email", ..INFO }, PluginInfo { name: "slack", ..INFO }];
    static ALERTS: [Entry<AlertChannelPlugin>; 2] =
        [Entry { info: &INFOS[0], load: |_| Err(Vec::new()) }, Entry { info: &INFOS[1], load: |_| Err(Vec::new()) }];
    const REGISTRY: Registry = Registry { alert_channel: &ALERTS, ..Registry::EMPTY };

    fn found(alerts: &str) -> (Vec<String>, Vec<String>) {
        let mut out = Findings::new();
        let text = format!("plugins: {{alert_channels: {alerts}}}");
        let source = Document::new("manifest.yaml", text).content().unwrap().clone();
        let choices = choices(&source, &REGISTRY, &[], &mut out);
        let selected = choices.iter().filter_map(|(_, choice)| choice.selected());
        let selected = selected.map(|one| format!("{} {}", one.key(), one.config_pointer()));
        (selected.collect(), out.sorted().iter().map(|finding| finding.message.clone()).collect())
    }

    #[test]
    fn each_item_of_a_list_selects_a_plugin() {
        let (selected, findings) = found("[{type: slack}, {type: slak}, {type: email, config: {level: LOUD}}]");
        assert_eq!(
            selected,
            [
                "alert_channels/slack /plugins/alert_channels/0/config",
                "alert_channels/email /plugins/alert_channels/2/config"
            ]
        );
        assert_eq!(findings.len(), 2, "{findings:?}");
    }

    #[test]
    fn what_is_no_list_selects_nothing_where_a_list_should_be() {
        for alerts in ["{type: slack}", "slack", "null", "[]", "[slack, null, [{type: slack}]]"] {
            assert_eq!(found(alerts), (Vec::new(), Vec::new()), "{alerts}");
        }
    }
}
