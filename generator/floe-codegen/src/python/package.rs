//! The package around the modules: folders, exports, the table of schemas, and the files that are the same for every model.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::FileSet;
use serde_json::json;

use super::module::{Module, header};
use super::names::PACKAGE;
use super::{INDENT, literal};

/// Where the package's distribution stands.
const FOLDER: &str = "generated/python";

/// Modules that are the same for every model: their path, where their text stands, and the text.
const FIXED: &[(&str, &str, &str)] = &[
    ("floe_contracts/v1/base.py", "templates/python/base.py", include_str!("../../../../templates/python/base.py")),
    (
        "floe_contracts/v1/errors.py",
        "templates/python/errors.py",
        include_str!("../../../../templates/python/errors.py"),
    ),
];

/// The distribution's description, with a hole for its version.
const PROJECT: &str = include_str!("../../../../templates/python/pyproject.toml");

/// The package in the making.
pub(super) struct Package {
    /// Files by path in the distribution.
    files: BTreeMap<String, String>,
    /// What the package's top hands on: its imports.
    top: Module,
    exports: BTreeSet<String>,
    /// The models' names by their schema's path.
    schemas: BTreeMap<String, String>,
}

impl Package {
    /// A package of the fixed files alone.
    pub(super) fn new() -> Self {
        let fixed = FIXED.iter();
        let fixed = fixed.map(|(path, source, text)| ((*path).to_owned(), header(source) + text));
        let project = floe_template::fill(PROJECT, &json!({ "version": env!("CARGO_PKG_VERSION") }));
        let mut files: BTreeMap<_, _> = fixed.collect();
        files.insert("floe_contracts/py.typed".to_owned(), String::new());
        files.insert("pyproject.toml".to_owned(), header("templates/python/pyproject.toml") + &project);
        Self { files, top: Module::default(), exports: BTreeSet::new(), schemas: BTreeMap::new() }
    }

    /// Adds the source of a module: `floe_contracts.v1.bindings.storage`.
    pub(super) fn add_module(&mut self, name: &str, source: String) {
        self.files.insert(format!("{}.py", name.replace('.', "/")), source);
    }

    /// Makes a module's class known at the package's top.
    pub(super) fn export(&mut self, module: &str, name: &str) {
        self.exports.insert(self.top.import(module, name));
    }

    /// Says which exported model has a schema.
    pub(super) fn add_schema(&mut self, path: &str, model: &str) {
        self.schemas.insert(path.to_owned(), model.to_owned());
    }

    /// All files, by path from the repository's root.
    pub(super) fn finish(mut self) -> FileSet {
        let top = self.top();
        self.add_module(&format!("{PACKAGE}.__init__"), top);
        let folders: BTreeSet<String> = self.files.keys().flat_map(|path| folders(path)).collect();
        for folder in folders {
            let marker = format!("{folder}/__init__.py");
            self.files.entry(marker).or_insert_with(|| header("contracts"));
        }
        let mut files = FileSet::new();
        for (path, text) in self.files {
            files.insert(format!("{FOLDER}/{path}"), text).expect("modules have distinct clean names");
        }
        files
    }

    fn top(&mut self) -> String {
        let base = self.top.import("pydantic", "BaseModel");
        let exports = self.exports.iter().map(String::as_str).chain(["SCHEMAS"]);
        let exports = exports.map(|name| format!("{INDENT}{},\n", literal::string(name)));
        let exports: String = exports.collect();
        self.top.push(format!("__all__ = [\n{exports}]"));
        let schemas = self.schemas.iter();
        let schemas = schemas.map(|(path, model)| format!("{INDENT}{}: {model},\n", literal::string(path)));
        let schemas: String = schemas.collect();
        self.top.push(format!(
            "SCHEMAS: dict[str, type[{base}]] = {{\n{schemas}}}\n\"\"\"The model behind each published schema, by the schema's path.\"\"\""
        ));
        self.top.print(
            "contracts",
            "floe's documents, bindings and plugin configs as models, its plugin interfaces as abstract classes.",
        )
    }
}

/// The folders of the import package that a file lies in.
fn folders(path: &str) -> Vec<String> {
    let ends = path.match_indices('/').map(|(at, _)| path[..at].to_owned());
    ends.collect()
}
