//! The documents that a package renders to, each with the text that Helm sends. Judges nothing.

use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::object::Object;

/// One rendered document.
#[derive(Debug, Clone)]
pub struct Document {
    /// The object in the document.
    pub object: Object,
    /// The text.
    pub text: String,
}

impl Document {
    /// The annotation of a hook: when Helm applies the document, if not with the others.
    pub fn hook(&self) -> Option<&str> {
        self.object.annotation("helm.sh/hook")
    }

    /// `apps/v1`.
    pub fn api_version(&self) -> &str {
        self.object.text("/apiVersion")
    }
}

/// Reads the output of `helm template`.
///
/// # Errors
/// A document that is no YAML, or no object with a kind and a name.
pub(crate) fn read(manifests: &str) -> Outcome<Vec<Document>> {
    let mut documents = Vec::new();
    for text in split(manifests) {
        let value: Value = serde_saphyr::from_str(&text)
            .map_err(|error| Failure::new(format!("a rendered document is no YAML: {error}\n{text}")))?;
        if value.is_null() {
            continue;
        }
        let object = Object::new(value)
            .ok_or_else(|| Failure::new(format!("a rendered document has no kind or no name:\n{text}")))?;
        documents.push(Document { object, text });
    }
    Ok(documents)
}

/// Documents begin at lines that are `---`.
fn split(manifests: &str) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in manifests.lines() {
        if line.trim_end() == "---" {
            documents.push(String::new());
        } else if let Some(document) = documents.last_mut() {
            document.push_str(line);
            document.push('\n');
        }
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_their_text_and_empty_ones_are_dropped() {
        let manifests =
            "---\n# Source: a\nkind: Pod\nmetadata: {name: a}\n---\n# nothing\n---\nkind: Pod\nmetadata: {name: b}\n";
        let documents = read(manifests).unwrap();
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0].text, "# Source: a\nkind: Pod\nmetadata: {name: a}\n");
        assert_eq!(documents[1].object.id.to_string(), "Pod/b");
    }

    #[test]
    fn a_document_without_a_name_fails() {
        assert!(read("kind: Pod\n").unwrap_err().message.contains("no name"));
    }
}
