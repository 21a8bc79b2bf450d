//! Tests that the structs of the model read exactly the keys that the meta-contracts name.

use std::collections::BTreeSet;

use floe_base::Findings;
use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use crate::define::{Definition, Properties, Variant, Variants};
use crate::load::{Diagnostics, Scalars};
use crate::model::{
    Access, ArgumentType, Autoscale, Chart, Check, Claim, Component, CompositionRule, Container, Content,
    DiagnosticDef, DiagnosticExample, Edge, Every, Form, Hosting, Image, ImageSource, Interface, Method, Mount, Phase,
    Plugin, Port, Probe, Scalar, Scale, ShapeContract, Slots, Start, Workload, WorkloadKind,
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
        ("DiagnosticContract", vec![keys::<DiagnosticDef>()]),
        ("ExampleContract", vec![keys::<DiagnosticExample>()]),
        ("ArgumentContract", vec![keys::<ArgumentType>()]),
        ("InterfaceContract", vec![head(), keys::<Interface>()]),
        ("RuleContract", vec![keys::<CompositionRule>()]),
        ("MethodContract", vec![keys::<Method>()]),
        ("PhaseContract", vec![keys::<Phase>()]),
        ("PluginContract", vec![head(), keys::<Plugin>()]),
        ("HostingWay", vec![keys::<Hosting>()]),
        ("Definition", vec![keys::<Definition>(), keys::<Properties>()]),
        ("Variants", vec![keys::<Variants>()]),
        ("Case", vec![keys::<Variant>(), keys::<Properties>()]),
        ("Properties", vec![keys::<Properties>()]),
        ("ChartContract", vec![head(), keys::<Chart>()]),
        ("EachContract", vec![keys::<Every>(), keys::<Slots>()]),
        ("ComponentContract", vec![head(), keys::<Component>(), "shared".into()]),
        ("ImageContract", vec![keys::<Image>(), keys::<ImageSource>(), "repository tag".into()]),
        ("PortContract", vec![keys::<Port>()]),
        ("FileContract", vec![keys::<Content>()]),
        ("WorkloadKind", vec![keys::<WorkloadKind>()]),
        ("WorkloadContract", vec![keys::<Workload>(), keys::<Container>(), keys::<Slots>()]),
        ("StepContract", vec![keys::<Container>()]),
        ("EdgeStart", vec![keys::<Start>()]),
        ("EdgeContract", vec![keys::<Edge>()]),
        ("MountContract", vec![keys::<Mount>(), "file".into()]),
        ("ClaimContract", vec![keys::<Claim>()]),
        ("ProbeContract", vec![keys::<Probe>(), keys::<Check>(), "path".into()]),
        ("ScaleContract", vec![keys::<Scale>()]),
        ("AutoscaleContract", vec![keys::<Autoscale>()]),
        ("AccessContract", vec![keys::<Access>()]),
    ]
}

#[test]
fn the_structs_of_the_model_read_the_keys_that_the_meta_contracts_name() {
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

/// The error where a text of the component's meta-contract is replaced.
fn findings(from: &str, to: &str) -> Vec<String> {
    let mut files = floe_base::FileSet::new();
    for (path, text) in super::FILES.iter().filter(|(path, _)| path.contains("/component/")) {
        assert!(text.contains(from));
        files.insert(*path, text.replacen(from, to, 1)).unwrap();
    }
    let mut out = Findings::new();
    let contracts = crate::contracts::read_files(&files, &mut out);
    super::kinds_of_workloads(&contracts, &mut out);
    out.iter().map(|found| format!("{}: {}", found.place.as_ref().unwrap(), found.message)).collect()
}

#[test]
fn the_kinds_of_workloads_are_those_of_the_program() {
    assert!(findings("", "").is_empty());
}

#[test]
fn a_kind_of_workload_that_the_meta_contract_alone_knows_is_an_error_at_its_place() {
    let found = findings("      Job: It", "      DaemonSet: On each node.\n      Job: It");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("contracts/meta/component/v1.yaml:") && found[0].ends_with("of the kind `DaemonSet`"));
}

#[test]
fn a_kind_of_workload_that_the_program_alone_knows_is_an_error() {
    let found = findings("      Launched: Pods", "      Started: Pods");
    assert_eq!(found.len(), 2);
    assert!(found[1].ends_with("the kind `Launched` of workloads is missing"));
}
