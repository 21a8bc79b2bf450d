//! Tables: refuses two products that make one table, be it of a model or of a source. Knows no engine: the contract of the engine states
//! how the engine names tables.

use std::collections::BTreeMap;

use floe_base::{Findings, Place};
use floe_types::diagnostics::{self as messages, Message};
use floe_types::plugin::Relations;
use serde_json::Value;

use crate::load::LoadedProduct;
use crate::product::CompiledProduct;
use crate::report;

/// The makers of tables, by the table's name as the engine sees the name.
type Makers<'p> = BTreeMap<String, (&'p LoadedProduct, Place)>;

/// Reports each table that a second product makes, with both places. The lists of products have the same order.
pub(crate) fn check(
    products: &[LoadedProduct],
    compiled: &[CompiledProduct],
    relations: Option<&Relations>,
    out: &mut Findings,
) {
    let (mut models, mut sources) = (Makers::new(), Makers::new());
    for (product, compiled) in products.iter().zip(compiled) {
        let profile = compiled.artifacts.dbt_profiles.values().next().and_then(|it| it.pointer("/outputs/default"));
        for (at, model) in product.spec.transforms.iter().enumerate() {
            let named =
                relations.and_then(|relations| Some((relations, table(relations, profile?, model.name.as_str())?)));
            let Some((relations, table)) = named else { continue };
            let place = product.source.place(&format!("/transforms/{at}/name"));
            let name = if relations.fold { table.to_lowercase() } else { table.clone() };
            take(&mut models, name, product, place, out, |other| {
                messages::resolve_table_taken_model(model.name.as_str(), product.name(), &table, other)
            });
        }
        for (at, source) in product.spec.ingestion.iter().flat_map(|ingestion| &ingestion.sources).enumerate() {
            let place = product.source.place(&format!("/ingestion/sources/{at}/destinationTable"));
            let table = source.destination_table.as_str();
            take(&mut sources, table.to_lowercase(), product, place, out, |other| {
                messages::resolve_table_taken_source(source.name.as_str(), product.name(), table, other)
            });
        }
    }
}

/// A product makes a table; a finding where another product does already. A product's own document is judged by its contract.
fn take<'p>(
    makers: &mut Makers<'p>,
    table: String,
    product: &'p LoadedProduct,
    place: Place,
    out: &mut Findings,
    message: impl FnOnce(&str) -> Message,
) {
    let (first, at) = makers.entry(table).or_insert_with(|| (product, place.clone()));
    if !std::ptr::eq(*first, product) {
        out.push(report::at(place, message(first.name())).related(at.clone(), "the other one"));
    }
}

/// The name of a model's table, with database and schema.
fn table(relations: &Relations, profile: &Value, model: &str) -> Option<String> {
    let database = relations.database.iter().find_map(|key| profile.get(key)?.as_str())?;
    let schema = profile.get(relations.schema)?.as_str()?;
    Some(format!("{database}.{schema}.{model}"))
}
