//! Fixed values: compares two packages of a platform by the values that an upgrade cannot change without leaving data behind. Knows no
//! component: the templates mark the objects that hold such values.

use std::collections::BTreeMap;

use floe_base::{Diagnostic, FileSet, Findings, Place};
use floe_compiler::diagnostic;
use floe_types::diagnostics as messages;
use serde_json::Value;

use crate::{Release, render};

/// The label of objects that hold fixed values.
const LABEL: (&str, &str) = ("/metadata/labels/app.kubernetes.io~1component", "fixed");

/// A finding for each fixed value that an upgrade from one chart to the other would change, with the charts' own values. `old` is the name
/// of the older package for people.
pub fn check_upgrade(old: &str, before: &FileSet, after: &FileSet) -> Result<(), Findings> {
    let (before, after) = (values(before)?, values(after)?);
    let changed = |((object, key), was): (&(String, String), &String)| -> Option<Diagnostic> {
        let is = after.get(&(object.clone(), key.clone())).filter(|is| *is != was)?;
        let place = Place::of_file(old);
        Some(diagnostic(messages::chart_upgrade_refused(object, key, was, is)).at(place))
    };
    before.iter().filter_map(changed).collect::<Findings>().barrier()
}

/// The fixed values of a chart, by object and key.
fn values(chart: &FileSet) -> Result<BTreeMap<(String, String), String>, Findings> {
    // Both charts are rendered as one release, whose name and namespace the objects have.
    let rendered = render(chart, &Value::Null, &Release { name: "release", namespace: "release" })?;
    let mut values = BTreeMap::new();
    for object in rendered.manifests.iter().map(|manifest| &manifest.object) {
        let label = object.pointer(LABEL.0).and_then(Value::as_str);
        let data = object["data"].as_object().filter(|_| label == Some(LABEL.1));
        for (key, value) in data.into_iter().flatten() {
            let name = object.pointer("/metadata/labels/app.kubernetes.io~1name").and_then(Value::as_str);
            if let (Some(name), Some(value)) = (name, value.as_str()) {
                values.insert((name.to_owned(), key.clone()), value.to_owned());
            }
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(component: &str, size: &str) -> FileSet {
        let mut files = FileSet::new();
        files.insert("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n").unwrap();
        let object = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{{{ .Release.Name }}}}-{component}\n  labels:\n    \
             app.kubernetes.io/component: fixed\n    app.kubernetes.io/name: {component}\ndata:\n  prefix: p\n  size: {size}\n"
        );
        files.insert("templates/fixed.yaml", object).unwrap();
        files
    }

    #[test]
    fn a_changed_value_is_an_error_and_a_component_that_comes_or_goes_is_none() {
        let found = |old: &FileSet, new: &FileSet| {
            let findings = check_upgrade("old.tgz", old, new).err().unwrap_or_default();
            findings.iter().map(floe_base::render_line).collect::<Vec<_>>()
        };
        let old = chart("store", "1Gi");
        assert_eq!(found(&old, &old), [] as [&str; 0]);
        assert_eq!(found(&old, &chart("other", "2Gi")), [] as [&str; 0]);
        let changed = found(&old, &chart("store", "2Gi"));
        assert!(changed.len() == 1 && changed[0].contains("`size` of store from `1Gi` to `2Gi`"), "{changed:?}");
    }
}
