//! Scan: one walk over a document that collects every secret, with the shapes of the fields. Reports nothing and changes nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use floe_base::{Key, Node, Span, Value, names};
use floe_types::SHAPES;
use floe_types::bindings::credentials::CredentialRef;
use floe_types::rule::Rule;
use floe_types::shape::{Def, Field, Shape};

use super::key::{self, Says};
use super::{form, value};
use crate::members::{Members, of_items, rules};
use crate::pointer::{dotted, step};

/// A secret that stands in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The place as an RFC 6901 pointer.
    pub pointer: String,
    /// The place for people: `plugins.catalog.config.oauth2.client_secret`.
    pub path: String,
    /// The span of the value.
    pub span: Span,
    /// The kind of secret, with an article.
    pub what: &'static str,
    /// The key of the same map that should name the secret instead, where there is one.
    pub instead: Option<String>,
}

/// More secrets than this in one document are not reported one by one.
const MOST_FOUND: usize = 200;

/// Every secret in a document, up to a number that nobody fixes in one go.
///
/// `shapes` gives the named shape at each pointer; the root is the empty pointer. A value without a shape is judged by the value's keys and
/// form.
pub fn scan(node: &Node, shapes: &BTreeMap<String, &str>) -> Vec<Found> {
    let shapes = shapes.iter().map(|(pointer, name)| (pointer.as_str(), Shape::named((*name).to_owned()))).collect();
    let mut scanner = Scanner { shapes: &shapes, steps: Vec::new(), found: Vec::new() };
    scanner.visit(Slot::FREE, node);
    scanner.found
}

/// The facts about the place of a value.
#[derive(Clone, Copy)]
struct Slot<'a> {
    /// The expected shape; `None` in a free map, or under an unknown key.
    shape: Option<&'a Shape>,
    /// Whether the field refers to a secret.
    secret: bool,
    /// Whether a contract names the key. In a free map no contract does, even if the values have a shape.
    named: bool,
    /// The claim of the value's key, or of the key of the list that holds the value.
    says: Says,
    /// Whether the value is in a reference to a secret, under a key that references do not have and that misspells none of their keys:
    /// `client_secret_ref: {value: …}`.
    stray: bool,
    /// The rule for the field that says that the value is no secret, or that the keys below name none.
    harmless: Option<&'a Rule>,
    /// The fields of the map that holds the value.
    siblings: &'a [Field],
}

impl Slot<'_> {
    const FREE: Self = Self {
        shape: None,
        secret: false,
        named: false,
        says: Says::Nothing,
        stray: false,
        harmless: None,
        siblings: &[],
    };
}

/// The shape of a reference to a secret.
static REFERENCE: Shape = Shape::Named(Cow::Borrowed(CredentialRef::SHAPE));

struct Scanner<'a> {
    shapes: &'a BTreeMap<&'a str, Shape>,
    steps: Vec<String>,
    found: Vec<Found>,
}

impl<'a> Scanner<'a> {
    fn visit(&mut self, slot: Slot<'a>, node: &Node) {
        if self.found.len() == MOST_FOUND {
            return;
        }
        match &node.value {
            Value::Null => {}
            Value::Map(entries) => self.visit_map(slot, entries),
            // Whoever gives a name wants to refer to the secret; the shape says that a reference has further keys.
            Value::Bool(_) if slot.secret => {}
            Value::Str(text) if slot.secret && value::is_name_of_secret(text) => {}
            _ if slot.secret => self.report(node, "a secret", self.steps.last().cloned()),
            Value::Seq(items) => {
                let mut says = slot.says;
                for (at, item) in items.iter().enumerate() {
                    self.steps.push(at.to_string());
                    self.visit(Slot { shape: of_items(slot.shape), says, ..slot }, item);
                    self.steps.pop();
                    // `[--password, value]`
                    let option = item.as_str().and_then(|text| text.strip_prefix("--"));
                    says = option.map_or(slot.says, key::says);
                }
            }
            Value::Str(text) => self.judge_text(slot, node, text),
            Value::Int(_) | Value::Float(_) if !slot.named && slot.says == Says::SecretOrNumber => {
                self.report(node, "a secret", self.instead(slot));
            }
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => {}
        }
    }

    fn visit_map(&mut self, slot: Slot<'a>, entries: &[(Key, Node)]) {
        let shape = self.shapes.get(&*pointer(&self.steps)).or(slot.shape);
        let members = Members::of(shape, entries);
        let harmless = |key: &str| {
            rules(shape).iter().find(|rule| match rule {
                Rule::Expression { key: of } => *of == key,
                Rule::Names { keys } => keys.contains(&key),
                _ => false,
            })
        };
        let text =
            |name: &str| entries.iter().find(|(key, _)| key.name == name).and_then(|(_, member)| member.as_str());
        for (key, member) in entries {
            let field = members.field(&key.name);
            let named = members.known.contains(&key.name.as_str());
            let near = || !names::nearest(&key.name, members.known.iter().copied()).is_empty();
            // In a free map, a key with the form of a key for references holds a reference to a secret.
            let free = field.is_none() && key::refers_to_secret(&key.name) && member.as_map().is_some();
            let member_slot = Slot {
                shape: if free { Some(&REFERENCE) } else { members.shape(&key.name) },
                secret: free || field.is_some_and(Field::is_secret),
                named,
                says: match key.name.as_str() {
                    _ if matches!(slot.harmless, Some(Rule::Names { .. })) => Says::Nothing,
                    place if is_place(place) => slot.says,
                    // `{name: API_TOKEN, value: …}`
                    "value" => text("name").map_or(Says::Nothing, key::says),
                    // `passwords: {db: …}`
                    name => match (slot.says, self.steps.last().map(String::as_str)) {
                        (Says::SecretOrNumber, Some("passwords")) => slot.says,
                        _ => key::says(name),
                    },
                },
                stray: slot.secret && !named && !near(),
                harmless: harmless(&key.name),
                siblings: members.fields,
            };
            self.steps.push(key.name.clone());
            match form::known_form(&key.name) {
                Some(form) => self.report(member, form, None),
                None => self.visit(member_slot, member),
            }
            self.steps.pop();
        }
    }

    fn judge_text(&mut self, slot: Slot<'a>, node: &Node, text: &str) {
        if text.is_empty() || value::is_reference(text) || matches!(slot.harmless, Some(Rule::Expression { .. })) {
            return;
        }
        let is_cookie = || self.steps.last().is_some_and(|key| key.eq_ignore_ascii_case("cookie"));
        let form = form::known_form(text);
        let form = form.or_else(|| is_cookie().then(|| form::known_form(&format!("Cookie: {text}"))).flatten());
        let instead = || if slot.named { None } else { self.instead(slot) };
        if form.is_some() || !slot.named && says_secret(slot.says, text) || slot.stray {
            self.report(node, form.unwrap_or("a secret"), instead());
        } else if !is_named_scalar(slot.shape) && value::is_random(text) {
            self.report(node, "what looks like a generated secret", instead());
        }
    }

    /// The key to use instead: `<key>_ref`, else the nearest that refers to a secret, else one that names a Secret. Items of a list have
    /// the key of the list.
    fn instead(&self, slot: Slot<'_>) -> Option<String> {
        let key = self.steps.iter().rev().find(|step| !is_place(step))?;
        let wanted = format!("{}_ref", names::snake_case(key));
        let mut siblings = slot.siblings.iter().map(Field::name);
        // The values of a typed map are texts, and no key of such a map can refer to a secret.
        if slot.siblings.is_empty() {
            return slot.shape.is_none().then_some(wanted);
        }
        if siblings.any(|name| name == wanted) {
            return Some(wanted);
        }
        let secrets = slot.siblings.iter().filter(|field| field.is_secret()).map(Field::name);
        let nearest = names::by_nearness(&wanted, secrets).into_iter().next();
        let names = || slot.siblings.iter().map(Field::name).find(|name| name.ends_with("secret_name"));
        nearest.or_else(names).map(str::to_owned)
    }

    fn report(&mut self, node: &Node, what: &'static str, instead: Option<String>) {
        let pointer = pointer(&self.steps);
        let path = dotted(&pointer);
        self.found.push(Found { pointer, path, span: node.span, what, instead });
    }
}

/// Whether a text is a secret by the claim of the text's key.
fn says_secret(says: Says, text: &str) -> bool {
    match says {
        _ if matches!(text, "true" | "false") => false,
        Says::Nothing => false,
        Says::Login => form::is_login(text),
        Says::SecretOrName => !value::is_name_of_secret(text) && !form::is_plain_address(text),
        Says::Secret | Says::SecretOrNumber => !form::is_plain_address(text),
    }
}

/// Whether a step leads into a list.
fn is_place(step: &str) -> bool {
    step.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_named_scalar(shape: Option<&Shape>) -> bool {
    matches!(shape, Some(Shape::Named(name)) if matches!(SHAPES.get(name), Some(Def::Scalar(_))))
}

fn pointer(steps: &[String]) -> String {
    steps.iter().fold(String::new(), |pointer, key| step(&pointer, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use floe_base::yaml;

    /// Every secret in a text of these shapes: the path, the kind if the kind is known, and the key to use.
    fn found(text: &str, shapes: &[(&str, &'static str)]) -> Vec<String> {
        let node = yaml::read("x", text.as_bytes(), &yaml::Limits::default()).unwrap();
        let shapes = shapes.iter().map(|(pointer, name)| ((*pointer).to_owned(), *name)).collect();
        let told = |found: Found| {
            let known = if found.what == "a secret" { String::new() } else { format!(" is {}", found.what) };
            found.path + &known + &found.instead.map_or_else(String::new, |key| format!(" -> {key}"))
        };
        scan(&node, &shapes).into_iter().map(told).collect()
    }

    #[test]
    fn secrets_in_a_config_are_found_with_the_key_to_use_and_references_are_none() {
        let literal = "oauth2: {client_secret_ref: {source: kubernetes-secret, name: n, key: k, literal: x}}";
        let ids = "access_key_secret_key: root-user\ncredential_secret_name: x";
        let cases: [(_, _, &[&str]); 15] = [
            ("PolarisConfig", "oauth2: {client_secret: x}", &["oauth2.client_secret -> client_secret_ref"]),
            ("PolarisConfig", "oauth2: {password: 1}", &["oauth2.password -> client_secret_ref"]),
            ("MinioConfig", "api_key: x", &["api_key -> credential_secret_name"]),
            ("PolarisConfig", "oauth2: {client_secret_ref: x}", &["oauth2.client_secret_ref -> client_secret_ref"]),
            ("PolarisConfig", "oauth2: {client_secret_ref: 5}", &["oauth2.client_secret_ref -> client_secret_ref"]),
            ("PolarisConfig", "oauth2: {client_secret_ref: {value: x}}", &["oauth2.client_secret_ref.value"]),
            ("PolarisConfig", literal, &["oauth2.client_secret_ref.literal"]),
            (
                "PolarisConfig",
                "oauth2: {client_secret_ref: {source: kubernetes-secret, name: n, key: client-secret}}",
                &[],
            ),
            ("PolarisConfig", "oauth2: {client_secret_ref: {source: environment, name: CLIENT_SECRET}}", &[]),
            ("PolarisConfig", "oauth2: {client_secret_ref: {source: vault, name: n, key: k}}", &[]),
            ("PolarisConfig", "oauth2: {client_secret_ref: {surce: environment, nmae: n}}", &[]),
            ("PolarisConfig", "oauth2: {client_secret_ref: }", &[]),
            ("MinioConfig", ids, &[]),
            ("DuckdbConfig", "settings: {s3_secret_access_key: x}", &["settings.s3_secret_access_key"]),
            ("ManifestMetadata", "description: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1", &["description is"]),
        ];
        for (shape, text, expected) in cases {
            let found = found(text, &[("", shape)]);
            assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
            assert!(
                found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn free_maps_are_judged_by_their_keys_and_values_and_hold_references_by_their_keys() {
        let cases: [(_, &[&str]); 8] = [
            ("a: {b: {smtp_password: x}}", &["a.b.smtp_password -> smtp_password_ref"]),
            ("tokens: {auth_token: x}", &["tokens.auth_token -> auth_token_ref"]),
            ("passwords: [x, y]", &["passwords[0] -> passwords_ref", "passwords[1] -> passwords_ref"]),
            ("token_lifetime: 5\nmax_tokens: 7", &[]),
            ("client_secret: \"{{ env_var('X') }}\"\npassword: true\ntoken:\nsecret: ''", &[]),
            ("db_password_ref: {value: x}", &["db_password_ref.value -> value_ref"]),
            ("a: {client_secret_ref: {source: kubernetes-secret, name: n, key: k}}", &[]),
            ("client_secret_ref: polaris-credentials", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text, &[]), expected, "{text}");
        }
        let config = [("", "Manifest"), ("/plugins/catalog/config", "PolarisConfig")];
        let text = "plugins: {catalog: {type: polaris, config: {client_secret_ref: {value: x}}}}";
        assert_eq!(found(text, &config), ["plugins.catalog.config.client_secret_ref.value -> value_ref"]);
    }

    #[test]
    fn a_secret_by_its_form_is_found_in_any_field() {
        let (key, metadata) = (format!("AKIA{}", "IOSFODNN7EXAMPLE"), [("", "ManifestMetadata")]);
        assert_eq!(found(&format!("owner: {key}"), &metadata), ["owner is an AWS access key"]);
        assert_eq!(found(&format!("labels: {{{key}: {{a: b}}}}"), &metadata).len(), 1);
        // The type of a named scalar decides which values are allowed.
        let random = "client_id: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY1";
        assert_eq!(found(random, &[("", "PolarisOAuth2")]), [] as [&str; 0]);
    }
}
