//! Every form of a value tree, made into one chart and rendered by Helm with facts that are there and facts that are not.
#![expect(clippy::disallowed_methods, reason = "a test writes a chart to the disk")]
#![expect(clippy::unwrap_used, reason = "in a test")]

use floe_base::FileSet;
use serde_json::{Value, json};

use crate::support::{self, documents, emitted, list, of_kind, parse, titled};

const CONTRACTS: [(&str, &str); 4] = [
    (
        "contracts/bindings/platform/v1.yaml",
        r"kind: binding
name: platform
version: 1.0.0
description: Facts.
root: Facts
$defs:
  Facts:
    type: object
    description: Facts.
    required: [prefix, namespace, components, presets, items, names, size, ratio, on, mode, place, exporters]
    properties:
      prefix: {type: string, maxLength: 20, pattern: '^[a-z]+$', description: A prefix.}
      namespace: {type: string, pattern: '^[a-z]+$', description: A namespace.}
      components: {type: array, items: {type: string}, description: Components.}
      presets: {type: object, additionalProperties: true, description: Presets.}
      items: {type: array, items: {$ref: '#/$defs/Item'}, description: Items.}
      names: {type: object, additionalProperties: {type: string}, description: Names.}
      size: {type: integer, minimum: 0, maximum: 9007199254740992, description: A size.}
      ratio: {type: number, minimum: 0, maximum: 1, description: A ratio.}
      on: {type: boolean, description: A switch.}
      mode: {$ref: '#/$defs/Mode', description: A mode.}
      place: {$ref: '#/$defs/Place', description: A place.}
      extra: {$ref: '#/$defs/Item', description: An extra.}
      exporters: {type: array, items: {$ref: '#/$defs/Exporter'}, description: Exporters.}
  Mode: {description: A mode., enum: {fast: Fast., slow: Slow.}}
  Item:
    type: object
    description: An item.
    required: [name]
    properties:
      name: {type: string, pattern: '^[^=]*$', description: A name.}
      note: {type: string, pattern: '^[a-z]*$', description: A note.}
  Place:
    description: A place.
    variants:
      tag: kind
      cases:
        here: {description: Here.}
        there: {description: There., required: [host], properties: {host: {type: string, description: A host.}}}
  Exporter:
    description: A way out.
    variants:
      tag: kind
      common: {required: [name], properties: {name: {type: string, description: A name.}}}
      cases:
        otlp:
          description: OTLP.
          required: [endpoint]
          properties:
            endpoint: {$ref: '#/$defs/Address', description: An address.}
            path: {type: string, description: A path.}
        debug: {description: A log., required: [level], properties: {level: {type: integer, minimum: 0, maximum: 9, description: A level.}}}
  Address:
    type: object
    description: An address.
    required: [url, host, port]
    properties:
      url: {type: string, description: A URL.}
      host: {type: string, description: A host.}
      port: {type: integer, minimum: 1, maximum: 65535, description: A port.}
      component: {type: string, description: A component.}
      cidrs: {type: array, items: {type: string}, default: [], description: Ranges of addresses.}
  ResourceAmounts:
    type: object
    description: Amounts.
    required: [cpu, memory]
    properties:
      cpu: {type: string, pattern: '^[0-9]+m?$', description: Processor.}
      memory: {type: string, pattern: '^[0-9]+Mi$', description: Memory.}
examples: [{prefix: a, namespace: b, components: [], presets: {}, items: [], names: {}, size: 1, ratio: 0, on: true, mode: fast, place: {kind: here}, exporters: []}]
",
    ),
    (
        "contracts/charts/tiny/v1.yaml",
        r"kind: chart
name: tiny
version: 1.2.3
description: A chart.
package: floe-tiny
bindings: {$ref: 'floe:bindings/platform/v1'}
kubernetes: '>=1.28.0-0'
images:
  wait: {registry: docker.io, repository: busybox, tag: 1.0.0, user: 1}
tunables:
  image_registry: {type: string, default: '', description: A registry.}
  image_pull_secrets: {type: array, items: {type: string}, x-floe-secret: false, default: [], description: Secrets.}
  network_policies: {type: boolean, default: true, description: A switch.}
  presets: {type: object, additionalProperties: true, default: {small: {requests: {cpu: 1m, memory: 1Mi}, limits: {cpu: 1m, memory: 1Mi}}}, description: Presets.}
  note: {type: string, default: 'off', description: 'Text that looks like something else, and {{ braces }}.'}
each: {}
",
    ),
    (
        "contracts/components/probe/v1.yaml",
        r"kind: component
name: probe
version: 1.0.0
description: A service.
chart: tiny
database: probe_db
images:
  main: {registry: docker.io, repository: probe, tag: 1.0.0, user: 1000}
tunables:
  level: {type: integer, minimum: 0, maximum: 9, description: A level.}
ports:
  http: {number: 8080, scheme: http, expose: true}
configs:
  forms:
    forms.yaml:
      yaml:
        scalar: {$: platform.size}
        ratio: {$: platform.ratio}
        switch: {$: platform.on}
        tree: {$: platform.items}
        map: {$: platform.names}
        text: {$text: '{platform.prefix}:{platform.size}/{platform.on}?{{x}}%s'}
        absent: {$: platform.extra.note}
        absent_text: {$text: 'x{platform.extra.name}y'}
        absent_tunable: {$: tunables.level}
        deep: {inner: {absent: {$: platform.extra}}, kept: 1}
        each: {$each: platform.items, as: item, value: {name: {$: item.name}, note: {$: item.note}}}
        some: [first, {$each: platform.items, as: item, value: {$: item.name}}, last]
        nested: {$each: platform.items, as: a, value: [{$each: platform.items, as: b, value: {$text: '{a.name}-{b.name}'}}]}
        keyed: {$each: platform.items, as: item, key: 'k-{item.name}', value: {$: item.name}}
        values: {$each: platform.names, as: name, value: {$: name}}
        mode: {$match: platform.mode, of: {fast: {speed: 9}, slow: null}}
        place: {$match: platform.place, of: {here: local, there: remote}}
        host: {$match: platform.place, of: {here: {$: platform.place.kind}, there: {$text: '{platform.place.kind}:{platform.place.host}'}}}
        exporters:
          $each: platform.exporters
          as: exporter
          key: '{exporter.kind}/{exporter.name}'
          value: {$match: exporter, of: {otlp: {to: {$: exporter.endpoint.url}, path: {$: exporter.path}}, debug: {level: {$: exporter.level}}}}
        flag: {$match: platform.on, of: {'true': [on], 'false': [off]}}
        when: {$if: platform.extra, then: {name: {$: platform.extra.name}}}
        when_on: {$if: platform.on, then: yes}
        literal: {$literal: {$: 'x', $each: [1]}}
        words: [yes, 'off', '1e3', '0x10', '~', 'a: b', '{{ .Values.x }}', '', ' x']
        own: [{$: ports.http.number}, {$: ports.http.host}, {$: ports.http.url}, {$: ports.http.scheme}, {$: database}]
        names: [{$: images.main}, {$: configs.forms}, {$: workloads.main.account}, {$: workloads.main.namespace}]
        common: {$: common.note}
    forms.json:
      json: {list: [1, {$: platform.size}], tree: {$: platform.items}, text: {$text: 'a{platform.prefix}'}, brace: '{{', empty: {}}
    forms.properties:
      properties:
        plain: 'x=y'
        size: {$: platform.size}
        text: {$text: '{platform.prefix}/{platform.mode}'}
        absent: {$: platform.extra.note}
        switch: true
    run.sh:
      script: |
        echo {{ not a template }} $((1 + 1))

        exit 0
workloads:
  main:
    kind: Deployment
    ports: [http]
    mounts: {/forms: {config: forms}}
    uses: {backends: {to: platform.exporters.endpoint}}
    args: [{$: platform.size}, {$: platform.on}, x, {$each: platform.items, as: item, value: {$: item.name}}]
    env:
      SIZE: {$: platform.size}
      ABSENT: {$: platform.extra.name}
      '{platform.prefix}_NAME': x
      NUMBER: 0123
      FAST: {$match: platform.mode, of: {fast: {$: platform.size}, slow: null}}
      SLOW: {$match: platform.mode, of: {fast: null, slow: x}}
",
    ),
    (
        "contracts/components/backend/v1.yaml",
        r"kind: component
name: backend
version: 1.0.0
description: A service.
chart: tiny
images:
  main: {registry: docker.io, repository: backend, tag: 1.0.0, user: 1000}
ports:
  otlp: {number: 4317, scheme: http}
workloads:
  main: {kind: Deployment, ports: [otlp]}
",
    ),
];

/// The objects that Helm makes of the chart with these facts.
fn rendered(facts: &Value) -> Vec<Value> {
    let mut contracts = FileSet::new();
    for (path, text) in CONTRACTS {
        contracts.insert(path, text).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in emitted(&contracts).iter().filter(|(path, _)| path.starts_with("charts/")) {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    let chart = folder.path().join("charts/floe-tiny");
    documents(&support::rendered("release", &chart, &json!({"bindings": facts})))
}

fn facts() -> Value {
    json!({
        "prefix": "shop", "namespace": "data", "components": ["probe"], "presets": {},
        "items": [{"name": "a\"b: <c>", "note": "n"}, {"name": "off"}], "names": {"x": "1", "y": "yes"},
        "size": 9_007_199_254_740_991_i64, "ratio": 0.25, "on": true, "mode": "fast",
        "place": {"kind": "there", "host": "h"}, "exporters": [],
    })
}

fn file(objects: &[Value], name: &str) -> String {
    let config = of_kind(objects, "ConfigMap").next().unwrap();
    config["data"][name].as_str().unwrap().to_owned()
}

fn forms(facts: &Value) -> Value {
    parse(&file(&rendered(facts), "forms.yaml"))
}

#[test]
fn every_form_gives_its_value() {
    let forms = forms(&facts());
    let items = json!([{"name": "a\"b: <c>", "note": "n"}, {"name": "off"}]);
    let expected = json!({
        "scalar": 9_007_199_254_740_991_i64,
        "ratio": 0.25,
        "switch": true,
        "tree": items,
        "map": {"x": "1", "y": "yes"},
        "text": "shop:9007199254740991/true?{x}%s",
        "deep": {"inner": null, "kept": 1},
        "each": items,
        "some": ["first", "a\"b: <c>", "off", "last"],
        "nested": [["a\"b: <c>-a\"b: <c>", "a\"b: <c>-off"], ["off-a\"b: <c>", "off-off"]],
        "keyed": {"k-a\"b: <c>": "a\"b: <c>", "k-off": "off"},
        "values": ["1", "yes"],
        "mode": {"speed": 9},
        "place": "remote",
        "host": "there:h",
        "exporters": {},
        "flag": ["on"],
        "when_on": "yes",
        "literal": {"$": "x", "$each": [1]},
        "words": ["yes", "off", "1e3", "0x10", "~", "a: b", "{{ .Values.x }}", "", " x"],
        "own": [8080, "shop-probe", "http://shop-probe:8080", "http", "probe_db"],
        "names": ["docker.io/probe:1.0.0", "shop-probe-config-forms", "shop-probe", "data"],
        "common": "off",
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(forms.get(key), Some(value), "{key}");
    }
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(keys(&forms), keys(&expected), "what is absent is left out");
}

#[test]
fn what_may_be_absent_is_there_when_it_is() {
    let mut facts = facts();
    for (fact, value) in [
        ("extra", json!({"name": "e", "note": "n"})),
        ("items", json!([])),
        ("names", json!({})),
        ("mode", json!("slow")),
        ("on", json!(false)),
        ("place", json!({"kind": "here"})),
    ] {
        facts[fact] = value;
    }
    let forms = forms(&facts);
    for (form, value) in [
        ("/absent", json!("n")),
        ("/absent_text", json!("xey")),
        ("/deep/inner/absent", json!({"name": "e", "note": "n"})),
        ("/each", json!([])),
        ("/some", json!(["first", "last"])),
        ("/keyed", json!({})),
        ("/flag", json!(["off"])),
        ("/place", json!("local")),
        ("/host", json!("here")),
        ("/when", json!({"name": "e"})),
    ] {
        assert_eq!(forms.pointer(form), Some(&value), "{form}");
    }
    assert!(forms.get("mode").is_none() && forms.get("when_on").is_none());
}

#[test]
fn other_files_and_variables_print_what_they_hold() {
    let objects = rendered(&facts());
    let json = json!({
        "list": [1, 9_007_199_254_740_991_i64], "tree": facts()["items"], "text": "ashop", "brace": "{{", "empty": {},
    });
    assert_eq!(serde_json::from_str::<Value>(&file(&objects, "forms.json")).unwrap(), json);
    let lines = "plain=x=y\nsize=9007199254740991\ntext=shop/fast\nswitch=true\n";
    assert_eq!(file(&objects, "forms.properties"), lines);
    assert_eq!(file(&objects, "run.sh"), "echo {{ not a template }} $((1 + 1))\n\nexit 0\n");
    let container = &titled(&objects, "Deployment/shop-probe")["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(container["args"], json!(["9007199254740991", "true", "x", "a\"b: <c>", "off"]));
    let env = json!([
        {"name": "SIZE", "value": "9007199254740991"},
        {"name": "shop_NAME", "value": "x"},
        {"name": "NUMBER", "value": "123"},
        {"name": "FAST", "value": "9007199254740991"},
    ]);
    assert_eq!(container["env"], env);
}

/// A platform with two exporters, to the own backend and outside, and one without an address.
fn exporting() -> Value {
    let mut facts = facts();
    facts["components"] = json!(["backend", "probe"]);
    let own = json!({"url": "http://shop-backend:4317", "host": "shop-backend", "port": 4317, "component": "backend", "cidrs": []});
    let outside = json!({"url": "http://far:1", "host": "far", "port": 1, "cidrs": ["10.0.0.0/8"]});
    facts["exporters"] = json!([
        {"kind": "otlp", "name": "own", "endpoint": own, "path": "/v1"},
        {"kind": "debug", "name": "log", "level": 3},
        {"kind": "otlp", "name": "outside", "endpoint": outside},
    ]);
    facts
}

#[test]
fn inside_of_a_case_the_fields_of_that_case_can_be_read() {
    let expected = json!({
        "otlp/own": {"to": "http://shop-backend:4317", "path": "/v1"},
        "debug/log": {"level": 3},
        "otlp/outside": {"to": "http://far:1"},
    });
    assert_eq!(forms(&exporting())["exporters"], expected);
}

#[test]
fn an_edge_through_a_list_reaches_each_server_that_has_an_address() {
    let objects = rendered(&exporting());
    let egress = list(titled(&objects, "NetworkPolicy/shop-probe"), "/spec/egress");
    let ports: Vec<&Value> = egress.iter().map(|rule| &rule["ports"][0]["port"]).collect();
    assert_eq!(ports, [53, 4317, 1]);
    assert_eq!(egress[1]["to"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "backend");
    assert_eq!(egress[2]["to"], json!([{"ipBlock": {"cidr": "10.0.0.0/8"}}]));
    let ingress = &list(titled(&objects, "NetworkPolicy/shop-backend"), "/spec/ingress")[0];
    assert_eq!(ingress["from"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "probe");
    assert_eq!(ingress["ports"], json!([{"protocol": "TCP", "port": 4317}]));
}
