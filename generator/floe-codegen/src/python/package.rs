//! The package around the modules: folders, exports, the table of schemas, and the files that are the same for every model.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::FileSet;
use floe_contract::model::Model;
use floe_template::holes;

use super::literal;
use super::module::{Module, header};
use super::names::PACKAGE;

/// The folder of the package's distribution.
const FOLDER: &str = "generated/python";

const FIXED: &[(&str, &str)] = templates!("python": "base.py" "errors.py");
const PROJECT: &str = include_str!("../../../../templates/python/pyproject.toml");

pub(super) struct Package<'m> {
    /// Files by path in the distribution.
    files: BTreeMap<String, String>,
    /// The package's top, which imports the exported names.
    top: Module<'m>,
    exports: BTreeSet<String>,
    /// The models' names by their schema's path.
    schemas: BTreeMap<String, String>,
}

impl<'m> Package<'m> {
    /// A package of the fixed files alone.
    pub(super) fn new(model: &'m Model) -> Self {
        let fixed = FIXED.iter().map(|(name, text)| {
            (format!("floe_contracts/v1/{name}"), header(&format!("templates/python/{name}")) + text)
        });
        let project = floe_template::fill(PROJECT, &holes! { "version": env!("CARGO_PKG_VERSION") });
        let others = [
            ("floe_contracts/py.typed".to_owned(), String::new()),
            ("pyproject.toml".to_owned(), header("templates/python/pyproject.toml") + &project),
        ];
        let (files, top) = (fixed.chain(others).collect(), Module::new(model, PACKAGE, []));
        Self { files, top, exports: BTreeSet::new(), schemas: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, module: &Module<'_>, source: &str, doc: &str) {
        self.files.insert(format!("{}.py", module.name.replace('.', "/")), module.print(source, doc));
    }

    /// Exports a module's class from the package's top.
    pub(super) fn export(&mut self, module: &Module<'_>, name: &str) {
        self.exports.insert(self.top.import(&module.name, name));
    }

    pub(super) fn add_schema(&mut self, path: &str, model: &str) {
        self.schemas.insert(path.to_owned(), model.to_owned());
    }

    /// All files, by path from the repository's root.
    pub(super) fn finish(mut self) -> FileSet {
        let top = self.top();
        self.files.insert(format!("{}/__init__.py", PACKAGE.replace('.', "/")), top);
        let ends = self.files.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
        for folder in ends.collect::<BTreeSet<_>>() {
            self.files.entry(format!("{folder}/__init__.py")).or_insert_with(|| header("contracts"));
        }
        crate::files(self.files.into_iter().map(|(path, text)| (format!("{FOLDER}/{path}"), text)))
    }

    fn top(&mut self) -> String {
        let base = self.top.pydantic("BaseModel");
        let exports = self.exports.iter().map(String::as_str).chain(["SCHEMAS"]);
        let exports = exports.map(|name| format!("    {},\n", literal::string(name)));
        self.top.push(format!("__all__ = [\n{}]", exports.collect::<String>()));
        let schemas = self.schemas.iter().map(|(path, model)| format!("    {}: {model},\n", literal::string(path)));
        self.top.push(format!(
            "SCHEMAS: dict[str, type[{base}]] = {{\n{}}}\n\"\"\"The model behind each published schema, by the schema's path.\"\"\"",
            schemas.collect::<String>()
        ));
        let doc = "floe's documents, bindings and plugin configs as models, its plugin interfaces as abstract classes.";
        self.top.print("contracts", doc)
    }
}
