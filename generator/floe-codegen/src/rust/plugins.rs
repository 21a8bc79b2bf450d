//! Plugins: the description of each plugin beside the types of the config.

use floe_contract::model::{Hosting, Plugin};
use serde_json::Value;

use super::endpoints::endpoints;
use super::scope::Scope;

/// `INFO` of a plugin.
pub(super) fn info(scope: &mut Scope<'_>, plugin: &Plugin) -> String {
    let Plugin { category, name, api, dependencies, config, .. } = plugin;
    let (version, description) = (plugin.head.version.to_string(), plugin.head.description.trim());
    let (capabilities, requirements) = (offers(scope, &plugin.capabilities), offers(scope, &plugin.requirements));
    let info = scope.imports.path("crate::plugin", "PluginInfo");
    let endpoints = endpoints(scope, config);
    let hosting: String = plugin.hosting.iter().map(|hosting| one_hosting(scope, hosting)).collect();
    format!(
        "/// What the plugin's contract says.
        pub static INFO: {info} = {info} {{
            category: {category:?},
            name: {name:?},
            version: {version:?},
            api: {api:?},
            description: {description:?},
            dependencies: &{dependencies:?},
            hosting: &[{hosting}],
            config_type: {config:?},
            capabilities: &[{capabilities}],
            requirements: &[{requirements}],
            endpoints: &[{endpoints}],
        }};"
    )
}

/// The lists of a set; lint holds that each is a list of words and of paths into the config.
fn offers(scope: &mut Scope<'_>, set: &Value) -> String {
    set.as_object().into_iter().flatten().map(|(list, values)| offer(scope, list, values)).collect()
}

fn offer(scope: &mut Scope<'_>, list: &str, values: &Value) -> String {
    let (ty, value) = (scope.imports.path("crate::plugin", "Offer"), scope.imports.path("crate::plugin", "OfferValue"));
    let values = values.as_array().map_or(std::slice::from_ref(values), Vec::as_slice);
    let values = values.iter().map(|one| match (one.as_str(), one.get("$").and_then(Value::as_str)) {
        (Some(word), _) => format!("{value}::Word({word:?}),"),
        (None, path) => {
            let steps = path.into_iter().flat_map(|path| path.split('.').skip(1));
            format!("{value}::Config({:?}),", steps.flat_map(|step| ["/", step]).collect::<String>())
        }
    });
    format!("{ty} {{ list: {list:?}, values: &[{}] }},", values.collect::<String>())
}

fn one_hosting(scope: &mut Scope<'_>, Hosting { mode, components, .. }: &Hosting) -> String {
    let (ty, modes) =
        (scope.imports.path("crate::plugin", "Hosting"), scope.imports.path("crate::plugin", "HostingMode"));
    format!("{ty} {{ mode: {modes}::{mode:?}, components: &{components:?} }},")
}
