//! Structs read out of nodes, with keys and places.
#![expect(clippy::unwrap_used, reason = "in a test")]

use floe_base::de::{self, Placed};
use floe_base::{Place, yaml};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
struct Port {
    #[serde(rename = "$key")]
    name: String,
    #[serde(rename = "$place")]
    place: Place,
    number: u16,
    expose: bool,
    #[serde(deserialize_with = "de::present")]
    default: Option<Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Check {
    Http {
        #[serde(rename = "http")]
        port: String,
        path: String,
    },
    Tcp(String),
    Never,
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let node = yaml::read("a.yaml", text.as_bytes(), &yaml::Limits::default()).unwrap();
    de::from_node("a.yaml", None, &node, &|ty, owner, _| (ty == "Hand").then(|| json!(owner)))
        .map_err(|error| format!("{:?}: {error}", error.span.map(|span| (span.line, span.column))))
}

#[test]
fn a_map_of_structs_is_a_list_whose_items_have_their_keys_and_places() {
    let ports: Vec<Port> = read("a: {number: 1, expose: true}\nb: {number: 2.0, default: null}\n").unwrap();
    assert_eq!((ports[0].name.as_str(), ports[0].number, ports[0].expose), ("a", 1, true));
    assert_eq!((ports[1].place.to_string().as_str(), ports[1].number, ports[1].expose), ("a.yaml:2:1", 2, false));
    assert_eq!((&ports[0].default, &ports[1].default), (&None, &Some(Value::Null)));
}

#[test]
fn a_listed_value_has_its_own_place() {
    let words: Vec<Placed<String>> = read("- one\n- two\n").unwrap();
    assert_eq!((words[1].value.as_str(), words[1].place.to_string().as_str()), ("two", "a.yaml:2:3"));
}

#[test]
fn a_key_names_the_variant_of_an_enum() {
    let http = Check::Http { port: "web".to_owned(), path: String::new() };
    assert_eq!(
        read::<Vec<Check>>("[{http: web}, {tcp: db}, never]"),
        Ok(vec![http, Check::Tcp("db".to_owned()), Check::Never])
    );
}

#[test]
fn what_nothing_reads_and_what_is_of_another_type_are_errors_at_their_places() {
    for (text, error) in [
        ("{a: {number: 1,\n     more: 2}}", "Some((2, 6)): nothing reads the key `more`"),
        ("{a: {number: x}}", "Some((1, 14)): invalid type: string \"x\", expected u16"),
        ("{a: 1}", "Some((1, 5)): invalid type: integer `1`, expected struct Port"),
        ("a", "Some((1, 1)): invalid type: string \"a\", expected a sequence"),
    ] {
        assert_eq!(read::<Vec<Port>>(text).unwrap_err(), error);
    }
    for (text, error) in [
        ("{tcp: a,\n http: b}", "Some((1, 2)): nothing reads the key `tcp`"),
        ("{tcp: a, more: b}", "Some((1, 10)): `more` does not belong to `tcp`"),
        ("sometimes", "Some((1, 1)): unknown variant `sometimes`, expected one of `http`, `tcp`, `never`"),
    ] {
        assert_eq!(read::<Check>(text).unwrap_err(), error);
    }
}

#[test]
fn a_type_can_be_read_by_hand_and_knows_which_struct_it_is_the_whole_of() {
    #[derive(Deserialize)]
    struct Hand(String);
    #[derive(Deserialize)]
    struct Owner {
        #[serde(rename = "$self")]
        whole: Hand,
        part: Hand,
    }
    let owner: Owner = read("{part: 1}").unwrap();
    assert_eq!((owner.whole.0.as_str(), owner.part.0.as_str()), ("Owner", ""));
}
