//! Tests that the structs that stand in the source read exactly the keys that the meta-contracts name.

use std::collections::BTreeSet;

use floe_base::Findings;
use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use crate::define::{Definition, Properties, Variant, Variants};
use crate::model::{Check, Container, Content, Every, Form, Mount, Probe, Scalar, Slots, Workload};

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

/// The types of the meta-contracts, each with the keys that the structs read.
fn read() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("ScalarContract", vec![keys::<Scalar>(), "type minimum maximum minLength maxLength pattern".into()]),
        ("Definition", vec![keys::<Definition>(), keys::<Properties>()]),
        ("Variants", vec![keys::<Variants>()]),
        ("Case", vec![keys::<Variant>(), keys::<Properties>()]),
        ("Properties", vec![keys::<Properties>()]),
        ("EachContract", vec![keys::<Every>(), keys::<Slots>()]),
        ("FileContract", vec![keys::<Content>()]),
        ("WorkloadContract", vec![keys::<Workload>(), keys::<Container>(), keys::<Slots>()]),
        ("MountContract", vec![keys::<Mount>(), "file".into()]),
        ("ProbeContract", vec![keys::<Probe>(), keys::<Check>(), "path".into()]),
    ]
}

#[test]
fn the_structs_of_the_source_read_the_keys_that_the_meta_contracts_name() {
    let mut out = Findings::new();
    let types = super::resolve(super::contracts(&mut out), &mut out).types;
    assert!(out.is_empty(), "{out:?}");
    for (name, read) in read() {
        let Form::Object(fields) = &types[name].form else { panic!("`{name}` is no object") };
        let named: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let read = read.iter().flat_map(|keys| keys.split(' '));
        let read: BTreeSet<&str> = read.filter(|key| *key == "$defs" || !key.starts_with('$')).collect();
        assert_eq!(read, named, "{name}");
    }
}
