//! Every YAML file that floe writes has the same meaning for a second reader: `serde_yaml`, which uses a port of
//! libyaml as many tools do.

use std::num::NonZero;

use floe::{Options, build};
use floe_base::yaml;
use serde_json::Value;

use crate::platforms::{all, retail_input};

fn second(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn rendered_manifests_mean_the_same_to_a_second_reader() {
    let manifests: Vec<_> = all().into_iter().flat_map(|platform| platform.rendered.manifests).collect();
    assert!(manifests.len() > 50, "{}", manifests.len());
    for manifest in manifests {
        let text = format!("{}\n", manifest.text.trim_end()); // as the file is written
        assert_eq!(second(&text), manifest.object, "{text}");
    }
}

#[test]
fn the_values_and_the_metadata_of_charts_mean_the_same_to_a_second_reader() {
    for platform in all() {
        for path in ["Chart.yaml", "values.yaml"] {
            let text = platform.text(path);
            let first = yaml::read(path, text.as_bytes(), &yaml::Limits::default()).expect("floe reads the file");
            assert_eq!(second(text), first.to_json(), "{text}");
        }
    }
}

#[test]
fn dbt_profiles_mean_to_a_second_reader_what_the_artifact_says() {
    let options = Options { render: false, jobs: NonZero::<usize>::MIN };
    let built = build(&retail_input(), options).into_result().expect("the documents compile");
    let text =
        |path: &str| std::str::from_utf8(built.files.get(path).expect("the file is there")).expect("the file is text");
    let folders: Vec<&str> = built.files.paths().filter_map(|path| path.strip_suffix("/profiles.yml")).collect();
    assert_eq!(folders.len(), 3, "{folders:?}");
    for folder in folders {
        let artifact: Value = serde_json::from_str(text(&format!("{folder}/compiled_artifacts.json"))).expect("JSON");
        assert_eq!(second(text(&format!("{folder}/profiles.yml"))), artifact["dbt_profiles"], "{folder}");
    }
}
