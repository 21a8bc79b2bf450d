//! `floe plugin …`: shows the contracts' facts about the plugins of this floe.

use floe_base::{Findings, names};
use floe_compiler::{diagnostic, pretty};
use floe_plugins::REGISTRY;
use floe_types::diagnostics as messages;
use floe_types::plugin::PluginInfo;

use crate::plugin_page;
use floe_commands::floe::{Format, PluginCommand};

/// The plugins of this build, or one of them, as text or as JSON.
pub(crate) fn show(command: &PluginCommand) -> Result<String, Findings> {
    let (plugin, format) = match command {
        PluginCommand::List { format: Format::Text } => return Ok(plugin_page::list(&REGISTRY.infos())),
        PluginCommand::List { format: Format::Json } => return Ok(pretty(&plugin_page::list_json(&REGISTRY.infos()))),
        PluginCommand::Show { plugin, format } => (plugin, format),
    };
    let infos = find(plugin)?;
    let pages = infos.iter().copied();
    Ok(match (format, infos.as_slice()) {
        (Format::Text, _) => pages.map(plugin_page::page).collect::<Vec<_>>().join("\n"),
        (Format::Json, [info]) => pretty(&plugin_page::page_json(info)),
        (Format::Json, _) => pretty(&pages.map(plugin_page::page_json).collect()),
    })
}

/// The plugins of a name, with or without a category.
fn find(plugin: &str) -> Result<Vec<&'static PluginInfo>, Findings> {
    let infos = REGISTRY.infos();
    let full = |info: &PluginInfo| format!("{}/{}", info.category, info.name);
    let found: Vec<_> = infos.iter().copied().filter(|info| info.name == plugin || full(info) == plugin).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    // Without a category the whole argument is the name.
    let last = plugin.rsplit_once('/').map_or(plugin, |(_, name)| name);
    let nearest = names::by_nearness(last, infos.iter().map(|info| info.name));
    let rank = |full: &String| nearest.iter().position(|name| full.ends_with(&format!("/{name}")));
    let mut known: Vec<String> = infos.iter().map(|info| full(info)).collect();
    known.sort_by_key(rank);
    Err(diagnostic(messages::command_plugin_unknown(plugin, &known)).into())
}
