//! A client of the YAML language server, over the server's standard streams. Judges nothing.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A running language server. Dropping the value kills the process.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    requests: u64,
    settings: Value,
}

/// A finding of the server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The line, from 1.
    pub(crate) line: u64,
    /// The message.
    pub(crate) message: String,
}

impl Server {
    /// Starts a server with a schema for each file name.
    pub(crate) fn start(schemas: &BTreeMap<String, PathBuf>) -> Self {
        let program = root().join(".floe-tools/node/node_modules/yaml-language-server/bin/yaml-language-server");
        assert!(program.exists(), "{} is missing; run: ./just tools-node", program.display());
        let mut command = Command::new("node");
        command.arg(program).arg("--stdio").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("node is on PATH; run: ./just tools-node");
        let input = process.stdin.take().expect("it is piped");
        let output = BufReader::new(process.stdout.take().expect("it is piped"));
        let schemas = schemas.iter().map(|(file, schema)| (address(schema), json!([file])));
        let settings = json!({
            "schemas": schemas.collect::<serde_json::Map<_, _>>(),
            "schemaStore": { "enable": false },
            "kubernetesCRDStore": { "enable": false },
        });
        let mut server = Self { process, input, output, requests: 0, settings };
        let hover = json!({ "contentFormat": ["markdown"] });
        let workspace = json!({ "configuration": true });
        let document = json!({ "publishDiagnostics": {}, "hover": hover });
        let capabilities = json!({ "textDocument": document, "workspace": workspace });
        server.request("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        server.notify("initialized", &json!({}));
        server
    }

    /// Opens a file with a text, and returns the server's findings.
    pub(crate) fn open(&mut self, file: &Path, text: &str) -> Vec<Finding> {
        let uri = address(file);
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        let published = loop {
            let message = self.read();
            let about = &message["params"]["uri"];
            if message["method"] == "textDocument/publishDiagnostics" && *about == json!(uri) {
                break message;
            }
        };
        let findings = published["params"]["diagnostics"].as_array().expect("diagnostics are a list").iter();
        let finding = |finding: &Value| Finding {
            line: finding["range"]["start"]["line"].as_u64().expect("a finding has a line") + 1,
            message: finding["message"].as_str().expect("a finding says what is wrong").to_owned(),
        };
        findings.map(finding).collect()
    }

    /// The completions at a position of an open file; line and column count from 1.
    pub(crate) fn completions(&mut self, file: &Path, line: usize, column: usize) -> Vec<String> {
        let answer = self.request("textDocument/completion", &place(file, line, column));
        let items = answer["items"].as_array().expect("completions are a list").iter();
        items.map(|item| item["label"].as_str().expect("an item has a label").to_owned()).collect()
    }

    /// The hover text at a position of an open file; line and column count from 1.
    pub(crate) fn hover(&mut self, file: &Path, line: usize, column: usize) -> String {
        let answer = self.request("textDocument/hover", &place(file, line, column));
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    fn request(&mut self, method: &str, params: &Value) -> Value {
        self.requests += 1;
        let id = json!(self.requests);
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut message = self.read();
            if message["id"] == id && message["method"].is_null() {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn write(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    /// Reads the next message. A request of the server is answered at once: a request for settings with the settings,
    /// others with null.
    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("the server writes text");
            assert!(read > 0, "the server has ended: {:?}", self.process.wait());
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().expect("a length is a number"),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("a message is whole");
        let message: Value = serde_json::from_slice(&bytes).expect("messages are JSON");
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            let asked = message["params"]["items"].as_array().map(|items| {
                let section =
                    |item: &Value| if item["section"] == "yaml" { self.settings.clone() } else { Value::Null };
                items.iter().map(section).collect::<Value>()
            });
            self.write(&json!({ "jsonrpc": "2.0", "id": id, "result": asked }));
        }
        message
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository").to_owned()
}

fn address(file: &Path) -> String {
    format!("file://{}", file.display())
}

fn place(file: &Path, line: usize, column: usize) -> Value {
    json!({ "textDocument": { "uri": address(file) }, "position": { "line": line - 1, "character": column - 1 } })
}
