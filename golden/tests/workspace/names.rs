//! Kinds of names: each path that a contract states for a name leads to a text of the documents. Compares no names.

use floe_plugins::REGISTRY;
use floe_types::documents::compiled_artifacts::CompiledArtifacts;
use floe_types::documents::floe_spec::FloeSpec;
use floe_types::shape::{Def, Shape};
use floe_types::{NAMES, SHAPES};

/// Whether a path may lead to a text. Anything may stand in a value of any type.
fn leads(shape: &Shape, steps: &[&str]) -> bool {
    match (shape, steps) {
        (Shape::Any, _) | (Shape::String(_), []) => true,
        (Shape::Array(items, _), ["*", rest @ ..]) => leads(items, rest),
        (Shape::Map { values, .. }, [_, rest @ ..]) => leads(values, rest),
        (Shape::Named(name), _) => match SHAPES.get(name) {
            Some(Def::Object(fields)) => match steps {
                [first, rest @ ..] => fields.iter().any(|field| field.name() == *first && leads(field.shape(), rest)),
                [] => false,
            },
            Some(Def::Scalar(shape)) => leads(shape, steps),
            Some(Def::Enum(_)) => steps.is_empty(),
            Some(Def::Union { .. }) | None => false,
        },
        _ => false,
    }
}

fn leads_from(root: &'static str, path: &str) -> bool {
    leads(&Shape::named(root), &path.split('.').collect::<Vec<_>>())
}

#[test]
fn every_path_of_a_name_leads_to_a_text_of_the_product_or_of_the_compiled_product() {
    let infos = REGISTRY.infos();
    let kinds: Vec<_> = infos.iter().flat_map(|info| info.names).chain(NAMES).collect();
    assert!(kinds.len() >= 4, "tables, raw tables, asset keys and modules have names");
    for named in kinds.iter().flat_map(|names| names.of) {
        assert!(leads_from(FloeSpec::SHAPE, named.key), "{} is no key of floe.yaml", named.key);
        for path in named.parts.iter().copied().flatten().filter(|path| **path != "key") {
            assert!(leads_from(CompiledArtifacts::SHAPE, path), "{path} is no path of a compiled product");
        }
    }
    assert!(!leads_from(FloeSpec::SHAPE, "transforms.*.title") && !leads_from(FloeSpec::SHAPE, "transforms"));
}
