//! The output, the findings and the refusals of a rendering, with their places.

use floe_base::Diagnostic;
use floe_chart::{Rendered, render};
use serde_json::{Value, json};

use crate::support::{RELEASE, chart};

fn rendered(files: &[(&str, &str)]) -> Rendered {
    render(&chart(files), &Value::Null, &RELEASE).unwrap()
}

fn refused(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let found = render(&chart(files), &json!({}), &RELEASE).unwrap_err();
    assert!(found.iter().all(|fault| fault.help.is_some()), "every fault has a remedy: {found:?}");
    found.into_iter().collect()
}

/// Place and message of each fault of this code, one a line.
fn faults(code: &str, files: &[(&str, &str)]) -> Vec<String> {
    let line = |fault: Diagnostic| {
        assert_eq!(fault.code, code);
        format!("{} {}", fault.place.unwrap(), fault.message)
    };
    refused(files).into_iter().map(line).collect()
}

/// The files of a fault's other places.
fn related(fault: &Diagnostic) -> Vec<&str> {
    fault.related.iter().map(|(place, _)| place.file.as_str()).collect()
}

fn object(kind: &str, name: &str, more: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n{more}---\n")
}

#[test]
fn manifests_come_in_install_order_with_hooks_last() {
    let hook = "  annotations: {helm.sh/hook: test}\n";
    let first = [("Zebra", "z", ""), ("Deployment", "b", ""), ("Service", "s", hook), ("Ant", "a", "")];
    let second = [("Deployment", "a", ""), ("ServiceAccount", "x", ""), ("Ingress", "i", "")];
    let [first, second] = [&first[..], &second]
        .map(|objects| objects.iter().map(|(kind, name, more)| object(kind, name, more)).collect::<String>());
    let manifests = rendered(&[("templates/a.yaml", &first), ("templates/b.yaml", &second)]).manifests;
    let order: Vec<_> = manifests.iter().map(|manifest| format!("{} {}", manifest.kind, manifest.name)).collect();
    let expected = ["ServiceAccount x", "Deployment b", "Deployment a", "Ingress i", "Ant a", "Zebra z", "Service s"];
    assert_eq!(order, expected);
}

#[test]
fn a_manifest_says_what_it_is_and_where_it_comes_from() {
    let text = "# made here\napiVersion: apps/v1\nkind: Deployment\n\
        metadata: {name: web, namespace: '{{ .Release.Namespace }}'}\n";
    let manifests = rendered(&[("templates/deep/x.yaml", text)]).manifests;
    let [manifest] = manifests.as_slice() else { panic!("one manifest") };
    let identity = [&manifest.template, &manifest.api_version, &manifest.kind, &manifest.name];
    assert_eq!(identity, ["templates/deep/x.yaml", "apps/v1", "Deployment", "web"]);
    assert_eq!(manifest.namespace.as_deref(), Some("shop"));
    assert_eq!(manifest.object["metadata"], json!({"name": "web", "namespace": "shop"}));
    assert!(manifest.text.starts_with("# made here\n"));
}

#[test]
fn notes_are_no_manifest() {
    let found = rendered(&[("templates/NOTES.txt", "Hello {{ .Release.Name }}: a [b")]);
    assert_eq!((found.notes.as_deref(), found.manifests.len()), (Some("Hello demo: a [b"), 0));
    assert_eq!(rendered(&[]).notes, None);
}

#[test]
fn syntax_faults_of_all_templates_are_reported_at_once_with_their_lines() {
    let found = faults(
        "CHART_TEMPLATE_INVALID",
        &[
            ("templates/a.yaml", "x: 1\ny: {{ .Values.x | }}\n"),
            ("templates/b.yaml", "{{ if .Values.x }}\n{{ range .y }}\nopen\n{{ end }}\n"),
            ("templates/c.yaml", "{{ if .x }}{{ end }}\n\n{{ end }}\nlost"),
            ("templates/d.yaml", "\n{{ nindnt 2 .x }}{{ $gone }}\n{{ break }}"),
            ("templates/e.yaml", "{{ define \"x\" }}1{{ end }}\n{{ define \"x\" }}2{{ end }}\n"),
            ("templates/f.yaml", "\n{{ define \"x\" }}never closed"),
            ("templates/g.yaml", "\n{{ .Values.x\n"),
            ("templates/h.yaml", "{{ \"x }}\n"),
            ("templates/i.yaml", "{{/* x }}\n"),
        ],
    );
    let expected = [
        "templates/a.yaml:2:21 empty command",
        "templates/b.yaml:1:1 the block that begins here is never closed",
        "templates/c.yaml:3:1 an `end` or `else` after this line belongs to no block",
        "templates/d.yaml:2:1 templates have no function \"nindnt\"",
        "templates/d.yaml:2:1 the variable $gone is not declared here",
        "templates/d.yaml:3:1 `break` and `continue` belong into a `range`",
        "templates/e.yaml:2:1 the template \"x\" is defined twice",
        "templates/f.yaml:2:1 the block that begins here is never closed",
        "templates/g.yaml:3:1 unclosed action",
        "templates/h.yaml:2:1 unterminated string",
        "templates/i.yaml:2:1 unclosed comment",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_misspelt_function_is_answered_with_the_nearest_one() {
    let found = refused(&[("templates/a.yaml", "{{ nindnt 2 . }}")]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean nindent?"));
}

#[test]
fn faults_at_run_time_name_the_line_of_the_innermost_template() {
    let helpers = "{{ define \"port\" }}\n{{ .Values.service.port }}\n{{ end }}";
    let deep = "{{ if true }}\n\n\
        {{ include \"port\" (dict \"Values\" (dict \"service\" .Values)) | indent .Values.x }}{{ end }}";
    let found = faults(
        "CHART_TEMPLATE_INVALID",
        &[
            ("templates/_helpers.tpl", helpers),
            ("templates/a.yaml", "a: 1\nb: {{ include \"port\" . }}\n"),
            ("templates/b.yaml", "{{ with .Values }}\n{{ end }}\n{{ required \"set image.tag\" .Values.tag }}\n"),
            ("templates/c.yaml", deep),
        ],
    );
    let expected = [
        "templates/_helpers.tpl:2:1 `.Values.service` is missing or null, so its field `port` cannot be read",
        "templates/b.yaml:3:1 set image.tag",
        "templates/c.yaml:3:1 indent needs an integer as argument 1, not nil",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_fault_in_a_partial_is_one_finding_that_names_each_template_that_meets_it() {
    let partial = ("templates/_x.tpl", "{{ define \"x\" }}{{ fail \"no\" }}{{ end }}");
    let users = [("templates/a.yaml", "{{ template \"x\" }}"), ("templates/b.yaml", "{{ include \"x\" . }}")];
    for count in 1..=2 {
        let [fault] = &refused(&[&[partial], &users[..count]].concat())[..] else { panic!("one finding") };
        assert_eq!(related(fault), ["templates/a.yaml", "templates/b.yaml"][..count]);
    }
}

#[test]
fn deep_templates_are_refused_before_the_stack_ends() {
    let recursion = format!("{{{{ {}include \"x\" .{} }}}}", "(".repeat(8), ")".repeat(8));
    let blocks =
        format!("{}{recursion}{}", "{{ if true }}{{ with $ }}{{ range list 1 }}".repeat(4), "{{ end }}".repeat(12));
    let helpers = format!("{{{{ define \"x\" }}}}{blocks}{{{{ end }}}}");
    let recursive = [("templates/_x.tpl", &*helpers), ("templates/x.yaml", "{{ template \"x\" . }}")];
    let nested = format!("{}x{}", "{{ if true }}".repeat(21), "{{ end }}".repeat(21));
    let found = faults("CHART_TEMPLATE_INVALID", &recursive);
    assert_eq!(found, ["templates/_x.tpl:1:1 templates include each other more than 24 deep, at \"x\""]);
    let found = faults("CHART_TEMPLATE_INVALID", &[("templates/x.yaml", &nested)]);
    assert_eq!(found, ["templates/x.yaml:1:1 blocks are nested more than 20 deep"]);
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    let found = faults(
        "CHART_MANIFEST_INVALID",
        &[
            ("templates/a.yaml", "just: data\n"),
            ("templates/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n"),
            ("templates/c.yaml", "apiVersion: v1\nkind: Pod\n  bad: indentation\n"),
            ("templates/d.yaml", &object("ConfigMap", "h", "  annotations: {helm.sh/hook: before-all}\n")),
            ("templates/e.yaml", &object("ConfigMap", "n", "  annotations: {a: 1, b: \"2\"}\n")),
        ],
    );
    let starts = [
        "templates/a.yaml the rendered document has no apiVersion and kind",
        "templates/b.yaml the rendered ConfigMap has no metadata.name",
        "templates/c.yaml the rendered YAML is wrong at line ",
        "templates/d.yaml the rendered ConfigMap \"h\" has the unknown hook \"before-all\"",
        "templates/e.yaml the rendered ConfigMap \"n\" has annotations that are no strings: a",
    ];
    assert_eq!(found.len(), starts.len());
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn an_object_that_is_rendered_twice_is_refused_with_both_places() {
    let [here, there, elsewhere] =
        ["", "  namespace: shop\n", "  namespace: other\n"].map(|more| object("ConfigMap", "same", more));
    let found = refused(&[("templates/a.yaml", &here), ("templates/b.yaml", &there), ("templates/c.yaml", &elsewhere)]);
    let [fault] = &found[..] else { panic!("one finding") };
    assert_eq!(fault.code, "CHART_MANIFEST_INVALID");
    assert_eq!(fault.place.as_ref().unwrap().file, "templates/b.yaml");
    assert_eq!(related(fault), ["templates/a.yaml"]);
}

#[test]
fn values_that_are_no_map_are_refused() {
    let code = "CHART_VALUES_INVALID";
    let found = render(&chart(&[]), &json!([1]), &RELEASE).unwrap_err();
    assert_eq!(found.iter().next().unwrap().code, code);
    let found = faults(code, &[("values.yaml", "- 1\n")]);
    assert_eq!(found, ["values.yaml:1:1 values.yaml holds a list, not a map"]);
    assert!(faults(code, &[("values.yaml", "a: 1\na: 2\n")])[0].starts_with("values.yaml:2:1 "));
    rendered(&[("values.yaml", "# nothing yet\n")]);
}

#[test]
fn a_chart_that_helm_could_not_load_is_refused() {
    let code = "CHART_METADATA_INVALID";
    let metadata = "apiVersion: v2\nname: Not/A Name\nversion: '1'\nappVersion: 1.10\n";
    let files = [("Chart.yaml", metadata), ("charts/other/Chart.yaml", ""), ("templates/a.yaml", "ok")];
    let expected = [
        "Chart.yaml appVersion is not a string",
        "Chart.yaml \"Not/A Name\" is not a chart name",
        "Chart.yaml version \"1\" is not a semantic version: unexpected end of input while parsing major version number",
        "charts/other/Chart.yaml the chart has a subchart, which is not rendered",
    ];
    assert_eq!(faults(code, &files), expected);
    let found = faults(code, &[("Chart.yaml", "apiVersion: v2\n")]);
    assert_eq!(found[..2], ["Chart.yaml name is missing", "Chart.yaml version is missing"]);
}

#[test]
fn of_two_files_that_define_a_template_the_first_by_path_wins_as_in_helm() {
    let files = [
        ("templates/_a.tpl", "{{ define \"x\" }}a{{ end }}"),
        ("templates/_b.tpl", "{{ define \"x\" }}b{{ end }}"),
        ("templates/0/_c.tpl", "{{ define \"x\" }}c{{ end }}"),
        ("templates/NOTES.txt", "{{ include \"x\" . }}"),
    ];
    assert_eq!(rendered(&files).notes.as_deref(), Some("a"));
}
