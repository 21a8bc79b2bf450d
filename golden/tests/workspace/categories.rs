//! Every plugin category, with its group and its methods, is found under its own name: in the registry, in its Rust traits, in its Python
//! classes and on its page. The list is written down here, so that a name cannot be lost together with its contract.

use floe_base::names::{pascal_case, snake_case};
use floe_types::registry::CATEGORIES;

use crate::tree::{judge, root};

struct Category {
    name: &'static str,
    group: &'static str,
    /// The key under `plugins` in a manifest.
    key: Option<&'static str>,
    methods: &'static str,
}

const fn category(
    name: &'static str,
    group: &'static str,
    key: Option<&'static str>,
    methods: &'static str,
) -> Category {
    Category { name, group, key, methods }
}

const ALL: [Category; 15] = [
    category(
        "alert-channel",
        "floe.alert_channels",
        None,
        "get_deployment_binding validate_config send_alert",
    ),
    category(
        "catalog",
        "floe.catalogs",
        Some("catalog"),
        "get_storage_requirements build_catalog_deployment connect create_namespace list_namespaces delete_namespace create_table
         list_tables drop_table vend_credentials",
    ),
    category(
        "compute",
        "floe.computes",
        Some("compute"),
        "is_self_hosted get_deployment_binding generate_dbt_profile augment_dbt_profile get_required_dbt_packages
         get_resource_requirements get_dbt_macro_paths get_catalog_attachment_sql get_cube_datasource_config validate_connection",
    ),
    category(
        "dbt",
        "floe.dbt",
        Some("dbt"),
        "compile_project run_models test_models lint_project get_manifest get_run_results supports_parallel_execution
         supports_sql_linting get_runtime_metadata",
    ),
    category(
        "identity",
        "floe.identity",
        Some("identity"),
        "get_deployment_binding get_identity_capabilities get_helm_values authenticate get_user_info validate_token get_oidc_config
         create_client get_client_credentials get_groups get_group_members",
    ),
    category(
        "ingestion",
        "floe.ingestion",
        Some("ingestion"),
        "is_external get_composition_requirements build_deployment_binding get_destination_config create_pipeline run
         list_available_sinks create_sink write get_source_config",
    ),
    category(
        "lineage-backend",
        "floe.lineage_backends",
        Some("lineage_backend"),
        "get_deployment_binding get_transport_config get_namespace_strategy get_helm_values validate_connection",
    ),
    category(
        "network-security",
        "floe.network_security",
        None,
        "get_deployment_binding generate_network_policy generate_default_deny_policies generate_dns_egress_rule
         generate_pod_security_context generate_container_security_context generate_writable_volumes",
    ),
    category(
        "orchestrator",
        "floe.orchestrators",
        Some("orchestrator"),
        "get_deployment_binding create_definitions create_assets_from_transforms generate_entry_point_code get_helm_values
         get_resource_requirements emit_lineage_event schedule_job validate_connection get_lineage_emitter sensor_definition",
    ),
    category(
        "quality",
        "floe.quality",
        Some("quality"),
        "validate_config validate_quality_gates execute_checks calculate_quality_score get_lineage_emitter supports_sql_dialect
         run_suite validate_expectations list_suites map_check_to_expectation get_quality_facets",
    ),
    category(
        "rbac",
        "floe.rbac",
        None,
        "generate_service_account generate_role generate_role_binding generate_namespace generate_pod_security_context",
    ),
    category(
        "secrets",
        "floe.secrets",
        Some("secrets"),
        "get_deployment_binding get_secret_capabilities get_secret set_secret list_secrets generate_pod_env_spec
         get_multi_key_secret",
    ),
    category(
        "semantic-layer",
        "floe.semantic_layers",
        Some("semantic_layer"),
        "get_deployment_binding sync_from_dbt_manifest get_security_context get_datasource_config get_api_endpoints
         get_helm_values_override",
    ),
    category(
        "storage",
        "floe.storage",
        Some("storage"),
        "get_deployment_binding get_pyiceberg_fileio get_warehouse_uri get_pyiceberg_catalog_config get_dbt_profile_config
         get_dagster_io_manager_config get_helm_values_override",
    ),
    category(
        "telemetry-backend",
        "floe.telemetry_backends",
        Some("telemetry_backend"),
        "get_deployment_binding get_otlp_exporter_config get_helm_values validate_connection",
    ),
];

/// What is asked of every plugin, and of what writes Iceberg tables, which is no plugin. What the first is asked while compiling stands in
/// the plugin's contract, so that its Rust trait has only the rest.
const OTHERS: [(&str, &str, &str); 3] = [
    ("plugin", "PluginRuntime", "configure health_check startup shutdown"),
    ("plugin", "", "name version floe_api_version description dependencies get_config_schema"),
    ("iceberg-writer", "IcebergWriterRuntime", "ensure_namespace write_table"),
];

#[test]
fn there_are_these_categories_with_their_groups_and_keys() {
    let expected: Vec<_> = ALL.iter().map(|it| (it.name, it.group, it.key)).collect();
    let found: Vec<_> = CATEGORIES.iter().map(|it| (it.name, it.group, it.manifest_key)).collect();
    assert_eq!(found, expected);
}

#[test]
fn each_category_has_its_methods_in_its_traits_its_classes_and_on_its_page() {
    let mut findings = Vec::new();
    for it in &ALL {
        let words: Vec<&str> = it.methods.split_whitespace().collect();
        let name = pascal_case(it.name);
        findings.extend(lacks(it.name, "rs", &[&format!("pub trait {name}:")], &words));
        findings.extend(lacks(it.name, "py", &[&format!("class {name}(Plugin):")], &words));
        findings.extend(lacks(it.name, "md", &[&format!("`{}`", it.group)], &words));
    }
    judge("methods of categories", ALL.iter().map(|it| it.methods.split_whitespace().count()).sum(), &findings);
}

#[test]
fn what_is_no_category_has_its_methods_too() {
    let mut findings = Vec::new();
    for (name, class, methods) in OTHERS {
        let words: Vec<&str> = methods.split_whitespace().collect();
        if !class.is_empty() {
            findings.extend(lacks(name, "rs", &[&format!("pub trait {class}:")], &words));
        }
        findings.extend(lacks(name, "py", &[&format!("class {class}")], &words));
        findings.extend(lacks(name, "md", &[], &words));
    }
    judge("methods of what is no category", OTHERS.len(), &findings);
}

/// What an interface's emitted file of that kind does not say: the texts, and the head of each method.
fn lacks(interface: &str, kind: &str, texts: &[&str], methods: &[&str]) -> Vec<String> {
    let module = snake_case(interface);
    let path = match kind {
        "rs" => format!("generated/floe-types/src/interfaces/{module}.rs"),
        "py" => format!("generated/python/floe_contracts/v1/interfaces/{module}.py"),
        _ => format!("docs/reference/interfaces/{interface}.md"),
    };
    let text = read(&path);
    let heads = methods.iter().map(|method| match kind {
        "rs" => vec![format!("fn {method}("), format!("fn {method}<")],
        "py" => vec![format!("def {method}(self")],
        _ => vec![format!("### `{method}`\n")],
    });
    let heads = heads.chain(texts.iter().map(|text| vec![(*text).to_owned()]));
    heads
        .filter(|heads| !heads.iter().any(|head| text.contains(head)))
        .map(|heads| format!("{path} has no `{}`", heads.concat().trim_end()))
        .collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
