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

const FIXED: &[(&str, &str)] = templates!("python": "base.py" "errors.py" "lazy.py");
const TOP: &str = include_str!("../../../../templates/python/top.py");
const PROJECT: &str = include_str!("../../../../templates/python/pyproject.toml");

pub(super) struct Package<'m> {
    /// Files by path in the distribution.
    files: BTreeMap<String, String>,
    /// The exported names, as a type checker imports the names.
    checked: Module<'m>,
    /// The module of each exported name, in the package. Behind a colon stands the name there, where the names differ.
    exports: BTreeMap<String, String>,
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
        let (files, checked) = (fixed.chain(others).collect(), Module::new(model, PACKAGE, []));
        Self { files, checked, exports: BTreeMap::new(), schemas: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, module: &Module<'_>, source: &str, doc: &str) {
        self.files.insert(format!("{}.py", module.name.replace('.', "/")), module.print(source, doc));
    }

    /// Exports a module's class from the package's top.
    pub(super) fn export(&mut self, module: &Module<'_>, name: &str) {
        let here = self.checked.import(&module.name, name);
        let place = module.name.strip_prefix(&format!("{PACKAGE}.")).unwrap_or(&module.name);
        let place = if here == name { place.to_owned() } else { format!("{place}:{name}") };
        self.exports.insert(here, place);
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

    /// The package's top, which imports a name when the name is first used.
    fn top(&self) -> String {
        let table = |rows: &BTreeMap<String, String>| {
            let row = |(key, value): (&String, &String)| {
                format!("        {}: {},\n", literal::string(key), literal::string(value))
            };
            rows.iter().map(row).collect::<Vec<_>>().concat()
        };
        let indented = |line: &str| if line.is_empty() { String::new() } else { format!("    {line}") };
        let checked = self.checked.script();
        let checked: Vec<String> =
            ["from pydantic import BaseModel", ""].into_iter().chain(checked.lines()).map(indented).collect();
        let exported = self.exports.keys().map(String::as_str).chain(["SCHEMAS"]);
        let exported = exported.map(|name| format!("    {},\n", literal::string(name)));
        let holes = holes! {
            "checked": checked.join("\n"),
            "exported": exported.collect::<Vec<_>>().concat(),
            "exports": table(&self.exports).replace("        ", "    "),
            "schemas": table(&self.schemas),
        };
        header("contracts") + &floe_template::fill(TOP, &holes)
    }
}
