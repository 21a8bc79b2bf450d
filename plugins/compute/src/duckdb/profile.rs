//! Profile: makes one output of profiles.yml, in the words of dbt-duckdb. Every secret there is the name of an
//! environment variable.

use std::collections::BTreeMap;

use floe_types::bindings::catalog::CatalogBinding;
use floe_types::bindings::endpoint::Endpoint;
use floe_types::bindings::storage::{StorageBinding, StorageProtocol};
use floe_types::interfaces::compute::ProductNames;
use floe_types::jinja::{env_var, text};
use floe_types::plugin::PluginError;
use floe_types::plugins::compute::duckdb::{DuckdbConfig, INFO};
use serde_json::{Map, Value, json};

use super::attachment::Attachment;

/// The profile as stated by the config alone.
pub(super) fn generate(config: &DuckdbConfig, product: &ProductNames) -> Result<BTreeMap<String, Value>, PluginError> {
    let path = path(config, product)?;
    let mut profile = BTreeMap::from([
        ("type".to_owned(), json!(INFO.name)),
        ("schema".to_owned(), json!(schema(config, product, &path)?)),
        ("path".to_owned(), json!(path)),
        ("threads".to_owned(), json!(config.threads)),
        ("settings".to_owned(), settings(config)?),
    ]);
    if let Some(folder) = &config.extension_directory {
        // Only options of the connection take effect before extensions load.
        profile.insert("config_options".to_owned(), json!({"extension_directory": text(folder.as_str())}));
    }
    if !config.extensions.is_empty() {
        profile.insert("extensions".to_owned(), json!(config.extensions));
    }
    Ok(profile)
}

/// The profile with the secrets, extensions and databases that storage and catalog need. A second call changes nothing.
pub(super) fn augment(
    config: &DuckdbConfig,
    profile: &BTreeMap<String, Value>,
    storage: Option<&StorageBinding>,
    catalog: Option<&CatalogBinding>,
) -> Result<BTreeMap<String, Value>, PluginError> {
    let mut profile = profile.clone();
    let mut secrets = Vec::new();
    if let Some(storage) = storage {
        load(&mut profile, "httpfs");
        secrets.push(s3_secret(storage)?);
    }
    if let Some(catalog) = catalog {
        let attachment = Attachment::of(catalog)?;
        refuse_namesake(&profile, attachment.name())?;
        if let Some(schema) = profile.get("schema").and_then(Value::as_str).map(str::to_owned)
            && schema.eq_ignore_ascii_case(attachment.name())
        {
            if config.schema.is_some() {
                return Err(namesake(&schema, attachment.name()));
            }
            profile.insert("schema".to_owned(), json!(format!("{schema}_models")));
        }
        load(&mut profile, "iceberg");
        secrets.push(attachment.secret());
        profile.insert("attach".to_owned(), json!([attachment.attach()]));
        profile.insert("database".to_owned(), json!(attachment.name()));
        // The engine cannot create and rename an Iceberg table in one transaction, as dbt does.
        profile.insert("disable_transactions".to_owned(), json!(true));
    }
    if !secrets.is_empty() {
        profile.insert("secrets".to_owned(), Value::Array(secrets));
    }
    Ok(profile)
}

/// The database file of one product.
fn path(config: &DuckdbConfig, product: &ProductNames) -> Result<String, PluginError> {
    let path = config.path.as_str().replace("{product_name}", product.name.as_str());
    let path = path.replace("{product_slug}", product.slug.as_str());
    let refused = |message: String| Err(PluginError::config(message).at("/path"));
    if path.contains(['{', '}']) {
        return refused("the only placeholders are {product_name} and {product_slug}".to_owned());
    }
    if path.ends_with('/') {
        return refused(format!("`{path}` is a folder; name the file"));
    }
    match database(&path) {
        name if is_own(name) => refused(format!("DuckDB keeps the name `{name}` for a database of its own")),
        _ => Ok(path),
    }
}

/// The name of the database of a path: DuckDB takes the begin of the file's name.
fn database(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    if file == ":memory:" { "memory" } else { file.trim_start_matches('.').split('.').next().unwrap_or(file) }
}

/// Whether DuckDB has a database of this name in every process.
fn is_own(name: &str) -> bool {
    ["system", "temp"].iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// The schema of one product. The engine cannot tell a schema from a database of the same name.
fn schema(config: &DuckdbConfig, product: &ProductNames, path: &str) -> Result<String, PluginError> {
    let slug = product.slug.as_str();
    let is_database = |schema: &str| is_own(schema) || database(path).eq_ignore_ascii_case(schema);
    match &config.schema {
        None if is_database(slug) => Ok(format!("{slug}_models")),
        None => Ok(slug.to_owned()),
        Some(schema) => {
            let schema = schema.as_str().replace("{product_slug}", slug);
            if is_database(&schema) { Err(namesake(&schema, path)) } else { Ok(schema) }
        }
    }
}

fn namesake(schema: &str, database: &str) -> PluginError {
    let database = database.rsplit('/').next().unwrap_or(database);
    PluginError::config(format!("DuckDB cannot tell the schema `{schema}` from the database of `{database}`"))
        .at("/schema")
}

fn settings(config: &DuckdbConfig) -> Result<Value, PluginError> {
    const LIMIT: &str = "memory_limit";
    if config.settings.contains_key(LIMIT) {
        let message = "memory_limit is a field of its own; write it there";
        return Err(PluginError::config(message).at(format!("/settings/{LIMIT}")));
    }
    let mut settings: Map<String, Value> =
        config.settings.iter().map(|(name, value)| (name.clone(), text(value).into())).collect();
    settings.insert(LIMIT.to_owned(), json!(config.memory_limit));
    Ok(settings.into())
}

/// Makes the engine load an extension, if the profile does not list the extension already.
fn load(profile: &mut BTreeMap<String, Value>, extension: &str) {
    let list = profile.entry("extensions".to_owned()).or_insert_with(|| json!([]));
    if let Value::Array(list) = list
        && !list.iter().any(|loaded| loaded == extension)
    {
        list.push(json!(extension));
    }
}

fn s3_secret(storage: &StorageBinding) -> Result<Value, PluginError> {
    let StorageBinding { provider, protocol, credentials, .. } = storage;
    if !matches!(protocol, StorageProtocol::S3 | StorageProtocol::S3Compatible) {
        return Err(PluginError::config(format!("DuckDB reads S3 alone; {provider} speaks {protocol}")));
    }
    let Some(credentials) = credentials else {
        return Err(PluginError::config(format!("DuckDB reads S3 with an access key; {provider} has none")));
    };
    let mut secret = json!({
        "type": "s3",
        "name": "floe_s3",
        "region": storage.region,
        "endpoint": authority(&storage.endpoint),
        "url_style": if storage.path_style_access { "path" } else { "vhost" },
        "use_ssl": storage.endpoint.tls,
        "key_id": env_var(credentials.access_key_id.env.as_str()),
        "secret": env_var(credentials.secret_access_key.env.as_str()),
    });
    if let Some(token) = &credentials.session_token {
        secret["session_token"] = env_var(token.env.as_str());
    }
    Ok(secret)
}

/// Host and port, without the usual port, as in the host name that requests are signed for.
fn authority(endpoint: &Endpoint) -> String {
    let usual = if endpoint.tls { 443 } else { 80 };
    match endpoint.port.get() {
        port if port == usual => endpoint.host.to_string(),
        port => format!("{}:{port}", endpoint.host),
    }
}

/// The engine names a database after the database's file, and cannot open another database of that name.
fn refuse_namesake(profile: &BTreeMap<String, Value>, catalog: &str) -> Result<(), PluginError> {
    let Some(path) = profile.get("path").and_then(Value::as_str) else { return Ok(()) };
    let (file, database) = (path.rsplit('/').next().unwrap_or(path), database(path));
    if database.eq_ignore_ascii_case(catalog) {
        let message = format!("the file {file} becomes the database {database}, and the catalog has that name already");
        return Err(PluginError::config(message).at("/path"));
    }
    Ok(())
}
