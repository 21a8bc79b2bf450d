//! Structs and enumerations of the model, made of the meta-contracts: each property becomes a field. Reads no file.

use std::fmt::Write;

use floe_base::{Key, Node, names};

/// The types: the meta-contract, the name there, and the name in the model.
pub(crate) const TYPES: [(&str, &str, &str); 32] = [
    ("chart", "ChartContract", "Chart"),
    ("component", "AccessContract", "Access"),
    ("component", "AutoscaleContract", "Autoscale"),
    ("component", "ClaimContract", "Claim"),
    ("component", "ComponentContract", "Component"),
    ("component", "EdgeContract", "Edge"),
    ("component", "EdgeStart", "Start"),
    ("component", "ImageContract", "Image"),
    ("component", "PortContract", "Port"),
    ("component", "ScaleContract", "Scale"),
    ("component", "StepContract", "Container"),
    ("component", "WorkloadKind", "WorkloadKind"),
    ("diagnostics", "ArgumentContract", "ArgumentType"),
    ("diagnostics", "DiagnosticContract", "DiagnosticDef"),
    ("diagnostics", "DiagnosticsContract", "Diagnostics"),
    ("diagnostics", "ExampleContract", "DiagnosticExample"),
    ("diagnostics", "ExitContract", "ExitDef"),
    ("document", "DocumentContract", "ShapeContract"),
    ("interface", "AskerContract", "AskedFor"),
    ("interface", "InterfaceContract", "Interface"),
    ("interface", "MethodContract", "Method"),
    ("interface", "PhaseContract", "Phase"),
    ("interface", "RuleContract", "CompositionRule"),
    ("plugin", "AdditionContract", "Addition"),
    ("plugin", "HostingWay", "Hosting"),
    ("plugin", "PluginContract", "Plugin"),
    ("scalars", "ScalarForm", "ScalarForm"),
    ("scalars", "ScalarsContract", "Scalars"),
    ("shape", "Carrier", "Carrier"),
    ("shape", "NamedContract", "Named"),
    ("shape", "NamesContract", "Names"),
    ("shape", "Rule", "Rule"),
];

/// The fields that are not as the contract alone says: the type, the key (none: the field is not read), the field (none: the key is written
/// out before), and the function that reads the field, if any.
const DIFFERENT: [(&str, &str, &str, &str); 58] = [
    ("Chart", "bindings", "bindings: String", "named"),
    ("Chart", "tunables", "tunables: Vec<Field>", ""),
    ("Chart", "each", "each: Every", ""),
    ("Component", "provides", "provides: Option<Path>", ""),
    ("Component", "requires", "requires: Vec<Path>", ""),
    ("Component", "tunables", "tunables: Vec<Field>", ""),
    ("Component", "ports", "ports: BTreeMap<String, Port>", ""),
    ("Component", "configs", "configs: Vec<Config>", ""),
    ("Component", "shared", "", ""),
    ("Access", "in", "namespace: Option<Path>", ""),
    ("Autoscale", "when", "when: Path", ""),
    ("Autoscale", "max", "max: Path", ""),
    ("Autoscale", "cpu", "cpu: Path", ""),
    ("Claim", "$key", "name: String", ""),
    ("Claim", "size", "size: Path", ""),
    ("Claim", "class", "class: Option<Path>", ""),
    ("Edge", "to", "to: Path", ""),
    ("Image", "$key", "name: String", ""),
    ("Image", "fact", "fact: Option<Path>", ""),
    ("Image", "user", "user: i64", ""),
    ("Image", "group", "group: Option<i64>", ""),
    ("Port", "number", "number: u16", ""),
    ("Scale", "replicas", "replicas: Path", ""),
    ("Scale", "needs", "needs: Option<Path>", ""),
    ("Container", "image", "image: String", ""),
    ("Container", "command", "command: Option<Tree>", ""),
    ("Container", "args", "args: Option<Tree>", ""),
    ("Container", "env", "env: Vec<(Text, Tree)>", ""),
    ("Container", "secrets", "secrets: Vec<(String, Path)>", ""),
    ("Container", "credentials", "credentials: Vec<Path>", ""),
    ("DiagnosticDef", "$key", "code: String", ""),
    ("DiagnosticDef", "", "phase: String", ""),
    ("DiagnosticDef", "severity", "severity: String", ""),
    ("DiagnosticDef", "takes", "takes: Vec<DiagnosticArgument>", ""),
    ("DiagnosticDef", "message", "messages: BTreeMap<String, String>", "by_variant"),
    ("DiagnosticExample", "command", "command: String", ""),
    ("DiagnosticExample", "files", "files: Vec<(String, String)>", ""),
    ("ExitDef", "$key", "name: String", ""),
    ("ExitDef", "", "phase: String", ""),
    ("ExitDef", "code", "code: u8", ""),
    ("Interface", "selection", "selection: Selection", ""),
    ("Method", "$key", "name: String", ""),
    ("Method", "takes", "takes: Vec<Parameter>", ""),
    ("Method", "for", "asked_for: Option<AskedFor>", ""),
    ("Method", "as", "answer: Option<String>", ""),
    ("Addition", "field", "field: Option<AddedField>", ""),
    ("Addition", "runs", "runs: bool", "stated"),
    ("Hosting", "$key", "mode: HostingMode", ""),
    ("Names", "$key", "kind: String", ""),
    ("Plugin", "name", "name: String", ""),
    ("Plugin", "hosting", "hosting: Vec<Hosting>", ""),
    ("Plugin", "config", "config: String", "later"),
    ("Plugin", "capabilities", "capabilities: Value", "object"),
    ("Plugin", "requirements", "requirements: Value", "object"),
    ("Scalars", "scalars", "scalars: Vec<Scalar>", ""),
    // A binding is read as a document is, and knows no standard and no file.
    ("ShapeContract", "idle", "idle: bool", "default"),
    ("ShapeContract", "runs", "runs: bool", "stated"),
    ("ShapeContract", "standard", "standard: Option<String>", ""),
];

/// The Rust text of a type, whose definition in the meta-contract is `def`.
pub(crate) fn item(name: &str, def: &Node) -> String {
    let doc = text(def, "description");
    let mut out = format!("/// {doc}\n#[derive(Debug, Clone, Deserialize");
    if def.get("enum").is_some() {
        let _ = writeln!(out, ", PartialEq, Eq, Copy)]\npub enum {name} {{");
        for (value, doc) in entries(def, "enum") {
            let (doc, variant) = (doc.as_str().unwrap_or_default(), names::pascal_case(&value.name));
            let _ = writeln!(out, "/// {doc}\n#[serde(rename = {:?})]\n{variant},", value.name);
        }
    } else if let Some(variants) = def.get("variants") {
        let tag = text(variants, "tag");
        let _ = writeln!(out, ", PartialEq, Eq)]\n#[serde(tag = {tag:?}, deny_unknown_fields)]\npub enum {name} {{");
        for (value, case) in entries(variants, "cases") {
            let (doc, variant) = (text(case, "description"), names::pascal_case(&value.name));
            let _ = writeln!(out, "/// {doc}\n#[serde(rename = {:?})]\n{variant} {{", value.name);
            let _ = writeln!(out, "{}}},", fields(name, case, ""));
        }
    } else {
        let place = "/// The place of the definition.\n#[serde(rename = \"$place\")]\npub place: Place,";
        let _ = writeln!(out, ")]\npub struct {name} {{\n{}{place}", fields(name, def, "pub "));
    }
    out + "}\n"
}

/// The fields of an object. A whole contract has a head in place of the keys that every contract begins with.
fn fields(owner: &str, object: &Node, visible: &str) -> String {
    let required: Vec<_> = object.get("required").into_iter().flat_map(Node::items).filter_map(Node::as_str).collect();
    let different = |key: &str| DIFFERENT.iter().find(|(of, differs, ..)| *of == owner && *differs == key);
    let mut out = String::new();
    let mut field = |key: &str, doc: &str, field: &str, read: &str| {
        let read = match (key, read) {
            ("", _) => "skip".to_owned(),
            (_, "") => format!("rename = {key:?}"),
            (_, "default") => format!("rename = {key:?}, default"),
            _ => format!("rename = {key:?}, deserialize_with = {read:?}"),
        };
        let _ = writeln!(out, "/// {doc}\n#[serde({read})]\n{visible}{field},");
    };
    let is_contract = required.contains(&"kind");
    if is_contract {
        field("$self", "The head.", "head: Head", "");
    }
    let properties = entries(object, "properties");
    for (key, doc) in [
        ("$key", "The key of the definition."),
        ("", "The phase, which names the contract file."),
        ("runs", "Whether something is given to each pod that runs products; components hold the needs themselves."),
    ] {
        let is_stated = properties.iter().any(|(stated, _)| stated.name == key);
        if let Some((_, key, text, read)) = different(key).filter(|_| !is_stated) {
            field(key, doc, text, read);
        }
    }
    for (key, property) in properties {
        let (key, doc, ty) = (key.name.as_str(), text(property, "description"), ty(property));
        let name = names::snake_case(key);
        match (different(key), key) {
            (Some((_, _, "", _)), _) => {}
            (Some((_, _, text, read)), _) => field(key, doc, text, read),
            (None, "kind" | "name" | "version" | "description") if is_contract => {}
            (None, "$defs") => field(key, doc, "types: Vec<String>", "keys"),
            _ if ty == "Value" => field(key, doc, &format!("{name}: Option<Value>"), "present"),
            _ if required.contains(&key) => field(key, doc, &format!("{name}: {ty}"), ""),
            // An absent list, map or boolean is an empty or false one.
            _ if ["Vec", "BTreeMap", "bool"].iter().any(|many| ty.starts_with(many)) => {
                field(key, doc, &format!("{name}: {ty}"), "default");
            }
            _ => field(key, doc, &format!("{name}: Option<{ty}>"), ""),
        }
    }
    out
}

/// The Rust type of the values that a use of a type can hold.
fn ty(node: &Node) -> String {
    let inner = |key: &str| node.get(key).map_or_else(|| "Value".to_owned(), ty);
    let named = |reference: &str| {
        let name = reference.rsplit('/').next().unwrap_or_default();
        TYPES
            .iter()
            .find(|(_, stated, _)| *stated == name)
            .map_or(name.trim_end_matches("Contract"), |(.., name)| name)
            .to_owned()
    };
    match text(node, "type") {
        "string" => "String".to_owned(),
        "boolean" => "bool".to_owned(),
        "integer" => "i32".to_owned(),
        "array" => format!("Vec<{}>", inner("items")),
        "object" if node.pointer("/additionalProperties/$ref").is_some() => {
            format!("Vec<{}>", inner("additionalProperties"))
        }
        "object" => format!("BTreeMap<String, {}>", inner("additionalProperties")),
        _ => node.get("$ref").and_then(Node::as_str).map_or_else(|| "Value".to_owned(), named),
    }
}

fn entries<'n>(node: &'n Node, key: &str) -> &'n [(Key, Node)] {
    node.get(key).map_or(&[], Node::entries)
}

fn text<'n>(node: &'n Node, key: &str) -> &'n str {
    node.get(key).and_then(Node::as_str).unwrap_or_default()
}
