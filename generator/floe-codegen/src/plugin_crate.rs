//! Plugin crates: the plugins that a package declares. Does not look for packages, and knows no contract.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, Place, Span};
use floe_contract::messages;
use serde::Deserialize;
use serde_json::Value;

/// A package that declares plugins under `[package.metadata.floe.plugins]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginCrate {
    /// The package's name: `floe-plugin-storage`.
    pub package: String,
    /// The name of the library in code: `floe_plugin_storage`.
    pub library: String,
    /// The folder from the repository's root: `plugins/storage`.
    pub folder: String,
    /// The text of the package's `Cargo.toml`.
    pub manifest: String,
    /// The declarations, in the order of (group, name).
    pub declarations: Vec<Declaration>,
}

/// One plugin, or one facet of a plugin, that a crate declares: `"floe.storage" = { minio = "Minio" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// `floe.storage`, `floe.storage.runtime`
    pub group: String,
    /// `minio`
    pub name: String,
    /// The type that implements the plugin, as a path in the crate: `Minio`.
    pub implementation: String,
}

impl PluginCrate {
    /// A package's declarations, from its `[package.metadata]` as Cargo gives it; `None`: the package declares no plugins.
    pub fn read(
        package: &str,
        library: &str,
        folder: &str,
        manifest: &str,
        metadata: &Value,
    ) -> Option<Result<Self, Diagnostic>> {
        let declared = metadata.get("floe")?.get("plugins")?;
        let [package, library, folder, manifest] = [package, library, folder, manifest].map(str::to_owned);
        Some(match groups_of(declared) {
            Some(declarations) => Ok(Self { package, library, folder, manifest, declarations }),
            None => Err(messages::plugin_metadata_invalid()
                .help("write it as `\"floe.storage\" = { minio = \"Minio\" }`")
                .at(Place::of_file(format!("{folder}/Cargo.toml")))),
        })
    }

    /// The path of the package's `Cargo.toml`.
    pub fn manifest_path(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// The place of a declaration's name in the manifest, found as text: Cargo gives the table without positions.
    pub(crate) fn place(&self, declaration: &Declaration) -> Place {
        let lines = || (1_u32..).zip(self.manifest.lines());
        let group = format!("\"{}\"", declaration.group);
        let Some((first, _)) = lines().find(|(_, line)| line.contains(&group)) else {
            return Place::of_file(self.manifest_path());
        };
        let found = lines().filter(|(line, _)| *line >= first).find_map(|(line, text)| {
            let from = if line == first { text.find(&group)? + group.len() } else { 0 };
            let at = from + word_at(&text[from..], &declaration.name)?;
            let column = u32::try_from(text[..at].chars().count()).ok()? + 1;
            let len = u32::try_from(declaration.name.chars().count()).ok()?;
            Some(Span::new(line, column, len))
        });
        Place::new(self.manifest_path(), found.unwrap_or(Span::new(first, 1, 0)))
    }
}

/// The position of a word in a text, not as part of a longer word.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !text[..*at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

fn groups_of(declared: &Value) -> Option<Vec<Declaration>> {
    let groups = BTreeMap::<String, BTreeMap<String, String>>::deserialize(declared).ok()?;
    let all = groups.into_iter().flat_map(|(group, plugins)| {
        plugins.into_iter().map(move |(name, implementation)| Declaration {
            group: group.clone(),
            name,
            implementation,
        })
    });
    Some(all.collect())
}

/// Whether a text can stand in generated code as the path of a type.
pub(crate) fn is_path(text: &str) -> bool {
    syn::parse_str::<syn::Path>(text).is_ok_and(|path| {
        path.leading_colon.is_none() && path.segments.iter().all(|segment| segment.arguments.is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const MANIFEST: &str = "[package]\nname = \"minio\"\n\n[package.metadata.floe.plugins]\n\"floe.storage\" = { min = \"A\", minio = \"B\" }\n\n[package.metadata.floe.plugins.\"floe.catalogs\"]\npolaris = \"C\"\n";

    fn read(metadata: &Value) -> Option<Result<PluginCrate, Diagnostic>> {
        PluginCrate::read("p", "p", "plugins/p", MANIFEST, metadata)
    }

    fn declaration(group: &str, name: &str) -> Declaration {
        Declaration { group: group.to_owned(), name: name.to_owned(), implementation: "X".to_owned() }
    }

    #[test]
    fn a_package_that_says_nothing_of_plugins_is_no_plugin_crate() {
        assert_eq!(read(&Value::Null), None);
        assert_eq!(read(&json!({"floe": {}})), None);
    }

    #[test]
    fn declarations_are_read_by_group_and_name() {
        let krate =
            read(&json!({"floe": {"plugins": {"floe.storage": {"minio": "X", "aws-s3": "X"}}}})).unwrap().unwrap();
        assert_eq!(krate.declarations, [declaration("floe.storage", "aws-s3"), declaration("floe.storage", "minio")]);
    }

    #[test]
    fn a_table_of_another_shape_is_an_error_that_shows_the_right_one() {
        for plugins in [json!(1), json!({"floe.storage": "Minio"}), json!({"floe.storage": {"minio": 1}})] {
            let error = read(&json!({"floe": {"plugins": plugins}})).unwrap().unwrap_err();
            assert_eq!(error.code, "CONTRACT_PLUGIN_METADATA_INVALID");
            assert_eq!(error.place, Some(Place::of_file("plugins/p/Cargo.toml")));
        }
    }

    #[test]
    fn a_declaration_is_found_in_the_manifest_s_text_as_a_whole_word() {
        let krate = read(&json!({"floe": {"plugins": {}}})).unwrap().unwrap();
        let place = |group, name| krate.place(&declaration(group, name)).to_string();
        assert_eq!(place("floe.storage", "min"), "plugins/p/Cargo.toml:5:20");
        assert_eq!(place("floe.storage", "minio"), "plugins/p/Cargo.toml:5:31");
        assert_eq!(place("floe.catalogs", "polaris"), "plugins/p/Cargo.toml:8:1");
        assert_eq!(place("floe.catalogs", "absent"), "plugins/p/Cargo.toml:7:1");
        assert_eq!(place("floe.absent", "minio"), "plugins/p/Cargo.toml");
    }

    #[test]
    fn only_plain_paths_can_stand_in_generated_code() {
        for good in ["Minio", "minio::Minio"] {
            assert!(is_path(good), "{good}");
        }
        for bad in ["", "Minio<u8>", "::minio::Minio", "a b", "Minio; }", "3"] {
            assert!(!is_path(bad), "{bad}");
        }
    }
}
