//! Target `yaml`: arbitrary bytes go through the YAML reader, and a value that was read goes through the writer and
//! back.

use floe_base::yaml::{self, Limits};
use floe_base::{Node, Value, render, render_line};
use floe_golden::fault;

use crate::SHOWN;

const FILE: &str = "any.yaml";

/// A finding must have code, place and remedy and must render. A value must survive a round trip through the writer.
pub(crate) fn judge(bytes: &[u8]) -> bool {
    let read = yaml::read(FILE, bytes, &Limits::default());
    match &read {
        Err(findings) => {
            assert!(!findings.is_empty(), "neither a value nor a finding");
            let text = std::str::from_utf8(bytes).ok();
            for finding in findings.iter().take(SHOWN) {
                let fault = fault(finding, |file| (file == FILE).then_some(bytes));
                assert!(fault.is_none(), "{fault:?}: {finding:?}");
                assert!(!render(finding, text, false).is_empty() && !render_line(finding).is_empty());
            }
        }
        Ok(node) => {
            inside(node, bytes);
            let json = node.to_json();
            let written = yaml::write(&json);
            let again = yaml::read(FILE, written.as_bytes(), &Limits::default());
            match again {
                Ok(again) => assert_eq!(again.to_json(), json, "{written}"),
                // The writer expands aliases, so the written text can exceed the limits.
                Err(findings) => {
                    assert!(findings.iter().all(|it| it.code == yaml::codes::LIMIT), "{findings:?}\n{written}");
                }
            }
        }
    }
    read.is_ok()
}

/// Fails unless every span of a value lies inside the text.
fn inside(node: &Node, bytes: &[u8]) {
    let lines = String::from_utf8_lossy(bytes).split(['\n', '\r']).count();
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        let spans = match &node.value {
            Value::Seq(items) => {
                nodes.extend(items);
                vec![]
            }
            Value::Map(entries) => {
                nodes.extend(entries.iter().map(|(_, value)| value));
                entries.iter().map(|(key, _)| key.span).collect()
            }
            _ => vec![],
        };
        for span in spans.into_iter().chain([node.span]) {
            assert!(span.line > 0 && span.column > 0 && span.line as usize <= lines, "{span:?} of {lines} lines");
        }
    }
}
