//! Ask: calls the selected plugins of a manifest, and turns their refusals into findings. Decides no order; `floe_types::composition` does.

use floe_base::{Diagnostic, Findings};
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
use crate::source::Source;

/// The selected plugins, as one platform or one product calls them.
pub(crate) struct SelectedPlugins<'a> {
    manifest: &'a Source,
    selections: &'a [Selection],
    product: Option<&'a ProductNames>,
    artifact_of: Option<&'a Source>,
    out: &'a mut Findings,
}

impl<'a> SelectedPlugins<'a> {
    /// The plugins as the platform calls them: a refusal is a finding about the plugin's config.
    pub(crate) fn of_platform(manifest: &'a Source, selections: &'a [Selection], out: &'a mut Findings) -> Self {
        Self { manifest, selections, product: None, artifact_of: None, out }
    }

    /// The plugins as one product calls them: the product's names replace the placeholders in each config.
    pub(crate) fn of_product(self, product: &'a ProductNames) -> Self {
        Self { product: Some(product), ..self }
    }

    /// The plugins as a finished artifact calls them: a refusal is a finding about the product's own document.
    pub(crate) fn of_artifact(self, document: &'a Source) -> Self {
        Self { artifact_of: Some(document), ..self }
    }

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
        let answer = match (entry.load)(expanded.as_ref().unwrap_or(config)) {
            Ok(plugin) => question(&plugin),
            Err(violations) => {
                for Violation { pointer, problem } in violations {
                    self.out.push(self.of_config(selection, &PluginError::new("", problem.message()).at(pointer)));
                }
                return None;
            }
        };
        let refused = |error: PluginError| match self.artifact_of {
            Some(document) => of_document(document, &error),
            None => self.of_config(selection, &error),
        };
        answer.map_err(refused).map_err(|finding| self.out.push(finding)).ok()
    }

    fn of_config(&self, selection: &Selection, error: &PluginError) -> Diagnostic {
        let message = messages::composition_plugin_config_invalid(&selection.title(), &error.message);
        let place = match &error.pointer {
            Some(pointer) => self.manifest.place(&format!("{}{pointer}", selection.config_pointer())),
            None => self.manifest.place(&selection.type_pointer()),
        };
        report::at(place, message)
    }
}

/// The pointer of the refusal leads into the product's document, because the question was about the product.
fn of_document(document: &Source, error: &PluginError) -> Diagnostic {
    let place = document.place(error.pointer.as_deref().unwrap_or("/metadata/name"));
    report::at(place, messages::lower_definitions_invalid(&error.message))
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
        let mut found = Vec::new();
        for binding in bindings {
            collect(binding, &mut found);
        }
        found
    }
}

/// Adds every credential inside of a value. A value is a credential if the value has the shape of one.
fn collect(value: &Value, found: &mut Vec<Credential>) {
    match value {
        Value::Object(map) => match Credential::parse(value) {
            Ok(credential) => found.push(credential),
            Err(_) => map.values().for_each(|inner| collect(inner, found)),
        },
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, found)),
        _ => {}
    }
}
