//! Roles name no wildcard.

use serde_json::Value;

use crate::moment::Moment;
use crate::object::list;

pub(super) fn narrow(moment: &Moment<'_>) -> Vec<(String, String)> {
    let mut wide = Vec::new();
    for document in &moment.rendering.documents {
        let object = &document.object;
        if !["Role", "ClusterRole"].contains(&object.id.kind.as_str()) {
            continue;
        }
        for (number, rule) in object.list("/rules").iter().enumerate() {
            for part in ["apiGroups", "resources", "verbs", "nonResourceURLs"] {
                let words = list(rule, &format!("/{part}"));
                if words.iter().filter_map(Value::as_str).any(|word| word.contains('*')) {
                    wide.push((object.id.to_string(), format!("rule {}: a wildcard in {part}", number + 1)));
                }
            }
        }
    }
    wide
}
