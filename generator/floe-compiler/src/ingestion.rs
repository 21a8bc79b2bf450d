//! Ingestion: the tables that a product's sources fill. Loads nothing.

use floe_types::bindings::ingestion::IngestionTable;
use floe_types::documents::floe_spec::{FloeSpec, IngestionSource};

/// The tables that are filled before the product's transforms run, in the order of their sources.
pub(crate) fn tables(spec: &FloeSpec) -> Vec<IngestionTable> {
    spec.ingestion.iter().flat_map(|ingestion| &ingestion.sources).map(table).collect()
}

fn table(source: &IngestionSource) -> IngestionTable {
    let mut table = IngestionTable::new(
        source.name.clone(),
        source.source_type,
        source.destination_table.clone(),
        source.format,
        source.path.clone(),
    );
    table.write_mode = source.write_mode;
    table.schema_contract = source.schema_contract;
    table.primary_key.clone_from(&source.primary_key);
    table.cursor_field.clone_from(&source.cursor_field);
    // Where rows have a cursor, the cursor also tells the age of the table.
    table.freshness_field.clone_from(&source.cursor_field);
    table
}
