//! Ask: calls the selected plugins of a manifest, and turns their refusals into findings. Decides no order; `floe_types::composition` does.

use floe_base::{Diagnostic, Findings, Node};
use floe_types::bindings::credentials::Credential;
use floe_types::composition::Ask;
use floe_types::diagnostics as messages;
use floe_types::interfaces::compute::ProductNames;
use floe_types::plugin::{Entry, PluginError};
use floe_types::registry::Category;
use floe_types::shape::Violation;
use serde_json::Value;

use crate::placeholder;
use crate::report;
use crate::selection::Selection;

/// The selected plugins, as a platform, a product or an artifact calls them.
pub(crate) struct SelectedPlugins<'a> {
    pub manifest: &'a Node,
    pub selections: &'a [Selection],
    /// The product that calls. The product's names replace the placeholders in each config.
    pub product: Option<&'a ProductNames>,
    /// The product's own document, where a finished artifact calls: a refusal is a finding about this document, else about the config.
    pub artifact_of: Option<&'a Node>,
    pub out: &'a mut Findings,
}

impl SelectedPlugins<'_> {
    fn answer<P: Category, T>(
        &mut self,
        selection: &Selection,
        entries: &[Entry<P>],
        question: impl Fn(&P) -> Result<T, PluginError>,
    ) -> Option<T> {
        let _span = tracing::debug_span!("ask plugin", category = selection.info.category, name = selection.info.name)
            .entered();
        // The selection comes from the same table.
        let entry = entries.iter().find(|entry| entry.info.name == selection.info.name)?;
        let config = selection.config.as_ref()?;
        let expanded = self.product.map(|names| placeholder::expand(config, names.name.as_str(), names.slug.as_str()));
        let plugin = match (entry.load)(expanded.as_ref().unwrap_or(config)) {
            Ok(plugin) => plugin,
            Err(violations) => {
                for Violation { pointer, problem } in violations {
                    self.out.push(self.of_config(selection, &PluginError::new("", problem.message()).at(pointer)));
                }
                return None;
            }
        };
        let refused = |error: PluginError| match self.artifact_of {
            // The pointer of the refusal leads into the product's document, because the question was about the product.
            Some(document) => {
                let place = document.place(error.pointer.as_deref().unwrap_or("/metadata/name"));
                report::at(place, messages::lower_definitions_invalid(&error.message))
            }
            None => self.of_config(selection, &error),
        };
        question(&plugin).map_err(refused).map_err(|finding| self.out.push(finding)).ok()
    }

    fn of_config(&self, selection: &Selection, error: &PluginError) -> Diagnostic {
        let message = messages::composition_plugin_config_invalid(&selection.title(), &error.message);
        let pointer = error.pointer.as_ref().map(|pointer| format!("{}{pointer}", selection.config_pointer()));
        report::at(self.manifest.place(&pointer.unwrap_or_else(|| selection.type_pointer())), message)
    }
}

impl Ask for SelectedPlugins<'_> {
    fn one<P: Category, T>(
        &mut self,
        entries: &'static [Entry<P>],
        question: impl Fn(&P) -> Result<T, PluginError>,
    ) -> Option<T> {
        let selection = self.selections.iter().find(|selection| selection.category.name == P::NAME)?;
        self.answer(selection, entries, question)
    }

    fn each<P: Category, T>(
        &mut self,
        entries: &'static [Entry<P>],
        question: impl Fn(&P) -> Result<T, PluginError>,
    ) -> Vec<T> {
        let selections = self.selections.iter().filter(|selection| selection.category.name == P::NAME);
        selections.filter_map(|selection| self.answer(selection, entries, &question)).collect()
    }

    fn credentials(&mut self, bindings: &[Value]) -> Vec<Credential> {
        bindings.iter().flat_map(credentials).collect()
    }
}

/// Every credential inside of a value. A value is a credential if the value has the shape of one.
fn credentials(value: &Value) -> Vec<Credential> {
    match value {
        Value::Object(map) => match Credential::parse(value) {
            Ok(credential) => vec![credential],
            Err(_) => map.values().flat_map(credentials).collect(),
        },
        Value::Array(items) => items.iter().flat_map(credentials).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::input::Document;
    use crate::selection::tests::{INFO, selected};
    use floe_types::interfaces::plugin::PluginRuntime;
    use floe_types::plugin::PluginInfo;
    use floe_types::shape::Problem;
    use serde_json::json;

    /// A plugin that answers with its config.
    #[derive(Clone)]
    struct Echo(Value);

    impl Category for Echo {
        const NAME: &'static str = INFO.category;

        fn runtime(&self) -> Option<Arc<dyn PluginRuntime>> {
            None
        }
    }

    static GOOD: PluginInfo = PluginInfo { name: "good", ..INFO };
    static BAD: PluginInfo = PluginInfo { name: "bad", ..INFO };
    static ENTRIES: [Entry<Echo>; 2] = [
        Entry { info: &GOOD, load: |config| Ok(Echo(config.clone())) },
        Entry {
            info: &BAD,
            load: |_| Err(vec![Violation { pointer: "/a".to_owned(), problem: Problem::TooShort(1) }]),
        },
    ];

    type Question = fn(&Echo) -> Result<Value, PluginError>;

    fn refusal() -> PluginError {
        PluginError::config("no")
    }

    #[test]
    fn each_entry_answers_with_the_products_names_in_its_config_and_refusals_become_findings() {
        let text = "plugins:\n  alert_channels: {type: x, config: {a: '', b: 1}}\n";
        let manifest = Document::new("manifest.yaml", text);
        let document = Document::new("floe.yaml", "metadata: {name: my-shop}\nschedule: {cron: x}\n");
        let selections = [&GOOD, &BAD].map(|info| selected(info, json!({"a": "{product_slug}"})));
        let product = ProductNames::new("my-shop".try_into().unwrap(), "my_shop".try_into().unwrap());
        let unmade = "manifest.yaml:2:41: error[COMPOSITION_PLUGIN_CONFIG_INVALID]: alert-channel bad";
        let cases: [(Question, bool, &str); 5] = [
            (|plugin| Ok(plugin.0.clone()), false, ""),
            (|_| Err(refusal()), false, "manifest.yaml:2:26: error[COMPOSITION_PLUGIN_CONFIG_INVALID]: "),
            (|_| Err(refusal().at("/b")), false, "manifest.yaml:2:48: error[COMPOSITION_PLUGIN_CONFIG_INVALID]: "),
            (|_| Err(refusal()), true, "floe.yaml:1:18: error[LOWER_DEFINITIONS_INVALID]: "),
            (|_| Err(refusal().at("/schedule/cron")), true, "floe.yaml:2:18: error[LOWER_DEFINITIONS_INVALID]: "),
        ];
        for (question, of_artifact, refused) in cases {
            let (mut out, manifest) = (Findings::new(), manifest.node().unwrap());
            let (product, artifact_of) = (Some(&product), document.node().filter(|_| of_artifact));
            let mut plugins =
                SelectedPlugins { manifest, selections: &selections, product, artifact_of, out: &mut out };
            let (each, one) = (plugins.each(&ENTRIES, question), plugins.one(&ENTRIES, question));
            let answer = refused.is_empty().then(|| json!({"a": "my_shop"}));
            assert_eq!((&one, each), (&answer, Vec::from_iter(answer.clone())), "{refused}");
            let told: Vec<_> = out.sorted().iter().map(floe_base::render_line).collect();
            assert_eq!(told.len(), if refused.is_empty() { 1 } else { 2 }, "{told:?}");
            assert!(told.iter().any(|line| line.starts_with(unmade)), "{told:?}");
            assert!(told.iter().any(|line| line.starts_with(refused)), "{refused}: {told:?}");
        }
    }

    #[test]
    fn credentials_are_found_by_their_shape_at_any_depth() {
        let credential =
            |env: &str| json!({"env": env, "ref": {"source": "kubernetes-secret", "name": "n", "key": "k"}});
        let bindings = [
            json!({"a": [{"b": credential("A")}, {"env": "A", "ref": "n"}], "env": "X"}),
            json!({"c": credential("C")}),
            json!("text"),
        ];
        let found: Vec<_> = bindings.iter().flat_map(credentials).map(|found| found.to_value()).collect();
        assert_eq!(found, [credential("A"), credential("C")]);
    }
}
