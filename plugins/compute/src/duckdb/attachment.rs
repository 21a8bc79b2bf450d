//! Attachment: the secret and the database with which DuckDB opens an Iceberg REST catalog. Holds no secret, only names
//! of variables.

use floe_types::bindings::catalog::{CatalogBinding, IcebergRest};
use floe_types::jinja::env_var;
use floe_types::plugin::PluginError;
use serde_json::{Value, json};

/// A catalog in DuckDB's terms: a secret for tokens, and a database.
pub(super) struct Attachment<'a> {
    catalog: &'a CatalogBinding,
    rest: &'a IcebergRest,
}

impl<'a> Attachment<'a> {
    /// DuckDB attaches only catalogs that speak Iceberg REST.
    pub(super) fn of(catalog: &'a CatalogBinding) -> Result<Self, PluginError> {
        let refused = || {
            let CatalogBinding { provider, kind, .. } = catalog;
            PluginError::config(format!("DuckDB attaches iceberg-rest catalogs alone; {provider} is a {kind} catalog"))
        };
        let rest = catalog.iceberg_rest.as_ref().ok_or_else(refused)?;
        Ok(Self { catalog, rest })
    }

    /// The name of the database and of the secret: DuckDB keeps the two apart.
    pub(super) fn name(&self) -> &str {
        self.catalog.name.as_str()
    }

    /// An entry of dbt-duckdb's `secrets`.
    pub(super) fn secret(&self) -> Value {
        let oauth2 = &self.rest.oauth2;
        let mut secret = json!({
            "type": "iceberg",
            "name": self.name(),
            "client_id": env_var(oauth2.client_id_env.as_str()),
            "client_secret": env_var(oauth2.client_secret.env.as_str()),
            "oauth2_server_uri": oauth2.token_url,
        });
        if let Some(scope) = &oauth2.scope {
            secret["oauth2_scope"] = json!(scope);
        }
        secret
    }

    /// An entry of dbt-duckdb's `attach`.
    pub(super) fn attach(&self) -> Value {
        json!({
            "alias": self.name(),
            "path": self.catalog.warehouse,
            "type": "iceberg",
            "secret": self.name(),
            "options": {"endpoint": self.rest.uri, "access_delegation_mode": self.delegation()},
        })
    }

    /// The statement that dbt-duckdb makes of [`Self::attach`].
    pub(super) fn sql(&self) -> String {
        format!(
            "ATTACH IF NOT EXISTS {} AS {} (TYPE iceberg, SECRET {}, ACCESS_DELEGATION_MODE {}, ENDPOINT {})",
            text(self.catalog.warehouse.as_str()),
            self.name(),
            self.name(),
            text(self.delegation()),
            text(self.rest.uri.as_str()),
        )
    }

    /// Without this option the engine asks for credentials that the catalog does not have, and fails.
    fn delegation(&self) -> &'static str {
        if self.rest.credential_vending { "vended_credentials" } else { "none" }
    }
}

/// A string of SQL.
fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}
