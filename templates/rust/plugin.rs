//! Facts about plugins and categories, the same for every plugin and category. The traits stand in [`crate::interfaces`].

use std::fmt;
use std::future;
use std::pin::Pin;

use serde_json::Value;

use crate::SHAPES;
use crate::diagnostics::Message;
use crate::rule::Names;
use crate::shape::Violation;

/// A plugin, as the plugin's contract describes the plugin.
#[derive(Debug, PartialEq)]
pub struct PluginInfo {
    /// `storage`
    pub category: &'static str,
    /// `minio`
    pub name: &'static str,
    /// The version of the plugin, semver.
    pub version: &'static str,
    /// The plugin API for which the plugin is written: `1.0`.
    pub api: &'static str,
    /// A description for readers.
    pub description: &'static str,
    /// Plugins (`category/name`) that must be selected too.
    pub dependencies: &'static [&'static str],
    /// The supported kinds of hosting. The first kind is the default.
    pub hosting: &'static [Hosting],
    /// The name of the config's shape.
    pub config_type: &'static str,
    /// The lists of the plugin's `CapabilitySet`.
    pub capabilities: &'static [Offer],
    /// The lists of the plugin's `RequirementSet`.
    pub requirements: &'static [Offer],
    /// The fields of the config that hold the address of a component's port.
    pub endpoints: &'static [EndpointField],
    /// The kinds of names that the plugin gives to things of products.
    pub names: &'static [Names],
}

impl PluginInfo {
    /// Every violation of the plugin's config shape by a value.
    pub fn check_config(&self, config: &Value) -> Vec<Violation> {
        SHAPES.check(self.config_type, config)
    }
}

/// One list of a capability set or of a requirement set.
#[derive(Debug, PartialEq, Eq)]
pub struct Offer {
    /// `protocols`
    pub list: &'static str,
    /// The values of the list.
    pub values: &'static [OfferValue],
}

/// One value of the list of an offer.
#[derive(Debug, PartialEq, Eq)]
pub enum OfferValue {
    /// A word of the vocabulary.
    Word(&'static str),
    /// The word, or the list of words, at this RFC 6901 pointer in the plugin's config; nothing where the config has no value there.
    Config(&'static str),
}

impl Offer {
    /// The words of the list of that name, with the values of a config in place.
    pub fn words<'a>(offers: &'static [Self], list: &str, config: &'a Value) -> Vec<&'a str> {
        let values = offers.iter().filter(|offer| offer.list == list).flat_map(|offer| offer.values);
        let words = values.flat_map(|value| match value {
            OfferValue::Word(word) => vec![*word],
            OfferValue::Config(pointer) => match config.pointer(pointer) {
                Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
                value => value.and_then(Value::as_str).into_iter().collect(),
            },
        });
        words.collect()
    }

    /// The lists as a set, with the values of a config in place.
    pub fn set(offers: &'static [Self], config: &Value) -> Value {
        offers.iter().map(|offer| (offer.list.to_owned(), Value::from(Self::words(offers, offer.list, config)))).collect()
    }

    /// The lists as contracts write them, where `{"$": "config.<path>"}` stands for a value of the config.
    pub fn tree(offers: &[Self]) -> Value {
        let value = |value: &OfferValue| match value {
            OfferValue::Word(word) => Value::from(*word),
            OfferValue::Config(pointer) => serde_json::json!({ "$": format!("config{}", pointer.replace('/', ".")) }),
        };
        offers.iter().map(|offer| (offer.list.to_owned(), offer.values.iter().map(value).collect::<Value>())).collect()
    }
}

/// One way in which a plugin can run.
#[derive(Debug, PartialEq, Eq)]
pub struct Hosting {
    /// The operator of the service.
    pub mode: HostingMode,
    /// The components that the platform deploys for the plugin.
    pub components: &'static [&'static str],
}

/// The operator of a plugin's service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostingMode {
    /// The platform's own chart.
    SelfHosted,
    /// Somebody else.
    External,
    /// Nobody: the plugin is a library in the job's image.
    Library,
}

impl HostingMode {
    /// The string in documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SelfHosted => "self",
            Self::External => "external",
            Self::Library => "library",
        }
    }
}

/// A field that holds the address of a component's port.
#[derive(Debug, PartialEq, Eq)]
pub struct EndpointField {
    /// Where the field stands: an RFC 6901 pointer, in which `*` stands for every item or key.
    pub pointer: &'static str,
    /// `polaris`
    pub component: &'static str,
    /// `http`
    pub port: &'static str,
    /// The path behind the port, with the leading slash, or empty.
    pub path: &'static str,
}

/// The reason why a plugin could not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluginError {
    /// One of the codes that the method may fail with.
    pub code: &'static str,
    /// One lower-case sentence without a full stop; never holds a secret value.
    pub message: String,
    /// The place in the plugin's config (or in the product's document, if the question was about the document), as an RFC 6901
    /// pointer; `None` where no field is to blame.
    pub pointer: Option<String>,
}

impl PluginError {
    /// An error that no field of the config is to blame for.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), pointer: None }
    }

    /// An error about the plugin's config.
    pub fn config(message: impl Into<String>) -> Self {
        Self::new("COMPOSITION_PLUGIN_CONFIG_INVALID", message)
    }

    /// Blames a field.
    #[must_use]
    pub fn at(self, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..self }
    }
}

impl fmt::Display for PluginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for PluginError {}

/// A value that a plugin makes of the config may break the shape of the result: `let uri = S3Uri::try_from(text)?;`
impl From<Violation> for PluginError {
    fn from(violation: Violation) -> Self {
        Self::config(violation.problem.message())
    }
}

/// The immediate result of a run-phase method, which later becomes the final result.
pub type Future<'a, T> = Pin<Box<dyn future::Future<Output = T> + Send + 'a>>;

/// A plugin in the table of a build.
pub struct Entry<P> {
    /// The facts of the contract.
    pub info: &'static PluginInfo,
    /// Makes the plugin from the config.
    pub load: Load<P>,
}

/// Reads a plugin's config and makes the plugin: one value, seen as each of the plugin's traits.
pub type Load<P> = fn(&Value) -> Result<P, Vec<Violation>>;

/// A plugin category.
#[derive(Debug)]
pub struct CategoryInfo {
    /// `lineage-backend`
    pub name: &'static str,
    /// The entry-point group: `floe.lineage_backends`.
    pub group: &'static str,
    /// The key under `plugins` in a manifest; `None` where no manifest selects plugins of the category.
    pub manifest_key: Option<&'static str>,
    /// How many a manifest selects.
    pub selection: Selection,
    /// The needs of a plugin of this category that plugins of other categories must meet.
    pub composition: &'static [CompositionRule],
    /// The categories whose bindings floe needs before floe asks a plugin of this category.
    pub needs: &'static [&'static str],
    /// Whether floe asks the plugins of this category anything.
    pub is_asked: bool,
}

/// How many plugins of a category a manifest selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Exactly one, written.
    Required,
    /// None or one.
    Optional,
    /// Any number, in a list.
    Several,
    /// One; this one where none is written.
    Default(&'static str),
}

/// A list in a plugin's requirements that must share a value with the list of the same name in another category's capabilities.
#[derive(Debug)]
pub struct CompositionRule {
    /// The list, a field of both `RequirementSet` and `CapabilitySet`.
    pub needs: &'static str,
    /// The category that provides the list.
    pub from: &'static str,
    /// The message when the lists share nothing.
    pub unsupported: Unsupported,
    /// The message for the title of the consumer when no plugin of that category is selected; `None`: then there is nothing to check.
    pub missing: Option<fn(&str) -> Message>,
}

/// Makes a message of the titles of consumer and provider: consumer, words that the consumer needs, provider, words that the provider has.
pub type Unsupported = fn(&str, &[&str], &str, &[&str]) -> Message;
