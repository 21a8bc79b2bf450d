//! The behaviour of the generated types for their users.

#[cfg(test)]
#[path = "../../generated/floe-types/checks.rs"]
mod checks;

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use floe_plugins::REGISTRY;
    use floe_types::bindings::type_::Box_ as Named;
    use floe_types::diagnostics::{self, Severity, contract_bad_plain, contract_bad_short, contract_plain};
    use floe_types::documents::match_::{Option_, OptionMatch, OptionNot, OptionSelf, Result_, Self_, Vec_};
    use floe_types::registry::CATEGORIES;
    use floe_types::scalars::{Count, Share, String_};
    use floe_types::SHAPES;
    use serde_json::{Value, json};

    use crate::checks::CHECKS;

    fn least() -> Value {
        json!({
            "type": "ab", "match": true, "self": "x", "crate": 2, "dependsOn": ["y"], "apiVersion": "floe.dev/v1",
            "tree": {"children": [{"children": []}], "parent": {"children": []}},
            "expression": {"op": "not", "inner": {"op": "self"}},
        })
    }

    fn made() -> Result_ {
        let mut tree = Vec_::new(vec![Vec_::new(Vec::new())]);
        tree.parent = Some(Box::new(Vec_::new(Vec::new())));
        let expression = OptionNot::new(OptionSelf::new().into()).into();
        Result_::new(String_::try_from("ab").unwrap(), true, "x", 2, vec!["y".to_owned()], tree, expression)
    }

    #[test]
    fn what_is_read_equals_what_is_made() {
        assert_eq!(Result_::parse(&least()).unwrap(), made());
    }

    #[test]
    fn defaults_are_those_of_the_contract() {
        let full = made().to_value();
        assert_eq!(full["try"], "self");
        assert_eq!(full["gen"], json!({"name": "ab"}));
        assert_eq!(full["enum"], json!({"op": "match", "text": "x"}));
        assert_eq!(full["struct"], json!({"half": 0.5, "none": 0.0}));
        assert_eq!(full["impl"], json!([-1, 2]));
        assert_eq!(full["dyn"], json!({"a": [1, null, -2.5, "}{"]}));
        assert_eq!(full["where"], json!(-1.5));
        assert_eq!(full["use"], "a\"b\\c\n{}");
        assert_eq!(full["kind"], "always");
        assert_eq!(full.get("async"), None);
        let serde: Result_ = serde_json::from_value(least()).unwrap();
        assert_eq!(serde, made(), "serde alone fills the same defaults in");
    }

    #[test]
    fn a_value_survives_writing_and_reading() {
        let value = made().to_value();
        assert_eq!(Result_::parse(&value).unwrap(), made());
        assert_eq!(made().validate(), Ok(()));
    }

    #[test]
    fn a_null_in_an_optional_field_is_nothing() {
        let mut value = Named::default();
        value.any = Some(Value::Null);
        assert_eq!(value.to_value(), json!({}));
        assert_eq!(Named::parse(&json!({"any": null})), Ok(Named::default()));
    }

    #[test]
    fn all_violations_are_told_with_their_pointers() {
        let mut value = least();
        value["type"] = json!("ABC");
        value["crate"] = json!(6);
        value["expression"]["inner"]["op"] = json!("nand");
        value["tree"]["children"][0]["leaf"] = json!(1);
        let violations = Result_::parse(&value).unwrap_err();
        let pointers: Vec<_> = violations.iter().map(|one| one.pointer.as_str()).collect();
        for expected in ["/type", "/crate", "/expression/inner/op", "/tree/children/0"] {
            assert!(pointers.contains(&expected), "{expected} is not among {pointers:?}");
        }
        assert_eq!(pointers.len(), 4);
    }

    #[test]
    fn whole_numbers_may_have_a_point_and_optional_fields_may_be_null() {
        let mut value = least();
        value["crate"] = json!(2.0);
        value["async"] = Value::Null;
        assert_eq!(Result_::parse(&value).unwrap(), made());
        value["try"] = Value::Null;
        assert!(Result_::parse(&value).is_err(), "a defaulted field is not optional");
    }

    #[test]
    fn a_changed_value_is_judged_as_it_is_now() {
        let mut value = made();
        value.crate_ = 77;
        value.api_version = "floe.dev/v2".to_owned();
        assert_eq!(value.validate().unwrap_err().len(), 2);
        value.crate_ = 0;
        value.r#where = f64::NAN;
        assert!(value.validate().is_err(), "JSON has no such number");
    }

    #[test]
    fn an_enumeration_has_a_variant_for_each_value_however_awkward() {
        let all = [Self_::Self_, Self_::Type, Self_::AB, Self_::V31, Self_::Vempty, Self_::Vempty2, Self_::Vempty3, Self_::Err];
        assert_eq!(Self_::ALL, all);
        assert_eq!(all.map(Self_::as_str), ["self", "type", "a-b", "3.1", "", "é", "日本", "err"]);
        for one in all {
            assert_eq!(one.as_str().parse::<Self_>(), Ok(one));
            assert_eq!(Self_::parse(&one.to_value()), Ok(one));
            assert_eq!(one.to_string(), one.as_str());
        }
        let problem = "b".parse::<Self_>().unwrap_err().problem.message();
        assert!(problem.contains("`a-b`"), "{problem}");
    }

    #[test]
    fn a_union_is_told_apart_by_its_tag() {
        let leaf = Option_::parse(&json!({"op": "match", "text": "x"})).unwrap();
        assert_eq!(leaf, OptionMatch::new("x").into());
        assert!(matches!(Option_::parse(&json!({"op": "self"})), Ok(Option_::Self_(_))));
        assert!(Option_::parse(&json!({"op": "self", "text": "x"})).is_err());
        assert!(serde_json::from_value::<Option_>(json!({"op": "self", "text": "x"})).is_err());
    }

    #[test]
    fn a_scalar_that_breaks_its_contract_cannot_be_made() {
        assert_eq!(String_::try_from("abc").unwrap().as_str(), "abc");
        assert!(String_::try_from("abcd").is_err());
        assert!("ABC".parse::<String_>().is_err());
        assert!(serde_json::from_value::<String_>(json!("")).is_err());
        assert_eq!(Count::try_from(10).map(Count::get).unwrap(), 10);
        assert!(Count::try_from(11).is_err());
        assert!(Share::try_from(f64::NAN).is_err());
        assert_eq!(format!("[{:>4}]", String_::try_from("ab").unwrap()), "[  ab]");
    }

    #[test]
    fn only_types_of_which_nothing_must_be_given_have_a_default() {
        assert_eq!(Named::default(), Named::parse(&json!({})).unwrap());
    }

    #[test]
    fn a_secret_cannot_be_written_out() {
        let violations = Named::parse(&json!({"ref": "hunter2"})).unwrap_err();
        assert_eq!(violations.len(), 1);
        assert!(!violations[0].problem.message().contains("hunter2"));
    }

    #[test]
    fn messages_fill_their_holes_and_keep_the_braces_of_what_fills_them() {
        let plain = contract_bad_plain("x{format}", &["a", "b"], 3);
        assert_eq!(plain.message, "x{format} has ['a', 'b'] and 3");
        assert_eq!(plain.help, "Write 3 of ['a', 'b']");
        assert_eq!((plain.code, plain.severity), ("CONTRACT_BAD", Severity::Error));
        let none: [String; 0] = [];
        assert_eq!(contract_bad_short(&none, 0, "only").message, "only");
        assert_eq!(contract_plain().severity, Severity::Warning);
        assert_eq!(
            diagnostics::ALL.iter().map(|info| info.code).collect::<Vec<_>>(),
            ["CONTRACT_BAD", "CONTRACT_PLAIN"]
        );
    }

    #[test]
    fn the_registry_makes_plugins_from_their_configs() {
        let entries = REGISTRY.crate_;
        assert_eq!(entries.iter().map(|entry| entry.info.name).collect::<Vec<_>>(), ["core", "self"]);
        let me = (entries[1].load)(&json!({"type": "xyz"})).unwrap().main;
        let value =
            me.r#type("!", &String_::try_from("a").unwrap(), &Default::default(), &Value::Null, true, None, None);
        assert_eq!(value.unwrap().unwrap(), OptionMatch::new("xyz!").into());
        assert_eq!((me.size("x").get(), me.shape()), (3, None));
        assert_eq!(me.nothing().unwrap_err().pointer.as_deref(), Some("/type"));
        assert_eq!((entries[1].load)(&json!({"type": "XYZ"})).err().unwrap()[0].pointer, "/type");
    }

    #[test]
    fn runtimes_and_facets_are_there_only_where_declared() {
        let [core, me] = REGISTRY.crate_ else { panic!("two plugins") };
        let [core, me] = [core, me].map(|entry| (entry.load)(&json!({})).unwrap());
        assert!(core.runtime.is_none() && me.vending_machine.is_none());
        assert_eq!(core.vending_machine.unwrap().vend(), "abc");
        let runtime = me.runtime.unwrap();
        assert!(now(runtime.ping(2)).unwrap());
        assert_eq!(now(runtime.fetch("a", Some(&["b".to_owned()]))).unwrap(), "ab");
        assert_eq!(now(runtime.rest("a")).unwrap(), "idle");
        now(runtime.startup()).unwrap();
    }

    #[test]
    fn words_of_python_are_names_like_any_other() {
        let value = json!({"class": "x", "none": "y", "_under": "z", "self": "", "_private": "a", "model_config": "b",
            "field": {"class": "none", "field": {"class": "import", "from": "f"}}, "str_enum": "__init__", "number": 1});
        let (_, read) = CHECKS.iter().find(|(name, _)| *name == "Names").unwrap();
        assert_eq!(read(&value), Ok(value));
    }

    #[test]
    fn contracts_are_described() {
        assert_eq!(REGISTRY.infos().len(), 2);
        assert_eq!(REGISTRY.info("crate", "self").unwrap().config_type, "SelfConfig");
        assert_eq!(REGISTRY.info("crate", "other"), None);
        assert_eq!(CATEGORIES[0].group, "floe.crate");
        let checked: Vec<_> = CHECKS.iter().map(|(name, _)| *name).collect();
for name in ["Any", "Box", "Closed", "CoreConfig", "Field", "Option", "Result", "Self", "SelfConfig", "StrEnum", "Vec"] {
            assert!(checked.contains(&name), "{name} is not among {checked:?}");
        }
        assert!(CHECKS.iter().all(|(name, _)| SHAPES.get(name).is_some()));
    }

    /// The value of a future that is ready.
    fn now<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the future is not ready"),
        }
    }
}
