//! Every field of the documents that floe's contracts follow is in its contract, or `docs/fields-left-out.md` says why not.

use std::collections::BTreeSet;

use floe_contract::Model;
use floe_contract::model::{Field, Form, Type};

use crate::tree::{files, judge, model};

/// The fields of each document, with those of what it holds.
const FIELDS: [(&str, &str); 25] = [
    (
        "documents/manifest",
        "apiVersion api_version kind metadata scope parent_manifest plugins governance approved_plugins approved_sinks \
         approved_products defaults artifacts observability resource_presets name version owner description compute \
         orchestrator catalog storage semantic_layer ingestion secrets telemetry_backend lineage_backend identity dbt \
         quality type config connection_secret_ref tracing lineage logging enabled exporter endpoint transport level \
         format requests limits cpu memory cpu_request memory_request cpu_limit memory_limit registry promotion",
    ),
    (
        "bindings/governance",
        "pii_encryption audit_logging policy_enforcement_level data_retention_days default_ttl_hours snapshot_keep_last \
         stale_table_recovery_mode naming quality_gates custom_rules policy_overrides data_contracts rbac secret_scanning \
         network_policies policies enforcement pattern custom_patterns minimum_test_coverage require_descriptions \
         require_column_descriptions block_on_failure layer_thresholds zero_column_coverage_behavior bronze silver gold \
         prefix required_tags applies_to field required test_types min_columns action reason expires policy_types \
         auto_generation include_descriptions default_classification drift_detection fail_on_type_mismatch \
         fail_on_missing_column warn_on_extra_column inheritance_mode enabled required_role allow_principal_fallback \
         exclude_patterns name severity default_deny custom_egress_rules to_namespace to_cidr ports port protocol type \
         message config threshold condition",
    ),
    (
        "documents/floe-spec",
        "apiVersion kind metadata platform transforms schedule outputPorts destinations ingestion sources manifest name \
         version description owner labels compute tags dependsOn tier qualityChecks cron timezone enabled schema type \
         required primaryKey classification sink_type connection_secret_ref source_table config field_mapping batch_size \
         sourceType format path destinationTable writeMode schemaContract cursorField",
    ),
    (
        "documents/compiled-artifacts",
        "version metadata compiled_at floe_version source_hash product_name product_version identity product_id domain \
         repository namespace_registered registration_timestamp mode inheritance_chain name scope ref observability \
         telemetry lineage lineage_namespace lineage_endpoint lineage_transport plugins type config deployment \
         ingestion_outputs transforms models compute tags depends_on quality_checks quality_tier default_compute \
         dbt_profiles governance enforcement_result passed error_count warning_count policy_types_checked models_validated \
         enforcement_level rbac_principal secrets_scanned data_contracts quality_config domain_context data_product",
    ),
    (
        "bindings/deployment",
        "target images presets metadata_store orchestrator telemetry lineage semantic identity monitor secrets edges \
         workload_identity jobs storage catalog ingestion environment namespace release cluster chart labels annotations",
    ),
    (
        "bindings/storage",
        "provider protocol endpoint warehouse allowed_locations buckets credentials capabilities provisioning runtime dbt \
         dagster notes internal_url external_url region warehouse_path path_style_access uri bucket prefix name purpose \
         create_policy prefixes features tags sts_supported enabled mode default_create_policy pyiceberg_properties \
         dbt_profile_fragment dagster_resources env_refs profile_name target_name schema_name profile_fragment \
         resource_key asset_io_manager_key resources secret_ref service_account_ref",
    ),
    (
        "bindings/catalog",
        "provider polaris glue iceberg_rest dbt storage_type warehouse default_base_location allowed_locations endpoint \
         endpoint_internal catalog_uri path_style_access sts_unavailable credential_refs catalog_name uri properties \
         oauth2 client_id_env client_secret_env oauth2_server_uri_env oauth2_scope_env region catalog_id database_prefix \
         skip_archive max_retries retry_mode profile_fragment env_refs",
    ),
    (
        "bindings/ingestion",
        "provider dlt plugin_name destination table_format source_filesystem destination_filesystem iceberg_catalog_env \
         env_refs source_name source_type logical_table physical_table file_format source_path write_mode schema_contract \
         freshness_field primary_key cursor_field quality_tier",
    ),
    (
        "bindings/runtime-catalog",
        "catalog_name catalog_uri warehouse storage_endpoint region path_style_access properties credential_refs env_refs",
    ),
    (
        "bindings/quality",
        "provider quality_gates dimension_weights calculation thresholds check_timeout_seconds enabled completeness \
         accuracy validity consistency timeliness baseline_score max_positive_influence max_negative_influence \
         severity_weights critical warning info min_score warn_score min_test_coverage required_tests overridable \
         bronze silver gold name type column dimension severity custom_weight parameters check_name passed \
         records_checked records_failed execution_time_ms details error_message suite_name model_name checks summary \
         timestamp overall dimension_scores checks_passed checks_failed dbt_tests_passed dbt_tests_failed \
         timeout_seconds fail_fast tier coverage_actual coverage_required missing_tests violations value locked_by",
    ),
    ("bindings/credentials", "source name key"),
    (
        "bindings/telemetry",
        "enabled otlp_endpoint otlp_protocol sampling resource_attributes authentication batch_processor logging \
         backend service_name service_version deployment_environment floe_namespace floe_product_name \
         floe_product_version floe_mode dev staging prod max_queue_size max_export_batch_size schedule_delay_millis \
         export_timeout_millis log_level json_output auth_type api_key bearer_token header_name",
    ),
    (
        "bindings/artifacts",
        "uri auth tls_verify cache resilience signing verification type credentials_ref max_attempts initial_delay_ms \
         backoff_multiplier max_delay_ms jitter enabled failure_threshold recovery_timeout_ms half_open_requests path \
         max_size_gb ttl_hours mode oidc_issuer rekor_url fulcio_url private_key_ref issuer subject subject_regex \
         enforcement trusted_issuers require_rekor require_sbom public_key_ref environments grace_period_days \
         private_infrastructure audit_backend default_timeout_seconds webhooks gate_commands signature_enforcement \
         secondary_registries verify_secondary_digests name gates gate_timeout_seconds authorization lock \
         policy_compliance tests security_scan cost_analysis performance_baseline allowed_groups allowed_operators \
         separation_of_duties command block_on_severity ignore_unfixed scanner_format timeout url events headers \
         timeout_seconds retry_count",
    ),
    (
        "bindings/security",
        "rbac pod_security network_policies namespace_isolation enabled job_service_account cluster_scope jobs_level \
         platform_level",
    ),
    (
        "bindings/network",
        "enabled default_deny allow_external_https ingress_controller_namespace jobs_egress_allow \
         platform_egress_allow name to_namespace to_cidr port protocol namespace pod_selector policy_types \
         from_namespace from_pod_labels ports",
    ),
    (
        "interfaces/rbac",
        "name namespace automount_token labels annotations api_groups resources verbs resource_names rules subjects \
         kind role_name allowed_subject_namespaces layer pss_enforce pss_audit pss_warn run_as_non_root run_as_user \
         run_as_group fs_group read_only_root_filesystem allow_privilege_escalation medium",
    ),
    (
        "documents/artifact",
        "digest media_type size annotations artifact_type created_at layers signature_status promotion_status name \
         immutable",
    ),
    (
        "documents/verification-result",
        "bundle mode issuer subject signed_at rekor_log_index rekor_index certificate_fingerprint status",
    ),
    (
        "documents/verification-bundle",
        "version artifact_digest sigstore_bundle certificate_chain rekor_entry created_at",
    ),
    ("documents/environment-lock", "locked reason locked_by locked_at"),
    (
        "documents/promotion-record",
        "gate status duration_ms error details security_summary promotion_id artifact_digest artifact_tag \
         source_environment target_environment gate_results signature_verified operator promoted_at dry_run trace_id \
         authorization_passed signature_status authorized_via operator_groups warnings registry_sync_status",
    ),
    (
        "documents/rollback-record",
        "rollback_id artifact_digest environment previous_digest reason operator rolled_back_at trace_id \
         impact_analysis breaking_changes affected_products recommendations estimated_downtime",
    ),
    (
        "documents/audit-event",
        "timestamp requester_id secret_path operation result source_ip trace_id plugin_type namespace metadata counts \
         files errors warnings",
    ),
    (
        "documents/data-contract",
        "version kind apiVersion id name tenant tags status servers dataProduct description domain schema support \
         price team roles slaDefaultElement slaProperties authoritativeDefinitions customProperties contractCreatedTs \
         physicalName physicalType logicalType properties quality relationships required primaryKey \
         primaryKeyPosition unique partitioned classification items examples",
    ),
    (
        "documents/contract-check",
        "error_code severity message valid violations warnings schema_hash validated_at contract_name \
         contract_version matches type_mismatches missing_columns extra_columns",
    ),
];

/// One row of the page.
struct Row {
    document: String,
    /// The fields that it is about.
    fields: Vec<String>,
    /// Whether it is about them wherever they stand, and not in one type alone.
    everywhere: bool,
    instead: Vec<String>,
}

#[test]
fn every_field_is_in_its_contract_or_in_the_table_of_those_that_are_not() {
    let (model, rows) = (model(), rows());
    let mut findings = Vec::new();
    let mut judged = 0;
    for (document, fields) in FIELDS {
        let there = reachable(&model, document);
        let left_out = |field: &str| {
            rows.iter().any(|row| row.document == document && row.fields.iter().any(|name| name == field))
        };
        for field in fields.split_whitespace() {
            judged += 1;
            if !there.contains(field) && !left_out(field) {
                findings.push(format!("{document}: `{field}` is neither there nor in docs/fields-left-out.md"));
            }
        }
    }
    judge("fields", judged, &findings);
}

#[test]
fn what_the_table_says_is_true() {
    let (model, rows) = (model(), rows());
    let words = words(&model);
    let mut findings = Vec::new();
    for row in &rows {
        let own = own(&model, &row.document);
        if own.is_empty() {
            findings.push(format!("there is no contract {}", row.document));
        }
        for field in row.fields.iter().filter(|field| row.everywhere && own.contains(field.as_str())) {
            findings.push(format!("{}: `{field}` is there", row.document));
        }
        for instead in row.instead.iter().filter(|instead| !words.contains(instead.as_str())) {
            findings.push(format!("{}: there is no `{instead}`", row.document));
        }
    }
    judge("rows", rows.len(), &findings);
}

fn rows() -> Vec<Row> {
    let page = files().into_iter().find(|file| file.path == "docs/fields-left-out.md").expect("the page is there");
    let lines = page.text.lines().filter(|line| line.starts_with("| bindings/") || line.starts_with("| documents/"));
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    lines
        .map(|line| {
            let mut cells = line.split('|').skip(1).map(str::trim);
            let mut cell = || cells.next().unwrap_or_default();
            let (document, fields, instead) = (cell().to_owned(), cell(), cell());
            let everywhere = !fields.split('`').step_by(2).any(|between| between.chars().any(char::is_alphabetic));
            Row { document, fields: quoted(fields), everywhere, instead: quoted(instead) }
        })
        .collect()
}

/// The names of every field that a document can hold.
fn reachable<'m>(model: &'m Model, contract: &str) -> BTreeSet<&'m str> {
    let mut names = BTreeSet::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut rest: Vec<&str> = types(model, contract);
    while let Some(name) = rest.pop() {
        if seen.insert(name) {
            for field in fields(model, name, &mut names) {
                rest.extend(named(&field.ty));
            }
        }
    }
    names
}

/// The names of the fields of a contract's own types.
fn own<'m>(model: &'m Model, contract: &str) -> BTreeSet<&'m str> {
    let mut names = BTreeSet::new();
    for name in types(model, contract) {
        fields(model, name, &mut names);
    }
    names
}

fn types<'m>(model: &'m Model, contract: &str) -> Vec<&'m str> {
    let of = |def: &&floe_contract::model::TypeDef| {
        format!("{}/{}", def.contract.kind.folder(), def.contract.name) == contract
    };
    model.types.values().filter(of).map(|def| def.name.as_str()).collect()
}

/// The fields of a type; their names, and a union's tag, are added.
fn fields<'m>(model: &'m Model, name: &str, names: &mut BTreeSet<&'m str>) -> Vec<&'m Field> {
    let fields: Vec<&Field> = match &model.types[name].form {
        Form::Object(fields) => fields.iter().collect(),
        Form::Union(union) => {
            names.insert(&union.tag);
            union.cases.iter().flat_map(|case| &case.fields).collect()
        }
        Form::Enum(_) => Vec::new(),
    };
    names.extend(fields.iter().map(|field| field.name.as_str()));
    fields
}

fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Ref(name) => Some(name),
        Type::Array { items: inner, .. } | Type::Map { values: inner, .. } => named(inner),
        _ => None,
    }
}

/// Whatever can stand instead of a field: another one, a type, a word of an enumeration or of a union.
fn words(model: &Model) -> BTreeSet<&str> {
    let mut words = BTreeSet::new();
    for (name, def) in &model.types {
        words.insert(name.as_str());
        fields(model, name, &mut words);
        match &def.form {
            Form::Enum(values) => words.extend(values.iter().map(|value| value.value.as_str())),
            Form::Union(union) => words.extend(union.cases.iter().map(|case| case.value.as_str())),
            Form::Object(_) => {}
        }
    }
    words
}
