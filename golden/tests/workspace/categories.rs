//! Plugin categories: each has its group and its methods in the registry, the Rust traits, the Python classes and the
//! reference pages. The expected list is `interfaces.txt`, because a list made from the contracts would lose a category
//! together with its contract.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::names::snake_case;
use floe_types::registry::CATEGORIES;

use crate::signatures::{of_class, of_page, of_trait};
use crate::tree::{judge, root};

const LIST: &str = include_str!("interfaces.txt");

/// The class without a Rust trait. In Rust, each plugin's contract answers the compile-time questions of the base.
const ONLY_IN_PYTHON: &str = "Plugin";

struct Interface {
    name: &'static str,
    group: &'static str,
    /// The key under `plugins` in a manifest; `-` where the category has no key.
    key: &'static str,
    /// The methods of each class.
    classes: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

fn list() -> Vec<Interface> {
    let mut all: Vec<Interface> = Vec::new();
    let mut class = "";
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        if let Some(method) = line.strip_prefix("    ") {
            let of = all.last_mut().expect("a method belongs to an interface");
            of.classes.entry(class).or_default().insert(method);
        } else if let Some(name) = line.strip_prefix("  ") {
            class = name;
        } else {
            let [name, group, key] = *line.split(' ').collect::<Vec<_>>() else { panic!("{line}") };
            all.push(Interface { name, group, key, classes: BTreeMap::new() });
        }
    }
    all
}

#[test]
fn there_are_these_categories_with_their_groups_and_keys() {
    let all = list();
    let expected: Vec<_> = all
        .iter()
        .filter(|it| it.group != "-")
        .map(|it| (it.name, it.group, Some(it.key).filter(|key| *key != "-")))
        .collect();
    let found: Vec<_> = CATEGORIES.iter().map(|it| (it.name, it.group, it.manifest_key)).collect();
    assert_eq!(found, expected);
    assert_eq!(found.len(), 15);
}

#[test]
fn each_interface_has_its_methods_with_all_that_is_said_of_them_in_its_traits_its_classes_and_on_its_page() {
    let mut findings = Vec::new();
    let all = list();
    for it in &all {
        let (rust, python, page) = (emitted(it.name, "rs"), emitted(it.name, "py"), emitted(it.name, "md"));
        if it.group != "-" && !page.contains(&format!("`{}`", it.group)) {
            findings.push(format!("the page of {} has no `{}`", it.name, it.group));
        }
        for (class, methods) in &it.classes {
            if *class != ONLY_IN_PYTHON {
                compare(&format!("the trait {class}"), of_trait(&rust, class), methods, &mut findings);
            }
            compare(&format!("the class {class}"), of_class(&python, class), methods, &mut findings);
            for method in methods {
                let name = method.split('(').next().unwrap_or_default();
                let found = of_page(&page, name).unwrap_or_default();
                if found != **method {
                    findings.push(format!("the page of {} says `{found}`, not `{method}`", it.name));
                }
            }
        }
    }
    judge("methods of interfaces", LIST.lines().count(), &findings);
}

/// Reports methods that only one side has. Values of defaults are left out, because only pages show them.
fn compare(of: &str, found: Option<Vec<String>>, methods: &BTreeSet<&str>, findings: &mut Vec<String>) {
    let found: BTreeSet<String> = found.unwrap_or_default().into_iter().collect();
    let expected: BTreeSet<String> = methods.iter().map(|method| without_default(method)).collect();
    findings.extend(expected.difference(&found).map(|method| format!("{of} has no `{method}`")));
    findings.extend(found.difference(&expected).map(|method| format!("{of} has `{method}`, which the list has not")));
}

fn without_default(method: &str) -> String {
    let Some((head, rest)) = method.split_once(" := ") else { return method.to_owned() };
    let errors = rest.split_once(" ! ").map(|(_, errors)| format!(" ! {errors}"));
    format!("{head} := _{}", errors.unwrap_or_default())
}

/// The emitted file of an interface with the extension `kind`.
fn emitted(interface: &str, kind: &str) -> String {
    let module = snake_case(interface);
    let path = match kind {
        "rs" => format!("generated/floe-types/src/interfaces/{module}.rs"),
        "py" => format!("generated/python/floe_contracts/v1/interfaces/{module}.py"),
        _ => format!("docs/reference/interfaces/{interface}.md"),
    };
    std::fs::read_to_string(root().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
