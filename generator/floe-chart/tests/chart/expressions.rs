//! The functions and the rules of the language, one expression each, judged by real Helm.

use std::fmt::Write as _;

use floe_chart::render;
use serde_json::{Value, json};

use crate::support::{Helm, RELEASE, assert_as_helm, chart, write};

/// Values that the expressions below read.
fn sample_values() -> Value {
    json!({
        "text": "Hello \"World\"\n", "word": "yes", "int": 42, "big": 1_073_741_824_i64, "million": 1_000_000,
        "half": 0.5, "small": 1.5e-9, "large": 1e25, "negative": -7, "yes": true, "no": false, "empty": "", "zero": 0,
        "html": "<a&b>", "list": ["b", "a", 3, "c"], "names": ["z", "y"], "none": [], "map": {"b": 1, "a": {"x": [1, {"y": "z"}]}},
        "nomap": {}, "hex": "0x1f", "octal": "017", "decimal": "8080.00", "uni": "é日本🦀\u{200b}", "nil": null,
    })
}

/// The expressions of a table, in which semicolons stand between the expressions of a line.
fn each(table: &'static str) -> Vec<&'static str> {
    table
        .lines()
        .flat_map(|line| line.split(" ; "))
        .map(str::trim)
        .filter(|expression| !expression.is_empty())
        .collect()
}

/// Expressions that both engines evaluate; the printed texts must be equal.
const EXPRESSIONS: &str = r#"
    .Values.text ; .Values.int ; .Values.big ; .Values.million ; .Values.half ; .Values.small ; .Values.large
    .Values.negative ; .Values.yes ; .Values.list ; .Values.map ; .Values.none ; .Values.nomap ; .Values.nil
    .Values.gone
    quote .Values.text ; quote .Values.uni ; quote 1 2.5 true nil "a" ; quote .Values.million .Values.list
    quote .Values.gone ; quote ; quote "\u00a0\u200b\x7f\x01"
    squote .Values.word .Values.million ; squote .Values.gone
    default 1 .Values.zero ; default 1 .Values.int ; default "d" .Values.empty ; default "d" .Values.none
    default "d" .Values.nomap ; default "d" .Values.no ; default "d" .Values.gone ; default "d" .Values.half
    default "d"
    toJson .Values.map ; toJson .Values.html ; toJson .Values.uni ; toJson .Values.text ; toJson .Values.large
    toJson .Values.small ; toJson .Values.big ; toJson .Values.nil ; toJson .Values ; toJson 1
    toJson (list 1 2.5 "x" nil) ; toJson (dict "a" 1)
    toYaml .Values.map ; toYaml .Values ; toYaml .Values.word ; toYaml 1 ; toYaml .Values.none ; toYaml .Values.nil
    toYaml 1.5 ; toYaml .Values.small ; toYaml .Values.large ; toYaml .Values.text
    toYaml (list (list 1 (list 2)) (dict "a" (list 1)))
    nindent 4 .Values.text ; indent 2 "a\n\nb" ; indent 0 "x\ny" ; nindent 0 ""
    trunc 3 "abcdef" ; trunc -3 "abcdef" ; trunc 0 "abc" ; trunc 9 "abc" ; trunc -9 "abc"
    splitList "/" "a/b//c" ; splitList "/" "" ; splitList "" "aé" ; first (splitList "/" "localhost:5000/a")
    trimAll "-_." "a-1.0." ; trimAll "é." ".é.a.b.é" ; trimAll "" "a"
    trimSuffix "-" "a--" ; trimSuffix "x" "a" ; trimPrefix "a" "aab" ; trimPrefix "" "a"
    contains "a" "cat" ; contains "" "" ; contains "x" "cat"
    replace "a" "b" "aXa" ; replace "" "-" "ab" ; replace "+" "_" .Chart.Version
    sha256sum "" ; sha256sum .Values.text
    lookup "v1" "ConfigMap" "a" "b" ; get (lookup "v1" "ConfigMap" "a" "") "data"
    lower "ÀB ß" ; lower .Values.text
    dict "a" 1 "b" ; dict 1 2 ; dict ; list 1 "a" nil ; list ; tuple 1 2
    get .Values.map "b" ; get .Values.map "none"
    hasKey .Values.map "b" ; hasKey .Values.map "none" ; hasKey .Values "nil"
    keys .Values.map | sortAlpha ; keys .Values.map .Values.nomap | sortAlpha
    ternary 1 2 true ; ternary 1 2 .Values.no
    required "m" .Values.int ; required "m" 0 ; required "m" .Values.none
    int .Values.big ; int .Values.half ; int .Values.negative ; int "42" ; int .Values.hex ; int .Values.octal
    int .Values.decimal ; int "08" ; int "x" ; int nil ; int true ; int "-5" ; int .Values.list ; int "1_000"
    toString .Values.million ; toString nil ; toString .Values.list ; toString true ; toString "s"
    join "," .Values.list ; join "-" .Values.none ; join "-" "alone" ; join "-" nil ; join "," (list 1 nil 2.5)
    sortAlpha .Values.list ; sortAlpha .Values.names ; sortAlpha "x" ; sortAlpha nil ; sortAlpha (list 10 9 1)
    first .Values.list ; first .Values.none
    print 1 2 "a" "b" 3 nil true ; print .Values.million .Values.list "x" ; print
    printf "%s-%d" "a" 3 ; printf "%v %v %v" .Values.million .Values.list nil ; printf "%d" .Values.int
    printf "%s" .Values.million ; printf "%s" nil ; printf "%q %q" .Values.text .Values.uni ; printf "%t %t" true "x"
    printf "100%%" ; printf "%s" ; printf "%s" "a" "b" 1 ; printf "%s %d" .Values.list .Values.list ; printf "%d" "x"
    printf "%" ; printf "%s" .Values.map ; printf "%d" true ; printf "%s" true
    eq .Values.word "yes" ; eq .Values.int 42.0 ; eq 1 2 1 ; ne "a" "b" ; eq .Values.yes true
    lt 1 2 ; gt .Values.half 0.1 ; ge 2 2 ; le "a" "b"
    eq .Values.gone nil ; eq .Values.nil nil ; ne .Values.gone "a"
    and 1 0 2 ; or 0 "" "x" ; not .Values.none ; and .Values.no .Values.a.b.c ; or .Values.yes .Values.a.b.c
    len .Values.list ; len .Values.uni ; len .Values.map
    index .Values.list 1 ; index .Values.map "a" "x" 1 "y" ; index .Values.map "gone" ; index .Values "list" 0
    (first .Values.none).name ; (get .Values.map "a").x ; (index .Values.map "a").x
    .Chart.Name ; .Chart.AppVersion ; .Chart.Annotations ; .Chart.Maintainers ; .Chart.Deprecated
    .Release.Revision ; .Capabilities.KubeVersion.Minor ; .Template.Name
    .Values.gone | default .Values.nil | quote ; "a" | printf "%s%s" "b" | quote
    include "echo" .Values.million ; include "echo" nil ; include "deep" (list "3")
    include "field" nil ; include "field" .Values.map
    $.Values.word ; $x := 1 ; `raw \n` ; 'a' ; 1_000 ; 0x10 ; 1e3 ; "\t\u00e9"
    if .Values.gone}}a{{else if .Values.no}}b{{else}}c{{end
    range .Values.list}}<{{.}}>{{end ; range $k, $v := .Values.map}}{{$k}}={{$v}};{{end
    range .Values.none}}x{{else}}none{{end
    with .Values.map}}{{.b}}{{$.Values.word}}{{end ; with .Values.gone}}x{{else with .Values.int}}{{.}}{{end
    range 3}}{{.}}{{end
    range $i, $e := .Values.list}}{{if eq $i 1}}{{continue}}{{end}}{{if eq $i 3}}{{break}}{{end}}{{$e}}{{end
    range .Values.gone}}x{{end
    $v := 1}}{{if true}}{{$v = 2}}{{end}}{{$v ; $v := 1}}{{if true}}{{$v := 2}}{{end}}{{$v
    /* comment */ ; - 1 - ; template "echo" .Values.int
"#;

#[test]
fn every_function_answers_as_in_helm() {
    let mut helpers = String::from(
        r#"{{ define "echo" }}[{{ . }}]{{ end }}{{ define "field" }}[{{ .b }}]{{ end }}
        {{ define "deep" }}{{ if . }}<{{ first . | trunc 1 }}
        {{- include "deep" (get (dict "3" (list "2") "2" (list "1")) (first .)) }}>{{ end }}{{ end }}"#,
    );
    let mut template = String::from("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: answers}\ndata:\n");
    let expressions = each(EXPRESSIONS);
    for (index, expression) in expressions.iter().enumerate() {
        writeln!(helpers, "{{{{ define \"e{index}\" }}}}{{{{{expression}}}}}{{{{ end }}}}").unwrap();
        writeln!(template, "  e{index}: {{{{ include \"e{index}\" . | toJson }}}}").unwrap();
    }
    let values = sample_values().to_string();
    let files =
        [("templates/_helpers.tpl", &*helpers), ("templates/answers.yaml", &template), ("values.yaml", &values)];
    assert_as_helm("sample", &chart(&files), &json!({}), &expressions);
}

/// Expressions that Helm refuses; floe must refuse them too.
const ERRORS: &str = r#"
    .Values.gone.x ; .Values.nil.x ; .Values.a.b.c ; $.Values.gone.x ; .Values.int.x ; .Values.list.x
    (first .Values.list).x ; (.Values.map).gone.x
    nope 1 ; .Values.x | nope
    required "need it" .Values.gone ; required "need it" .Values.empty ; fail "stop"
    include "nowhere" . ; include "echo"
    trunc .Values.int "x" ; trunc "3" "x" ; indent .Values.int "x" ; lower .Values.int ; lower nil ; contains 1 "x"
    get .Values.gone "x" ; get .Values.list "x" ; hasKey .Values.map 1 ; ternary 1 2 3 ; ternary 1 2
    first .Values.text ; first nil ; default ; toJson ; toYaml 1 2 ; sha256sum 1 ; join 1 .Values.list
    eq .Values.int 42 ; eq 1 "1" ; lt 1 "1" ; lt .Values.list .Values.list ; eq .Values.list .Values.list
    len 3 ; len nil ; index .Values.list 9 ; index .Values.list "a" ; index nil 1
    range .Values.text}}{{end ; range .Values.int}}{{end
    if}}{{end ; if true ; end ; if true}}{{else}}{{else}}{{end ; else ; range .Values.list ; define "x" ; end}}{{if true
    if true}}{{$q := 1}}{{end}}{{$q ; $undefined = 1 ; if false}}{{break}}{{end ; if false}}{{nope}}{{end
    1 2 ; .Values.text 1 ; nil ; template "nowhere" ; printf 1 ; replace "a" "b" ; $undefined ; "unclosed ; (1
    dict 1 2 | lower ; include "forever" . ; not ; keys .Values.list ; required 1 2 ; break ; int ; int 1 2
"#;

#[test]
fn what_helm_refuses_is_refused() {
    let helm = Helm::new();
    let folder = tempfile::tempdir().unwrap();
    let values = sample_values().to_string();
    let helpers = r#"{{ define "echo" }}{{ . }}{{ end }}{{ define "forever" }}{{ include "forever" . }}{{ end }}"#;
    let mut accepted = Vec::new();
    for (index, expression) in each(ERRORS).into_iter().enumerate() {
        let template =
            format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  x: \"{{{{ {expression} }}}}\"\n");
        let files =
            chart(&[("templates/_helpers.tpl", helpers), ("templates/x.yaml", &template), ("values.yaml", &values)]);
        let name = format!("c{index}");
        write(&files, &folder.path().join(&name));
        let theirs = helm.run(folder.path(), &["template", "demo", &name]).status.success();
        let ours = render(&files, &json!({}), &RELEASE).is_ok();
        if theirs || ours {
            accepted.push(format!("{{{{ {expression} }}}}: helm accepts: {theirs}, floe accepts: {ours}"));
        }
    }
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
}
