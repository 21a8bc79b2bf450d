//! A small, complete set of contracts without findings, and edits of the set. Each test breaks one thing and reads the findings.
#![expect(clippy::panic, reason = "an edit that does not apply is a fault of the test")]

use floe_base::{FileSet, Findings};

pub(super) const SCALARS: &str = "contracts/scalars/v1.yaml";
pub(super) const BINDING: &str = "contracts/bindings/storage/v1.yaml";
pub(super) const SETS: &str = "contracts/bindings/composition/v1.yaml";
pub(super) const INTERFACE: &str = "contracts/interfaces/storage/v1.yaml";
pub(super) const BASE: &str = "contracts/interfaces/plugin/v1.yaml";
pub(super) const PLUGIN: &str = "contracts/plugins/storage/minio/v1.yaml";
pub(super) const DIAGNOSTICS: &str = "contracts/diagnostics/load/v1.yaml";

const CLEAN: [(&str, &str); 7] = [
    (
        SCALARS,
        "kind: scalars
name: core
version: 1.0.0
description: Scalars.
scalars:
  label:
    type: string
    maxLength: 9
    pattern: '^[a-z]+$'
    description: A label.
    examples: [abc]
    counterexamples: [A, '']
",
    ),
    (
        BINDING,
        "kind: binding
name: storage
version: 1.0.0
description: A binding.
root: StorageBinding
$defs:
  Mode:
    description: A mode.
    enum: {fast-one: Fast., slow: Slow.}
  SecretCredentialRef:
    description: Where a secret is kept.
    variants:
      tag: source
      common:
        required: [name]
        properties:
          name: {x-floe-scalar: label, description: A name.}
      cases:
        kubernetes-secret:
          description: A Secret.
          required: [key]
          properties:
            key: {x-floe-scalar: label, description: A key.}
        environment: {description: A variable.}
  StorageBinding:
    type: object
    description: A binding.
    required: [name, credentials]
    properties:
      name: {x-floe-scalar: label, description: A name., examples: [abc]}
      mode: {$ref: '#/$defs/Mode', default: slow, description: A mode.}
      size: {type: integer, minimum: 1, maximum: 9, default: 3, description: A size.}
      ratio: {type: number, minimum: 0, maximum: 1, description: A ratio.}
      credentials: {$ref: '#/$defs/SecretCredentialRef', x-floe-secret: true, description: A secret.}
      parts: {type: array, items: {$ref: '#/$defs/StorageBinding'}, default: [], description: Parts.}
      labels: {type: object, additionalProperties: {type: string, maxLength: 9}, default: {}, description: Labels.}
examples:
  - {name: abc, credentials: {source: environment, name: x}}
",
    ),
    (
        SETS,
        "kind: binding
name: composition
version: 1.0.0
description: Sets.
root: CapabilitySet
$defs:
  CapabilitySet:
    type: object
    description: What is offered.
    properties:
      modes: {type: array, items: {$ref: 'floe:bindings/storage/v1#/$defs/Mode'}, default: [], description: Modes.}
      fast: {type: boolean, default: false, description: Whether it is fast.}
  RequirementSet:
    type: object
    description: What is needed.
    properties:
      modes: {type: array, items: {$ref: 'floe:bindings/storage/v1#/$defs/Mode'}, default: [], description: Modes.}
examples: [{modes: [slow]}]
",
    ),
    (
        INTERFACE,
        "kind: interface
name: storage
version: 1.0.0
description: A category.
group: floe.storage
manifest-key: storage
selection: {default: minio}
composition:
  - {needs: modes, from: storage, unsupported: LOAD_UNFIT, missing: LOAD_UNFIT}
methods:
  get_binding:
    phase: compile
    for: embedders
    why: Others ask.
    description: Makes the binding.
    takes:
      name: {x-floe-scalar: label, description: A name.}
      size: {type: integer, minimum: 0, maximum: 9, description: A size., optional: true}
    returns: {$ref: 'floe:bindings/storage/v1'}
    errors: [LOAD_BROKEN]
  get_extras:
    phase: run
    description: Gives more.
    returns: {type: object, additionalProperties: true}
    optional: true
    default: {}
    facet: extras
",
    ),
    (
        BASE,
        "kind: interface
name: plugin
version: 1.0.0
description: The base.
methods:
  startup: {phase: run, description: Starts.}
",
    ),
    (
        PLUGIN,
        "kind: plugin
category: storage
name: minio
version: 0.3.0
description: A plugin.
api: '1.0'
dependencies: [storage/minio]
hosting: {external: {}, library: {}}
config:
  type: object
  required: [bucket]
  properties:
    bucket: {x-floe-scalar: label, description: A bucket.}
    fast: {type: boolean, default: true, description: Whether it is fast.}
    nested: {$ref: '#/$defs/Nested', default: {}, description: More.}
$defs:
  Nested:
    type: object
    description: More.
    properties:
      mode: {$ref: 'floe:bindings/storage/v1#/$defs/Mode', default: slow, description: A mode.}
capabilities:
  modes: [fast-one, {$: config.nested.mode}]
  fast: {$: config.fast}
requirements: {}
examples: [{bucket: abc}]
",
    ),
    (
        DIAGNOSTICS,
        "kind: diagnostics
name: load
version: 1.0.0
description: Findings.
diagnostics:
  LOAD_BROKEN:
    severity: error
    title: Broken
    takes: {what: text, known: list}
    message: {default: '{what} is broken', near: 'almost {what}'}
    help: Use one of {known}
    explain: It happens.
    aliases: [OLD-1]
  LOAD_UNFIT:
    severity: error
    title: Unfit
    takes: {consumer: text}
    message: '{consumer} does not fit'
    help: change it
    explain: It happens.
",
    ),
];

/// The clean contracts, with one text in one file replaced.
pub(super) fn edited(file: &str, from: &str, to: &str) -> FileSet {
    with_edits(&[(file, from, to)])
}

/// The clean contracts with several texts replaced: file, old text, new text.
pub(super) fn with_edits(edits: &[(&str, &str, &str)]) -> FileSet {
    let mut files = FileSet::new();
    for (path, text) in CLEAN {
        let own = edits.iter().filter(|(file, from, _)| *file == path && !from.is_empty());
        let text = own.fold(text.to_owned(), |text, (_, from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {path}");
            text.replace(from, to)
        });
        insert(&mut files, path, text);
    }
    files
}

/// The clean contracts.
pub(super) fn clean() -> FileSet {
    edited("", "", "")
}

/// Adds a file.
pub(super) fn insert(files: &mut FileSet, path: &str, text: impl Into<Vec<u8>>) {
    if let Err(error) = files.insert(path, text) {
        panic!("{error}");
    }
}

/// The findings of loading and linting: `file:line:column: severity[CODE]: message`, one a line.
pub(super) fn findings(files: &FileSet) -> String {
    match floe_contract::load(files) {
        Ok(model) => told(&floe_contract::lint(&model)),
        Err(findings) => told(&findings),
    }
}

/// Findings, one a line.
pub(super) fn told(findings: &Findings) -> String {
    findings.iter().map(|finding| floe_base::render_line(finding) + "\n").collect()
}

/// The findings about contracts, and the file that the test is about.
pub(super) struct Found<'a> {
    file: &'a str,
    all: String,
}

/// The findings about one edit of the clean contracts: one text of one file is replaced.
pub(super) fn edit<'a>(file: &'a str, from: &str, to: &str) -> Found<'a> {
    Found::of(file, &edited(file, from, to))
}

/// The findings about the clean contracts with a text before another text of one file.
pub(super) fn before<'a>(file: &'a str, anchor: &str, text: &str) -> Found<'a> {
    edit(file, anchor, &format!("{text}{anchor}"))
}

/// The findings about the clean contracts and one more.
pub(super) fn with<'a>(file: &'a str, text: &str) -> Found<'a> {
    let mut files = clean();
    insert(&mut files, file, text);
    Found::of(file, &files)
}

impl<'a> Found<'a> {
    /// The findings about these contracts.
    pub(super) fn of(file: &'a str, files: &FileSet) -> Self {
        Self { file, all: findings(files) }
    }

    /// Asserts that these are all findings: `line:column CODE: message`, without `CONTRACT_` before the code.
    ///
    /// A finding in another file than the test's begins with the file.
    #[track_caller]
    pub(super) fn finds<const N: usize>(&self, expected: [&str; N]) {
        let own = format!("{}:", self.file);
        let plain = |line: &str| line.replacen(": error[CONTRACT_", " ", 1);
        self.are(|line| plain(line).strip_prefix(&own).map_or_else(|| plain(line), str::to_owned), &expected);
    }

    /// Asserts that these are all findings: `CODE: message`, without places.
    #[track_caller]
    pub(super) fn says<const N: usize>(&self, expected: [&str; N]) {
        self.are(|line| line.split_once("error[CONTRACT_").map_or(line, |(_, said)| said).to_owned(), &expected);
    }

    #[track_caller]
    fn are(&self, short: impl Fn(&str) -> String, expected: &[&str]) {
        let found: Vec<_> = self.all.lines().map(|line| short(line).replacen("]: ", ": ", 1)).collect();
        assert_eq!(found, expected);
    }
}
