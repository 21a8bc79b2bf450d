//! Inherit: tells a manifest of one platform from a manifest that several platforms share. Compiles nothing from a shared manifest.

use floe_base::Findings;
use floe_types::diagnostics as messages;
use floe_types::documents::manifest::ManifestScope;
use floe_types::plugin::Selection as Rule;

use crate::load::LoadedManifest;
use crate::report;
use crate::resolve;

/// Whether the manifest is a platform's manifest. A platform's manifest must select a plugin of each required category. A shared manifest
/// is checked by itself and refused.
pub(crate) fn check(loaded: &LoadedManifest, out: &mut Findings) -> bool {
    let source = &loaded.source;
    let Some(scope) = source.get("scope").filter(|scope| !scope.is_null()) else {
        for category in &loaded.choices.absent {
            if let (Rule::Required, Some(key)) = (category.selection, category.manifest_key) {
                let message = messages::resolve_plugin_unselected(category.name, key);
                out.push(report::at(source.key_place("/plugins"), message));
            }
        }
        return true;
    };
    resolve::check_plugins(loaded, out);
    if let Some(Ok(scope)) = scope.as_str().map(str::parse::<ManifestScope>) {
        out.push(report::at(source.place("/scope"), messages::inherit_scope_not_compiled(scope.as_str())));
    }
    false
}
