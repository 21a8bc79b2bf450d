//! Selection: finds the plugin that a manifest selects for a category, and checks the config against the plugin's contract. Looks at one
//! plugin at a time.

use floe_base::{Findings, Node, names};
use floe_types::SHAPES;
use floe_types::diagnostics as messages;
use floe_types::plugin::{CategoryInfo, Hosting, PluginInfo, Selection as Rule};
use floe_types::registry::{CATEGORIES, Registry};
use floe_types::shape::Shape;
use serde_json::{Value, json};

use crate::placeholder;
use crate::pointer::step;
use crate::remedy::known_as;
use crate::report;
use crate::rules;
use crate::secret::Found;
use crate::violations;
use crate::written;

/// A selected plugin that exists.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    pub category: &'static CategoryInfo,
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

/// The pointers to the selections of a category in the manifest, written or not: one pointer, or one for each item of a list.
pub(crate) fn pointers(manifest: &Node, category: &CategoryInfo) -> Vec<String> {
    let Some(key) = category.manifest_key else { return Vec::new() };
    let pointer = step("/plugins", key);
    if category.selection != Rule::Several {
        return vec![pointer];
    }
    // A value that is not a list selects nothing; the manifest's shape refuses the value.
    let items = manifest.pointer(&pointer).map_or(&[][..], Node::items);
    (0..items.len()).map(|at| format!("{pointer}/{at}")).collect()
}

/// The manifest's choices for all categories.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    /// The selected plugins, in the order of [`CATEGORIES`].
    pub selected: Vec<Selection>,
    /// The categories without a value in the manifest, and without a default. A value that selects no existing plugin has been reported,
    /// and the category is in neither list.
    pub absent: Vec<&'static CategoryInfo>,
}

impl Choices {
    /// The plugin of a category that has at most one.
    pub(crate) fn get(&self, category: &str) -> Option<&Selection> {
        self.selected.iter().find(|selection| selection.category.name == category)
    }

    /// Whether the manifest has no value for a category that has no default.
    pub(crate) fn lacks(&self, category: &str) -> bool {
        self.absent.iter().any(|absent| absent.name == category)
    }
}

/// Reads the choices of a manifest, and reports choices that nothing can fulfil.
pub(crate) struct Reader<'a> {
    pub manifest: &'a Node,
    pub registry: &'a Registry,
    /// The secrets in the manifest, which have been reported.
    pub secrets: &'a [Found],
    pub out: &'a mut Findings,
}

impl Reader<'_> {
    pub(crate) fn choices(mut self) -> Choices {
        let mut choices = Choices::default();
        for category in CATEGORIES {
            for pointer in pointers(self.manifest, category) {
                let written = self.manifest.pointer(&pointer).filter(|node| !node.is_null());
                let name = match (written, category.selection) {
                    (Some(written), _) => written.get("type").and_then(Node::as_str),
                    (None, Rule::Default(name)) => Some(name),
                    (None, Rule::Required | Rule::Optional | Rule::Several) => None,
                };
                let info = name.and_then(|name| self.registry.info(category.name, name));
                match (info, written, name) {
                    (Some(info), ..) => {
                        let (config, hosting) = (self.config(&pointer, info), self.hosting(&pointer, info));
                        choices.selected.push(Selection { category, info, pointer, config, hosting });
                    }
                    (None, None, _) => choices.absent.push(category),
                    (None, Some(_), Some(name)) => self.report_unknown(&pointer, category.name, name),
                    // The manifest's shape refuses a selection without a name.
                    (None, Some(_), None) => {}
                }
            }
        }
        choices
    }

    fn report_unknown(&mut self, pointer: &str, category: &str, name: &str) {
        // An invalid name has been reported as invalid.
        if SHAPES.check("plugin-name", &Value::from(name)).is_empty() {
            let infos = self.registry.infos().into_iter().filter(|info| info.category == category);
            let message = match names::by_nearness(name, infos.map(|info| info.name)).as_slice() {
                [] => messages::composition_plugin_missing_none(category, name),
                known => messages::composition_plugin_missing(category, name, known),
            };
            let finding = report::at(self.manifest.place(&format!("{pointer}/type")), message);
            self.out.push(match known_as(name) {
                Some(remedy) => finding.help(remedy),
                None => finding,
            });
        }
    }

    /// The config with every default, if the config has the plugin's shape.
    fn config(&mut self, pointer: &str, info: &PluginInfo) -> Option<Value> {
        let pointer = format!("{pointer}/config");
        let written = self.manifest.pointer(&pointer).filter(|config| !config.is_null());
        let config =
            written.map_or_else(|| json!({}), |node| written::value(node, Some(&Shape::named(info.config_type))));
        // A config that is not a map breaks the manifest's shape, and is reported with the manifest.
        if !config.is_object() {
            return None;
        }
        let mut refused = rules::check(self.manifest, &pointer, info.config_type, self.secrets, self.out);
        refused.extend(placeholder::check(self.manifest, &pointer, self.secrets, self.out));
        let mut violations = info.check_config(&config);
        let valid = violations.is_empty() && refused.is_empty();
        violations.retain(|violation| !refused.contains(&format!("{pointer}{}", violation.pointer)));
        let has_secret = self.secrets.iter().any(|secret| secret.pointer.starts_with(&format!("{pointer}/")));
        violations::report(self.manifest, &pointer, info.config_type, &violations, self.secrets, self.out);
        (valid && !has_secret).then(|| SHAPES.normalize(info.config_type, config))
    }

    /// The way of hosting that the manifest asks for, or the plugin's first.
    fn hosting(&mut self, pointer: &str, info: &'static PluginInfo) -> Option<&'static Hosting> {
        let pointer = format!("{pointer}/hosting");
        let Some(wanted) = self.manifest.pointer(&pointer).and_then(Node::as_str) else { return info.hosting.first() };
        let found = info.hosting.iter().find(|hosting| hosting.mode.as_str() == wanted);
        if found.is_none() && SHAPES.check("HostingChoice", &Value::from(wanted)).is_empty() {
            let known: Vec<&str> = info.hosting.iter().map(|hosting| hosting.mode.as_str()).collect();
            let title = format!("{} {}", info.category, info.name);
            let message = messages::resolve_hosting_unsupported(&title, wanted, &known);
            self.out.push(report::at(self.manifest.place(&pointer), message));
        }
        found
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::input::Document;
    use floe_types::interfaces::alert_channel::AlertChannelPlugin;
    use floe_types::plugin::Entry;

    /// A plugin whose config has the shape of the settings of logs.
    pub(crate) const INFO: PluginInfo = PluginInfo {
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
        names: &[],
    };
    /// The selection of a plugin with a config, written under the category's key.
    pub(crate) fn selected(info: &'static PluginInfo, config: Value) -> Selection {
        let category = CATEGORIES.iter().find(|category| category.name == info.category).unwrap();
        let pointer = step("/plugins", category.manifest_key.unwrap());
        Selection { category, info, pointer, config: Some(config), hosting: info.hosting.first() }
    }

    static INFOS: [PluginInfo; 2] = [PluginInfo { name: "email", ..INFO }, PluginInfo { name: "slack", ..INFO }];
    static ALERTS: [Entry<AlertChannelPlugin>; 2] =
        [Entry { info: &INFOS[0], load: |_| Err(Vec::new()) }, Entry { info: &INFOS[1], load: |_| Err(Vec::new()) }];
    const REGISTRY: Registry = Registry { alert_channel: &ALERTS, ..Registry::EMPTY };

    #[test]
    fn each_item_of_a_list_selects_a_plugin_and_no_other_value_does() {
        let mixed = "[{type: slack}, {type: slak}, {type: email, config: {level: LOUD}}]";
        let both = ["alert_channels/slack /plugins/alert_channels/0", "alert_channels/email /plugins/alert_channels/2"];
        let none =
            ["{type: slack}", "slack", "null", "[]", "[slack, null, [{type: slack}]]"].map(|text| (text, &[][..], 0));
        for (alerts, expected, findings) in none.into_iter().chain([(mixed, &both[..], 2)]) {
            let manifest = Document::new("manifest.yaml", format!("plugins: {{alert_channels: {alerts}}}"));
            let (manifest, mut out) = (manifest.node().unwrap(), Findings::new());
            let choices = Reader { manifest, registry: &REGISTRY, secrets: &[], out: &mut out }.choices();
            let selected: Vec<_> =
                choices.selected.iter().map(|one| format!("{} {}", one.key(), one.pointer)).collect();
            assert_eq!(
                (&*selected, out.len()),
                (&*expected.iter().map(ToString::to_string).collect::<Vec<_>>(), findings),
                "{alerts}"
            );
        }
    }
}
