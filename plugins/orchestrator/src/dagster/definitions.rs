//! Definitions: fills in `definitions.py` of one product. The template holds the code, and this module supplies the
//! values.

use floe_template::holes;
use floe_types::bindings::schedule::Schedule;
use floe_types::interfaces::orchestrator::{AssetDefinition, ProductDefinitions};
use floe_types::plugin::PluginError;
use floe_types::scalars::NonEmpty;

use super::python::Literal;

const TEMPLATE: &str = include_str!("definitions.py.template");

/// The length of the longest tag key that Dagster accepts.
const LONGEST_TAG: usize = 63;

/// The values that the file needs beside the definitions.
pub(super) struct Surroundings<'a> {
    /// The key in profiles.yml.
    pub(super) profile: &'a str,
    /// The folders that must exist before dbt runs; a relative folder is inside of the dbt project.
    pub(super) folders: Vec<String>,
}

/// The text of the file.
pub(super) fn code(definitions: &ProductDefinitions, surroundings: &Surroundings<'_>) -> String {
    let transforms = Literal::List(definitions.assets.iter().map(transform).collect());
    let schedules = Literal::List(definitions.schedule.iter().filter_map(schedule).collect());
    let holes = holes! {
        "product": Literal::text(&definitions.name).after("PRODUCT = "),
        "profile": Literal::text(surroundings.profile).after("PROFILE = "),
        "folders": Literal::texts(&surroundings.folders).after("FOLDERS = "),
        "transforms": transforms.after("TRANSFORMS = "),
        "schedules": schedules.after("SCHEDULES = "),
    };
    floe_template::fill(TEMPLATE, &holes)
}

fn transform(asset: &AssetDefinition) -> Literal {
    let mut members = vec![("name", Literal::text(&asset.name))];
    members.extend(asset.group.iter().map(|group| ("group", Literal::text(group))));
    members.push(("tags", Literal::texts(asset.tags.iter().map(|tag| tag_key(tag.as_str())))));
    members.push(("depends_on", Literal::texts(&asset.depends_on)));
    Literal::Dict(members)
}

/// Refuses two tags of one asset that become one key.
pub(super) fn distinct_tags(definitions: &ProductDefinitions) -> Result<(), PluginError> {
    for (of, asset) in definitions.assets.iter().enumerate() {
        for (at, tag) in asset.tags.iter().enumerate() {
            let same = |other: &&NonEmpty| *other != tag && tag_key(other.as_str()) == tag_key(tag.as_str());
            if let Some(other) = asset.tags[..at].iter().find(same) {
                let key = tag_key(tag.as_str());
                let message = format!("the tags `{other}` and `{tag}` both become the tag `{key}` in Dagster");
                let error = PluginError::new("LOWER_DEFINITIONS_INVALID", message);
                return Err(error.at(format!("/transforms/{of}/tags/{at}")));
            }
        }
    }
    Ok(())
}

/// A schedule without a time is no schedule.
fn schedule(schedule: &Schedule) -> Option<Literal> {
    Some(Literal::Dict(vec![
        ("cron", Literal::text(schedule.cron.as_ref()?)),
        ("timezone", Literal::text(&schedule.timezone)),
        ("enabled", Literal::Bool(schedule.enabled)),
    ]))
}

/// Keys of Dagster's tags allow few characters; each other character becomes an underscore.
fn tag_key(tag: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    tag.chars().take(LONGEST_TAG).map(|c| if allowed(c) { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_keys_that_dagster_takes() {
        assert_eq!(tag_key("staging"), "staging");
        assert_eq!(tag_key("team:sales/EU é"), "team_sales_EU__");
        assert_eq!(tag_key(&"x".repeat(100)).len(), 63);
    }
}
