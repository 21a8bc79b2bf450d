//! A change of a component's contract alone reaches the chart: templates, values and schema.
#![expect(clippy::disallowed_methods, reason = "a test reads the contracts from the disk")]
#![expect(clippy::unwrap_used, reason = "in a test")]

use floe_base::FileSet;

use crate::support::{self, emitted, parse, root};

const POLARIS: &str = "contracts/components/polaris/v1.yaml";

/// The repository's contracts, with texts in one of them replaced.
fn contracts(file: &str, edits: &[(&str, &str)]) -> FileSet {
    let mut files = FileSet::new();
    for (path, bytes) in support::contracts() {
        let mut text = String::from_utf8(bytes).unwrap();
        for (from, to) in edits.iter().filter(|_| path == file) {
            assert!(text.contains(from), "{from:?} stands in {file}");
            text = text.replacen(from, to, 1);
        }
        files.insert(path, text).unwrap();
    }
    files
}

fn text(files: &FileSet, path: &str) -> String {
    String::from_utf8_lossy(files.get(path).unwrap_or_default()).into_owned()
}

#[test]
fn a_new_tunable_reaches_templates_values_and_schema() {
    let tunable = "tunables:\n  drain_seconds: {type: integer, minimum: 0, maximum: 60, default: 7, description: How long it drains.}\n";
    let main = "    pod:\n      terminationGracePeriodSeconds: {$: tunables.termination_grace_seconds}\n";
    let more = "      activeDeadlineSeconds: {$: tunables.drain_seconds}
    spec:
      minReadySeconds: {$: tunables.drain_seconds}
    container:
      terminationMessagePath: /tmp/end
";
    let edits = [("tunables:\n", tunable), (main, &format!("{main}{more}"))];
    let chart = emitted(&contracts(POLARIS, &edits));
    let template = text(&chart, "charts/floe-platform/templates/polaris/deployment-main.yaml");
    for line in [
        "      activeDeadlineSeconds: {{ $.Values.polaris.drain_seconds | toJson }}\n",
        "\n  minReadySeconds: {{ $.Values.polaris.drain_seconds | toJson }}\n",
        "\n          terminationMessagePath: /tmp/end\n",
    ] {
        assert!(template.contains(line), "{template}");
    }
    let values = text(&chart, "charts/floe-platform/values.yaml");
    assert_eq!(parse(&values)["polaris"]["drain_seconds"], 7);
    assert!(values.contains("  # -- How long it drains.\n  drain_seconds: 7\n"));
    let schema = parse(&text(&chart, "charts/floe-platform/values.schema.json"));
    assert_eq!(schema["properties"]["polaris"]["properties"]["drain_seconds"]["maximum"], 60);
}

#[test]
fn a_new_fact_reaches_the_schema_of_the_facts() {
    let from = "      region: {x-floe-scalar: region, description: The region in request signatures.";
    let to = format!("      zone: {{x-floe-scalar: region, description: A zone.}}\n{from}");
    let chart = emitted(&contracts("contracts/bindings/storage/v1.yaml", &[(from, &to)]));
    let schema = parse(&text(&chart, "charts/floe-platform/values.schema.json"));
    assert_eq!(schema["definitions"]["StorageBinding"]["properties"]["zone"]["description"], "A zone.");
}

#[test]
fn the_chart_on_the_disk_is_the_one_that_the_contracts_give() {
    let chart = emitted(&support::contracts());
    let mut seen = 0;
    for (path, bytes) in chart.iter().filter(|(path, _)| path.starts_with("charts/")) {
        assert_eq!(std::fs::read(root().join(path)).unwrap_or_default(), bytes, "{path}: run: just generate");
        seen += 1;
    }
    assert!(seen > 30);
}

#[test]
fn a_second_chart_is_a_contract_and_nothing_else() {
    let emitted = emitted(&with_second_chart("suffix: jobs\n"));
    assert!(text(&emitted, "charts/floe-second/Chart.yaml").contains("name: floe-second"));
    let values = parse(&text(&emitted, "charts/floe-second/values.yaml"));
    assert_eq!(values.as_object().unwrap().keys().collect::<Vec<_>>(), ["common", "copy"]);
    assert!(text(&emitted, "generated/charts/second/copy.values.yaml").starts_with("# A second service.\ncopy:\n"));
    let table = text(&emitted, "generated/floe-types/src/charts.rs");
    assert!(table.contains("suffix: \"\"") && table.contains("suffix: \"-jobs\""), "{table}");
}

#[test]
fn two_charts_of_one_platform_need_two_names() {
    let model = floe_contract::load(&with_second_chart("")).unwrap();
    let found = floe_contract::lint(&model);
    let found: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(found, ["packages of this chart and of `platform` would have one name"]);
}

fn with_second_chart(suffix: &str) -> FileSet {
    let mut files = support::contracts();
    let chart = text(&files, "contracts/charts/platform/v1.yaml")
        .replacen("name: platform", "name: second", 1)
        .replacen("package: floe-platform\n", &format!("package: floe-second\n{suffix}"), 1);
    files.insert("contracts/charts/second/v1.yaml", chart).unwrap();
    let component = "{kind: component, name: copy, version: 1.0.0, description: A second service., chart: second,
        images: {main: {registry: docker.io, repository: copy, tag: '1', user: 1000}},
        workloads: {main: {kind: Deployment}}}";
    files.insert("contracts/components/copy/v1.yaml", component).unwrap();
    files
}
