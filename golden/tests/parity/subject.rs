//! What is judged: a model with the schemas and the Python package that were emitted from it.

use std::fs;
use std::path::{Path, PathBuf};

use floe_base::FileSet;
use floe_contract::Model;
use serde_json::Value;

use crate::judges::root;

/// A model and where its emitted files lie.
pub(crate) struct Subject {
    pub(crate) model: Model,
    /// The folder that holds `generated/`.
    pub(crate) folder: PathBuf,
    /// Rust's verdict on an instance of a contract.
    pub(crate) rust: Box<RustJudge>,
}

/// Judges an instance of the contract of that name.
pub(crate) type RustJudge = dyn Fn(&str, &Value) -> RustVerdict + Sync;

/// The places at which Rust refuses an instance; none: it accepts it.
pub(crate) type RustVerdict = Vec<String>;

/// One contract that has a schema.
pub(crate) struct Contract<'m> {
    /// `bindings/storage`
    pub(crate) name: String,
    /// `bindings/storage.v1.json`
    pub(crate) schema: String,
    pub(crate) root: &'m str,
    pub(crate) examples: &'m [Value],
}

impl Subject {
    /// The repository's own contracts, with the committed files and the compiled types.
    pub(crate) fn repository() -> Self {
        let model = load(&root(), &["contracts", "plugins"]);
        Self { model, folder: root(), rust: Box::new(generated_types) }
    }

    /// Contracts that use every form of the language, with files emitted into `folder`.
    pub(crate) fn every_form(folder: &Path) -> Self {
        let model = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts/every-form/input"), &["contracts"]);
        for (path, bytes) in floe_codegen::emit(&model, &[]).iter() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
            fs::write(path, bytes).expect("the file can be written");
        }
        let shapes = floe_contract::shapes(&model);
        let roots: Vec<(String, String)> =
            contracts(&model).into_iter().map(|it| (it.name, it.root.to_owned())).collect();
        let rust = move |contract: &str, instance: &Value| {
            let (_, root) = roots.iter().find(|(name, _)| name == contract).expect("the contract is of this model");
            shapes.check(root, instance).into_iter().map(|violation| violation.pointer).collect()
        };
        Self { model, folder: folder.to_owned(), rust: Box::new(rust) }
    }

    pub(crate) fn schemas(&self) -> PathBuf {
        self.folder.join("generated/schemas")
    }

    pub(crate) fn package(&self) -> PathBuf {
        self.folder.join("generated/python")
    }
}

/// The compiled types' verdict. What they accept they must be able to write, and accept again.
fn generated_types(contract: &str, instance: &Value) -> RustVerdict {
    let check = floe_types::CHECKS.iter().find(|(name, ..)| *name == contract);
    let (_, _, read) = check.unwrap_or_else(|| panic!("no generated type is listed for {contract}"));
    match read(instance) {
        Err(violations) => violations.into_iter().map(|violation| violation.pointer).collect(),
        Ok(written) => {
            assert_eq!(read(&written).as_ref(), Ok(&written), "{contract}: what was read and written reads otherwise");
            Vec::new()
        }
    }
}

fn load(root: &Path, folders: &[&str]) -> Model {
    let mut files = FileSet::new();
    for folder in folders {
        read_into(&mut files, root, Path::new(folder));
    }
    floe_contract::load(&files).unwrap_or_else(|findings| panic!("{findings:#?}"))
}

fn read_into(files: &mut FileSet, root: &Path, folder: &Path) {
    let entries = fs::read_dir(root.join(folder)).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.expect("the folder can be read");
        let path = folder.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            read_into(files, root, &path);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.to_str().expect("paths are text").replace('\\', "/");
            files.insert(name, fs::read(entry.path()).expect("the file can be read")).expect("paths are clean");
        }
    }
}

/// Every document, binding and plugin config.
pub(crate) fn contracts(model: &Model) -> Vec<Contract<'_>> {
    let shapes = model.documents.iter().chain(&model.bindings);
    let shapes = shapes.map(|it| (&it.head.id, it.root.as_str(), it.examples.as_slice()));
    let configs = model.plugins.iter().map(|it| (&it.head.id, it.config.as_str(), it.examples.as_slice()));
    let all = shapes.chain(configs).map(|(id, root, examples)| {
        let name = format!("{}/{}", id.kind.folder(), id.name);
        Contract { schema: format!("{name}.v{}.json", id.major), name, root, examples }
    });
    all.collect()
}
