//! Tests that the structs that stand in the source read exactly the keys that the meta-contracts name.

use std::collections::BTreeSet;

use floe_base::Findings;
use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use crate::define::{Definition, Properties, Variant, Variants};
use crate::load::{Diagnostics, Scalars};
use crate::model::{
    Check, Component, Container, Content, Every, Form, Image, ImageSource, Mount, Probe, Scalar, ShapeContract, Slots,
    Workload,
};

/// Tells which fields or variants a type asks for, and reads nothing.
struct Asks;

impl<'de> Deserializer<'de> for Asks {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom(""))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &str, fields: &[&str], _: V) -> Result<V::Value, Error> {
        Err(Error::custom(fields.join(" ")))
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &str, variants: &[&str], _: V) -> Result<V::Value, Error> {
        Err(Error::custom(variants.join(" ")))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The keys that a type reads.
fn keys<T: for<'de> Deserialize<'de>>() -> String {
    let Err(keys) = T::deserialize(Asks) else { return String::new() };
    keys.to_string()
}

const HEAD: &str = "kind name version description";

/// The types of the meta-contracts, each with the keys that the structs read.
fn read() -> Vec<(&'static str, Vec<String>)> {
    let head = || HEAD.to_owned();
    vec![
        ("ScalarsContract", vec![head(), keys::<Scalars>()]),
        ("ScalarContract", vec![keys::<Scalar>(), "type minimum maximum minLength maxLength pattern".into()]),
        ("BindingContract", vec![head(), keys::<ShapeContract>()]),
        ("DocumentContract", vec![head(), keys::<ShapeContract>()]),
        ("DiagnosticsContract", vec![head(), keys::<Diagnostics>()]),
        ("Definition", vec![keys::<Definition>(), keys::<Properties>()]),
        ("Variants", vec![keys::<Variants>()]),
        ("Case", vec![keys::<Variant>(), keys::<Properties>()]),
        ("Properties", vec![keys::<Properties>()]),
        ("EachContract", vec![keys::<Every>(), keys::<Slots>()]),
        ("ComponentContract", vec![head(), keys::<Component>(), "shared".into()]),
        ("ImageContract", vec![keys::<Image>(), keys::<ImageSource>(), "repository tag".into()]),
        ("FileContract", vec![keys::<Content>()]),
        ("WorkloadContract", vec![keys::<Workload>(), keys::<Container>(), keys::<Slots>()]),
        ("MountContract", vec![keys::<Mount>(), "file".into()]),
        ("ProbeContract", vec![keys::<Probe>(), keys::<Check>(), "path".into()]),
    ]
}

#[test]
fn the_structs_of_the_source_read_the_keys_that_the_meta_contracts_name() {
    let mut out = Findings::new();
    let types = super::types(&super::contracts(&mut out), &mut out);
    assert!(out.is_empty(), "{out:?}");
    for (name, read) in read() {
        let def = types.iter().find(|def| def.name == name).unwrap_or_else(|| panic!("there is no type `{name}`"));
        let named: BTreeSet<&str> = match &def.form {
            Form::Object(fields) => fields.iter().map(|field| field.name.as_str()).collect(),
            Form::Enum(values) => values.iter().map(|value| value.value.as_str()).collect(),
            Form::Union(union) => union.cases.iter().map(|case| case.value.as_str()).collect(),
        };
        let read = read.iter().flat_map(|keys| keys.split(' '));
        let read: BTreeSet<&str> = read.filter(|key| *key == "$defs" || !key.starts_with('$')).collect();
        // One struct stands for bindings and documents, whose meta-contracts differ in these keys.
        let others: &[&str] = match name {
            "BindingContract" => &["standard", "file"],
            "DocumentContract" => &["runs"],
            _ => &[],
        };
        let read: BTreeSet<&str> = read.into_iter().filter(|key| !others.contains(key)).collect();
        assert_eq!(read, named, "{name}");
    }
}
