//! What every contract begins with, held against where it stands.

use floe_base::Node;
use semver::Version;

use crate::model::{Head, Kind};
use crate::reader::{Reader, text_or_empty};

/// Reads a contract's head. What disagrees with its path is a finding; the path wins.
pub(crate) fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Head> {
    let id = reader.id.clone();
    let (category, name) =
        id.name.split_once('/').map_or((None, id.name.as_str()), |(category, name)| (Some(category), name));
    agree(reader, node, "name", name);
    if let Some(category) = category {
        agree(reader, node, "category", category);
    }
    let stated = node.get("version")?;
    let version = Version::parse(stated.as_str()?).ok()?;
    if id.kind != Kind::Plugin && version.major != id.major {
        let message = format!("the path says version {}, but here stands {version}", id.major);
        reader.error(
            "CONTRACT_HEAD_INVALID",
            stated.span,
            message,
            format!("write {}.0.0, or move the file", id.major),
        );
    }
    let description = text_or_empty(node, "description");
    Some(Head { id, version, description, file: reader.file.to_owned() })
}

fn agree(reader: &mut Reader<'_>, node: &Node, key: &str, from_path: &str) {
    let Some(stated) = node.get(key).filter(|stated| stated.as_str() != Some(from_path)) else {
        return;
    };
    let message = format!("the path says {key} `{from_path}`, but here stands another");
    reader.error("CONTRACT_HEAD_INVALID", stated.span, message, format!("write `{from_path}`, or move the file"));
}
