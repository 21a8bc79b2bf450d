//! The output, the findings and the refusals of a rendering, with their places.

use floe_base::Diagnostic;
use floe_chart::{Release, render};
use serde_json::json;

use crate::support::{RELEASE, chart};

/// Code, place and message of each fault, one a line.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let line = |fault: &Diagnostic| format!("{} {} {}", fault.code, fault.place.as_ref().unwrap(), fault.message);
    let found = render(&chart(files), &json!({}), &RELEASE).unwrap_err();
    assert!(found.iter().all(|fault| fault.help.is_some()), "every fault has a remedy: {found:?}");
    found.iter().map(line).collect()
}

fn config(name: &str, body: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n{body}\n")
}

#[test]
fn manifests_come_in_install_order_with_hooks_last() {
    let object = |kind: &str, name: &str, more: &str| {
        format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n{more}---\n")
    };
    let hook = "  annotations: {helm.sh/hook: test}\n";
    let first = object("Zebra", "z", "")
        + &object("Deployment", "b", "")
        + &object("Service", "s", hook)
        + &object("Ant", "a", "");
    let second = object("Deployment", "a", "") + &object("ServiceAccount", "x", "") + &object("Ingress", "i", "");
    let files = [("templates/a.yaml", first.as_str()), ("templates/b.yaml", &second)];
    let rendered = render(&chart(&files), &json!(null), &RELEASE).unwrap();
    let order: Vec<_> =
        rendered.manifests.iter().map(|manifest| (manifest.kind.as_str(), manifest.name.as_str())).collect();
    let expected = [
        ("ServiceAccount", "x"),
        ("Deployment", "b"),
        ("Deployment", "a"),
        ("Ingress", "i"),
        ("Ant", "a"),
        ("Zebra", "z"),
        ("Service", "s"),
    ];
    assert_eq!(order, expected);
}

#[test]
fn a_manifest_says_what_it_is_and_where_it_comes_from() {
    let files = [(
        "templates/deep/x.yaml",
        "# made here\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: '{{ .Release.Namespace }}'}\n",
    )];
    let rendered = render(&chart(&files), &json!({}), &Release { name: "r", namespace: "n" }).unwrap();
    let [manifest] = rendered.manifests.as_slice() else { panic!("one manifest") };
    assert_eq!(
        (manifest.template.as_str(), manifest.api_version.as_str(), manifest.kind.as_str()),
        ("templates/deep/x.yaml", "apps/v1", "Deployment")
    );
    assert_eq!((manifest.name.as_str(), manifest.namespace.as_deref()), ("web", Some("n")));
    assert_eq!(manifest.object["metadata"], json!({"name": "web", "namespace": "n"}));
    assert!(manifest.text.starts_with("# made here\n"));
}

#[test]
fn notes_are_no_manifest() {
    let rendered =
        render(&chart(&[("templates/NOTES.txt", "Hello {{ .Release.Name }}: a [b")]), &json!({}), &RELEASE).unwrap();
    assert_eq!((rendered.notes.as_deref(), rendered.manifests.len()), (Some("Hello demo: a [b"), 0));
    assert_eq!(render(&chart(&[]), &json!({}), &RELEASE).unwrap().notes, None);
}

#[test]
fn syntax_faults_of_all_templates_are_reported_at_once_with_their_lines() {
    let found = faults(&[
        ("templates/a.yaml", "x: 1\ny: {{ .Values.x | }}\n"),
        ("templates/b.yaml", "{{ if .Values.x }}\n{{ range .y }}\nopen\n{{ end }}\n"),
        ("templates/c.yaml", "{{ if .x }}{{ end }}\n\n{{ end }}\nlost"),
        ("templates/d.yaml", "\n{{ nindnt 2 .x }}{{ $gone }}\n{{ break }}"),
        ("templates/e.yaml", "{{ define \"x\" }}1{{ end }}\n{{ define \"x\" }}2{{ end }}\n"),
        ("templates/f.yaml", "\n{{ define \"x\" }}never closed"),
        ("templates/g.yaml", "\n{{ .Values.x\n"),
        ("templates/h.yaml", "{{ \"x }}\n"),
        ("templates/i.yaml", "{{/* x }}\n"),
    ]);
    let expected = [
        "CHART_TEMPLATE_INVALID templates/a.yaml:2:21 empty command",
        "CHART_TEMPLATE_INVALID templates/b.yaml:1:1 the block that begins here is never closed",
        "CHART_TEMPLATE_INVALID templates/c.yaml:3:1 an `end` or `else` after this line belongs to no block",
        "CHART_TEMPLATE_INVALID templates/d.yaml:2:1 templates have no function \"nindnt\"",
        "CHART_TEMPLATE_INVALID templates/d.yaml:2:1 the variable $gone is not declared here",
        "CHART_TEMPLATE_INVALID templates/d.yaml:3:1 `break` and `continue` belong into a `range`",
        "CHART_TEMPLATE_INVALID templates/e.yaml:2:1 the template \"x\" is defined twice",
        "CHART_TEMPLATE_INVALID templates/f.yaml:2:1 the block that begins here is never closed",
        "CHART_TEMPLATE_INVALID templates/g.yaml:3:1 unclosed action",
        "CHART_TEMPLATE_INVALID templates/h.yaml:2:1 unterminated string",
        "CHART_TEMPLATE_INVALID templates/i.yaml:2:1 unclosed comment",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_misspelt_function_is_answered_with_the_nearest_one() {
    let found = render(&chart(&[("templates/a.yaml", "{{ nindnt 2 . }}")]), &json!({}), &RELEASE).unwrap_err();
    assert_eq!(found.iter().next().unwrap().help.as_deref(), Some("did you mean nindent?"));
}

#[test]
fn faults_at_run_time_name_the_line_of_the_innermost_template() {
    let helpers = "{{ define \"port\" }}\n{{ .Values.service.port }}\n{{ end }}";
    let found = faults(&[
        ("templates/_helpers.tpl", helpers),
        ("templates/a.yaml", "a: 1\nb: {{ include \"port\" . }}\n"),
        ("templates/b.yaml", "{{ with .Values }}\n{{ end }}\n{{ required \"set image.tag\" .Values.tag }}\n"),
        (
            "templates/c.yaml",
            "{{ if true }}\n\n{{ include \"port\" (dict \"Values\" (dict \"service\" .Values)) | indent .Values.x }}{{ end }}",
        ),
    ]);
    let expected = [
        "CHART_TEMPLATE_INVALID templates/_helpers.tpl:2:1 `.Values.service` is missing or null, so its field `port` cannot be read",
        "CHART_TEMPLATE_INVALID templates/b.yaml:3:1 set image.tag",
        "CHART_TEMPLATE_INVALID templates/c.yaml:3:1 indent needs an integer as argument 1, not nil",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_fault_in_a_partial_names_the_template_that_was_rendered() {
    let files = [
        ("templates/_x.tpl", "{{ define \"x\" }}{{ fail \"no\" }}{{ end }}"),
        ("templates/a.yaml", "{{ template \"x\" }}"),
    ];
    let found = render(&chart(&files), &json!({}), &RELEASE).unwrap_err();
    assert_eq!(found.iter().next().unwrap().related[0].0.file, "templates/a.yaml");
}

#[test]
fn a_fault_in_a_partial_is_one_finding_however_many_templates_meet_it() {
    let files = [
        ("templates/_x.tpl", "{{ define \"x\" }}{{ fail \"no\" }}{{ end }}"),
        ("templates/a.yaml", "{{ template \"x\" }}"),
        ("templates/b.yaml", "{{ include \"x\" . }}"),
    ];
    let found = render(&chart(&files), &json!({}), &RELEASE).unwrap_err();
    assert_eq!(found.len(), 1);
    let from: Vec<&str> = found.iter().flat_map(|fault| &fault.related).map(|(place, _)| place.file.as_str()).collect();
    assert_eq!(from, ["templates/a.yaml", "templates/b.yaml"]);
}

#[test]
fn deep_templates_are_refused_before_the_stack_ends() {
    let recursion = format!("{{{{ {}include \"x\" .{} }}}}", "(".repeat(8), ")".repeat(8));
    let blocks =
        format!("{}{recursion}{}", "{{ if true }}{{ with $ }}{{ range list 1 }}".repeat(4), "{{ end }}".repeat(12));
    let helpers = format!("{{{{ define \"x\" }}}}{blocks}{{{{ end }}}}");
    let found = faults(&[("templates/_x.tpl", &helpers), ("templates/x.yaml", "{{ template \"x\" . }}")]);
    assert_eq!(
        found,
        ["CHART_TEMPLATE_INVALID templates/_x.tpl:1:1 templates include each other more than 24 deep, at \"x\""]
    );
    let nested = format!("{}x{}", "{{ if true }}".repeat(21), "{{ end }}".repeat(21));
    assert_eq!(
        faults(&[("templates/x.yaml", &nested)]),
        ["CHART_TEMPLATE_INVALID templates/x.yaml:1:1 blocks are nested more than 20 deep"]
    );
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    let hook = config("h", "").replace("name: h", "name: h\n  annotations: {helm.sh/hook: before-all}");
    let number = config("n", "").replace("name: n", "name: n\n  annotations: {a: 1, b: \"2\"}");
    let found = faults(&[
        ("templates/a.yaml", "just: data\n"),
        ("templates/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n"),
        ("templates/c.yaml", "apiVersion: v1\nkind: Pod\n  bad: indentation\n"),
        ("templates/d.yaml", &hook),
        ("templates/e.yaml", &number),
    ]);
    let starts = [
        "CHART_MANIFEST_INVALID templates/a.yaml the rendered document has no apiVersion and kind",
        "CHART_MANIFEST_INVALID templates/b.yaml the rendered ConfigMap has no metadata.name",
        "CHART_MANIFEST_INVALID templates/c.yaml the rendered YAML is wrong at line ",
        "CHART_MANIFEST_INVALID templates/d.yaml the rendered ConfigMap \"h\" has the unknown hook \"before-all\"",
        "CHART_MANIFEST_INVALID templates/e.yaml the rendered ConfigMap \"n\" has annotations that are no strings: a",
    ];
    assert_eq!(found.len(), starts.len());
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn an_object_that_is_rendered_twice_is_refused_with_both_places() {
    let here = config("same", "");
    let there = config("same", "").replace("name: same", "name: same\n  namespace: shop");
    let elsewhere = config("same", "").replace("name: same", "name: same\n  namespace: other");
    let files = [("templates/a.yaml", here.as_str()), ("templates/b.yaml", &there), ("templates/c.yaml", &elsewhere)];
    let found = render(&chart(&files), &json!({}), &RELEASE).unwrap_err();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (
            found.iter().next().unwrap().code.as_ref(),
            found.iter().next().unwrap().place.as_ref().unwrap().file.as_str()
        ),
        ("CHART_MANIFEST_INVALID", "templates/b.yaml")
    );
    assert_eq!(found.iter().next().unwrap().related[0].0.file, "templates/a.yaml");
}

#[test]
fn values_that_are_no_map_are_refused() {
    let found = render(&chart(&[]), &json!([1]), &RELEASE).unwrap_err();
    assert_eq!(found.iter().next().unwrap().code, "CHART_VALUES_INVALID");
    assert_eq!(
        faults(&[("values.yaml", "- 1\n")]),
        ["CHART_VALUES_INVALID values.yaml:1:1 values.yaml holds a list, not a map"]
    );
    assert!(faults(&[("values.yaml", "a: 1\na: 2\n")])[0].starts_with("CHART_VALUES_INVALID values.yaml:2:1 "));
    assert!(render(&chart(&[("values.yaml", "# nothing yet\n")]), &json!({}), &RELEASE).is_ok());
}

#[test]
fn a_chart_that_helm_could_not_load_is_refused() {
    let found = faults(&[
        ("Chart.yaml", "apiVersion: v2\nname: Not/A Name\nversion: '1'\nappVersion: 1.10\n"),
        ("charts/other/Chart.yaml", ""),
        ("templates/a.yaml", "ok"),
    ]);
    let expected = [
        "CHART_METADATA_INVALID Chart.yaml appVersion is not a string",
        "CHART_METADATA_INVALID Chart.yaml \"Not/A Name\" is not a chart name",
        "CHART_METADATA_INVALID Chart.yaml version \"1\" is not a semantic version: unexpected end of input while parsing major version number",
        "CHART_METADATA_INVALID charts/other/Chart.yaml the chart has a subchart, which is not rendered",
    ];
    assert_eq!(found, expected);
    assert_eq!(
        faults(&[("Chart.yaml", "apiVersion: v2\n")])[..2],
        ["CHART_METADATA_INVALID Chart.yaml name is missing", "CHART_METADATA_INVALID Chart.yaml version is missing"]
    );
}

#[test]
fn of_two_files_that_define_a_template_the_first_by_path_wins_as_in_helm() {
    let files = [
        ("templates/_a.tpl", "{{ define \"x\" }}a{{ end }}"),
        ("templates/_b.tpl", "{{ define \"x\" }}b{{ end }}"),
        ("templates/0/_c.tpl", "{{ define \"x\" }}c{{ end }}"),
        ("templates/NOTES.txt", "{{ include \"x\" . }}"),
    ];
    assert_eq!(render(&chart(&files), &json!({}), &RELEASE).unwrap().notes.as_deref(), Some("a"));
}
