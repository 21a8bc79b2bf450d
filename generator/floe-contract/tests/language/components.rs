//! Components and charts: the content that their contracts may have, and the finding for each fault.

use floe_base::FileSet;

use crate::support::{findings, insert};

const BINDING: &str = "contracts/bindings/platform/v1.yaml";
const CHART: &str = "contracts/charts/platform/v1.yaml";
const COMPONENT: &str = "contracts/components/store/v1.yaml";

const CLEAN: [(&str, &str); 3] = [
    (
        BINDING,
        "kind: binding
name: platform
version: 1.0.0
description: Facts.
root: Facts
$defs:
  Facts:
    type: object
    description: Facts.
    required: [prefix, namespace, image, stores]
    properties:
      prefix: {type: string, maxLength: 40, pattern: '^[a-z]+$', description: A prefix.}
      namespace: {type: string, pattern: '^[a-z]+$', description: A namespace.}
      image: {$ref: '#/$defs/ImageName', description: An image.}
      free: {type: string, default: '', description: Any text.}
      mode: {$ref: '#/$defs/Mode', default: slow, description: A mode.}
      stores: {type: array, items: {$ref: '#/$defs/Store'}, description: Stores.}
      store: {$ref: '#/$defs/Store', description: A store.}
      storage: {$ref: '#/$defs/Service', description: A service.}
  Mode:
    description: A mode.
    enum: {fast: Fast., slow: Slow.}
  ImageName:
    type: object
    description: An image.
    required: [repository, tag]
    properties:
      repository: {type: string, pattern: '^[a-z/.]+$', description: Where.}
      tag: {type: string, pattern: '^[a-z0-9.]+$', description: Which.}
  Store:
    type: object
    description: A store.
    required: [name, size]
    properties:
      name: {type: string, pattern: '^[a-z]+$', description: A name.}
      size: {type: integer, minimum: 1, maximum: 9, description: A size.}
      password: {$ref: '#/$defs/Secret', description: A password.}
  Service:
    type: object
    description: A service.
    required: [endpoint]
    properties:
      endpoint: {$ref: '#/$defs/Address', description: Its address.}
  Address:
    type: object
    description: An address.
    required: [url, host, port]
    properties:
      url: {type: string, pattern: '^[a-z:/]+$', description: A URL.}
      host: {type: string, pattern: '^[a-z]+$', description: A host.}
      port: {type: integer, minimum: 1, maximum: 65535, description: A port.}
      component: {type: string, pattern: '^[a-z]+$', description: A component.}
      cidrs: {type: array, items: {type: string}, default: [], description: Addresses.}
  Secret:
    type: object
    description: A credential.
    required: [env, ref]
    properties:
      env: {type: string, pattern: '^[A-Z]+$', description: A variable.}
      ref: {$ref: '#/$defs/PlaceCredentialRef', x-floe-secret: true, description: Where.}
  PlaceCredentialRef:
    description: Where a secret is kept.
    variants:
      tag: source
      common:
        required: [name]
        properties:
          name: {type: string, pattern: '^[a-z]+$', description: A name.}
      cases:
        kubernetes-secret:
          description: A Secret.
          required: [key]
          properties:
            key: {type: string, pattern: '^[a-z]+$', description: A key.}
        environment: {description: A variable.}
examples: [{prefix: a, namespace: b, image: {repository: a, tag: '1'}, stores: []}]
",
    ),
    (
        CHART,
        "kind: chart
name: platform
version: 1.0.0
description: A chart.
package: floe-platform
bindings: {$ref: 'floe:bindings/platform/v1'}
kubernetes: '>=1.28.0-0'
images:
  wait: {registry: docker.io, repository: busybox, tag: 1.0.0, user: 1}
tunables:
  switch: {type: boolean, default: true, description: A switch.}
each:
  tunables:
    annotations: {type: object, additionalProperties: {type: string}, default: {}, description: Annotations.}
  annotations: {$: tunables.annotations}
",
    ),
    (
        COMPONENT,
        "kind: component
name: store
version: 1.0.0
description: A service.
chart: platform
provides: platform.storage
requires: [platform.store]
database: store
images:
  main: {registry: docker.io, repository: store, tag: 1.0.0, user: 1000}
  client: {fact: platform.image, user: 1000}
tunables:
  grace: {type: integer, minimum: 0, maximum: 9, default: 3, description: A time.}
  replicas: {type: integer, minimum: 1, maximum: 9, default: 1, description: A number.}
  auto: {type: boolean, default: false, description: A switch.}
  size: {type: string, pattern: '^[0-9]+Gi$', default: 1Gi, description: A size.}
  class: {type: string, pattern: '^[a-z]+$', description: A class.}
ports:
  http: {number: 80, scheme: http}
configs:
  main:
    store.yaml:
      yaml:
        size: {$: platform.store.size}
        mode: {$match: platform.mode, of: {fast: 1, slow: null}}
        stores: {$each: platform.stores, as: store, key: '{store.name}', value: {$: store}}
        extra: {$if: tunables.auto, then: [x]}
    store.json:
      json: {stores: {$: platform.stores}}
    store.properties:
      properties: {name: {$: platform.store.name}, mode: {$: platform.mode}}
    run.sh:
      script: |
        true
workloads:
  main:
    kind: StatefulSet
    ports: [http]
    env:
      NAME: {$text: '{platform.prefix}-{database}'}
      '{platform.store.name}': {$: ports.http.url}
    secrets: {PASSWORD: platform.store.password}
    mounts:
      /etc/store: {config: main}
      /data: {claim: data}
    claims:
      data: {size: tunables.size, class: tunables.class}
    probes:
      readiness: {http: http, path: /}
    scale: {replicas: tunables.replicas, auto: {when: tunables.auto, max: tunables.replicas, cpu: tunables.replicas}}
    pod: {terminationGracePeriodSeconds: {$: tunables.grace}}
  init:
    kind: Job
    image: client
    uses: {store: {to: platform.storage.endpoint, start: wait}, own: {to: ports.http}}
    command: [sh, {$each: platform.stores, as: s, value: {$: s.size}}]
",
    ),
];

fn edited(file: &str, from: &str, to: &str) -> FileSet {
    let mut files = FileSet::new();
    for (path, text) in CLEAN {
        let text = if path == file { text.replacen(from, to, 1) } else { text.to_owned() };
        assert!(path != file || from.is_empty() || text.contains(to), "the edit applies to {path}");
        insert(&mut files, path, text);
    }
    files
}

/// Asserts the findings about an edit: the codes with their messages, without places.
#[track_caller]
fn assert_said(file: &str, from: &str, to: &str, expected: &[&str]) {
    assert!(CLEAN.iter().any(|(path, text)| *path == file && text.contains(from)), "{from:?} stands in {file}");
    let found = findings(&edited(file, from, to));
    let found: Vec<&str> = found.lines().map(|line| line.split_once("error[").map_or(line, |(_, said)| said)).collect();
    assert_eq!(found, expected, "{from:?} → {to:?}");
}

#[test]
fn a_component_that_uses_every_form_has_no_findings() {
    assert_eq!(findings(&edited(COMPONENT, "", "")), "");
}

#[test]
fn a_path_leads_to_something_wherever_it_stands() {
    let cases = [
        ("{$: platform.store.size}", "{$: platform.stor.size}", "`platform` has no `stor`"),
        ("{$: platform.store.size}", "{$: platform.store.size.more}", "`platform.store.size` has no `more`"),
        ("{$: platform.store.size}", "{$: nowhere.x}", "the path `nowhere.x` begins nowhere"),
        ("{$: platform.store.size}", "{$: tunables.nothing}", "`tunables` has no `nothing`"),
        ("{$: platform.store.size}", "{$: common.nothing}", "`common` has no `nothing`"),
        ("{$: platform.store.size}", "{$: tunables}", "the path `tunables` ends too early"),
        ("{$: ports.http.url}", "{$: ports.htp.url}", "`ports` has no `htp`"),
        ("{$: ports.http.url}", "{$: ports.http.uri}", "`ports.http` has no `uri`"),
        ("{$: ports.http.url}", "{$: images.mian}", "`images` has no `mian`"),
        ("{$: ports.http.url}", "{$: configs.mian}", "`configs` has no `mian`"),
        ("{$: ports.http.url}", "{$: workloads.mian.account}", "`workloads` has no `mian`"),
        ("{$: ports.http.url}", "{$: workloads.main.acount}", "`workloads.main` has no `acount`"),
        ("{$: s.size}", "{$: s.siz}", "`s` has no `siz`"),
        ("'{platform.prefix}-{database}'", "'{platform.prefi}'", "`platform` has no `prefi`"),
        ("requires: [platform.store]", "requires: [platform.store, platform.x]", "`platform` has no `x`"),
        ("PASSWORD: platform.store.password", "PASSWORD: platform.store.pasword", "`platform.store` has no `pasword`"),
        ("to: platform.storage.endpoint", "to: platform.storage.endpont", "`platform.storage` has no `endpont`"),
    ];
    for (from, to, message) in cases {
        assert_said(COMPONENT, from, to, &[&format!("CONTRACT_PATH_UNKNOWN]: {message}")]);
    }
}

#[test]
fn a_field_of_one_case_can_be_read_in_that_case_alone() {
    let from = "extra: {$if: tunables.auto, then: [x]}";
    let of = |otlp: &str, debug: &str| {
        let value = format!("{{$match: e, of: {{otlp: {{$: {otlp}}}, debug: {{$: {debug}}}}}}}");
        edited(COMPONENT, from, &format!("extra: {{$each: platform.exporters, as: e, value: {value}}}"))
    };
    assert_eq!(findings(&with_exporters(of("e.endpoint.url", "e.level"))), "");
    let wrong = findings(&with_exporters(of("e.level", "e.kind")));
    assert!(wrong.ends_with("CONTRACT_PATH_UNKNOWN]: `e` has no `level`\n"), "{wrong}");
    let outside =
        with_exporters(edited(COMPONENT, from, "extra: {$each: platform.exporters, as: e, value: {$: e.level}}"));
    assert!(findings(&outside).ends_with("`e` has no `level`\n"), "{}", findings(&outside));
    let renamed = "extra: {$each: platform.exporters, as: e, value: {$match: e, of: {otlp: null, debug: {$each: platform.exporters, as: e, value: {$: e.level}}}}}";
    let renamed = findings(&with_exporters(edited(COMPONENT, from, renamed)));
    assert!(renamed.ends_with("`e` has no `level`\n"), "{renamed}");
}

#[test]
fn an_edge_can_lead_to_each_server_of_a_list_but_nobody_can_wait_for_them() {
    let to = |edge: &str| with_exporters(edited(COMPONENT, "own: {to: ports.http}", edge));
    assert_eq!(findings(&to("own: {to: ports.http}, out: {to: platform.exporters.endpoint}")), "");
    let awaited = findings(&to("own: {to: ports.http}, out: {to: platform.exporters.endpoint, start: wait}"));
    assert!(awaited.ends_with("leads to a list, and a workload can wait for one server alone\n"), "{awaited}");
    let level = findings(&to("own: {to: ports.http}, out: {to: platform.exporters.level}"));
    assert!(level.ends_with("`platform.exporters.level` is not an endpoint\n"), "{level}");
}

#[test]
fn a_line_of_a_file_and_a_variable_are_one_value() {
    let said = "CONTRACT_SLOT_INVALID]: a list or a map stands where one value is wanted";
    let from = "properties: {name: {$: platform.store.name}";
    assert_said(COMPONENT, from, "properties: {name: [a, {$: platform.store.name}]", &[said]);
    let from = "      NAME: {$text: '{platform.prefix}-{database}'}";
    assert_said(COMPONENT, from, &format!("{from}\n      LIST: {{$if: tunables.auto, then: [a]}}"), &[said]);
}

#[test]
fn text_in_json_has_no_part_that_may_be_absent() {
    let from = "json: {stores: {$: platform.stores}}";
    let to = "json: {stores: {$: platform.stores}, class: {$text: 'a {tunables.class}'}}";
    let said =
        "CONTRACT_SLOT_INVALID]: what hangs on `tunables.class` may be absent, and JSON text cannot leave a part out";
    assert_said(COMPONENT, from, to, &[said]);
}

#[test]
fn a_pod_cannot_hold_itself() {
    let from = "    pod: {terminationGracePeriodSeconds: {$: tunables.grace}}\n";
    let to = format!("{from}    container: {{lifecycle: {{$: workloads.init.pod}}}}\n");
    let said =
        "CONTRACT_SLOT_INVALID]: `workloads.init.pod` is read inside of a workload, so that a pod could hold itself";
    assert_said(COMPONENT, from, &to, &[said]);
}

/// The files, with a list of a union among the facts.
fn with_exporters(files: FileSet) -> FileSet {
    let mut changed = FileSet::new();
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let text = text
            .replacen("      store: {$ref", "      exporters: {type: array, items: {$ref: '#/$defs/Exporter'}, default: [], description: Exporters.}\n      store: {$ref", 1)
            .replacen("  Mode:\n    description", "  Exporter:\n    description: A way out.\n    variants:\n      tag: kind\n      cases:\n        otlp: {description: One., required: [endpoint], properties: {endpoint: {$ref: '#/$defs/Address', description: An address.}}}\n        debug: {description: Another., required: [level], properties: {level: {type: integer, minimum: 0, maximum: 9, description: A level.}}}\n  Mode:\n    description", 1);
        insert(&mut changed, &path, text);
    }
    changed
}

#[test]
fn a_finding_about_a_path_stands_at_the_path_and_names_the_nearest() {
    let files = edited(COMPONENT, "{$: platform.store.size}", "{$: platform.store.siz}");
    let Ok(model) = floe_contract::load(&files) else { return assert_eq!(findings(&files), "it loads") };
    let found: Vec<_> = floe_contract::lint(&model).into_iter().collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place.as_ref().map(ToString::to_string), Some(format!("{COMPONENT}:24:19")));
    assert_eq!(found[0].help.as_deref(), Some("write `size`"));
}

#[test]
fn each_slot_takes_only_what_fits_it() {
    let cases = [
        (
            "size: {$: platform.store.size}",
            "size: {$each: platform.prefix, as: x, value: 1}",
            "`platform.prefix` is not a list or a map",
        ),
        (
            "$match: platform.mode, of: {fast: 1, slow: null}",
            "$match: platform.mode, of: {fast: 1}",
            "`platform.mode` can be `slow`, for which nothing is said",
        ),
        (
            "$match: platform.mode, of: {fast: 1, slow: null}",
            "$match: platform.mode, of: {fast: 1, slow: 2, slower: 3}",
            "`platform.mode` is never `slower`",
        ),
        (
            "$match: platform.mode, of: {fast: 1, slow: null}",
            "$match: platform.prefix, of: {fast: 1}",
            "`platform.prefix` is not an enumeration, a boolean or a union",
        ),
        (
            "NAME: {$text: '{platform.prefix}-{database}'}",
            "NAME: {$: platform.store}",
            "`platform.store` is not text or a number",
        ),
        (
            "properties: {name: {$: platform.store.name}",
            "properties: {name: {$: platform.free}",
            "`platform.free` can be any text, which would break the line that it stands in",
        ),
        (
            "PASSWORD: platform.store.password",
            "PASSWORD: platform.store.name",
            "`platform.store.name` is not a credential",
        ),
        ("to: platform.storage.endpoint", "to: platform.store", "`platform.store` is not an endpoint"),
        ("{fact: platform.image, ", "{fact: platform.store, ", "`platform.store` is not an image"),
        (
            "scale: {replicas: tunables.replicas, ",
            "scale: {replicas: tunables.size, ",
            "`tunables.size` is not an integer",
        ),
        ("when: tunables.auto", "when: tunables.grace", "`tunables.grace` is not a boolean"),
        ("{size: tunables.size, ", "{size: tunables.replicas, ", "`tunables.replicas` is not text"),
        (
            "json: {stores: {$: platform.stores}}",
            "json: {stores: {$each: platform.stores, as: s, value: {$: s.name}}}",
            "what hangs on `platform.stores` may be absent, and JSON text cannot leave a part out",
        ),
    ];
    for (from, to, message) in cases {
        let found = findings(&edited(COMPONENT, from, to));
        let said = found.lines().filter(|line| line.contains("CONTRACT_SLOT_INVALID")).collect::<Vec<_>>();
        assert_eq!(said.len(), 1, "{from:?} → {to:?}: {found}");
        assert!(said[0].ends_with(message), "{from:?} → {to:?}: {found}");
    }
}

#[test]
fn where_a_value_must_stand_a_path_through_an_optional_field_is_refused_unless_the_component_requires_it() {
    assert_said(
        COMPONENT,
        "{size: tunables.size, class: tunables.class}",
        "{size: tunables.class, class: tunables.size}",
        &["CONTRACT_SLOT_INVALID]: `tunables.class` may be absent, but here a value must stand"],
    );
    assert_said(COMPONENT, "scale: {replicas: tunables.replicas, ", "scale: {replicas: platform.store.size, ", &[]);
    let unrequired = edited(COMPONENT, "requires: [platform.store]\n", "");
    assert_eq!(findings(&unrequired), "", "an entry that may be absent is left out");
}

#[test]
fn what_is_named_is_there() {
    let cases = [
        ("chart: platform", "chart: platfrom", "there is no chart `platfrom`"),
        ("ports: [http]", "ports: [http, htp]", "there is no port `htp`"),
        ("readiness: {http: http,", "readiness: {http: htp,", "there is no port `htp`"),
        ("/etc/store: {config: main}", "/etc/store: {config: main, file: store.yml}", "there is no file `store.yml`"),
        ("/data: {claim: data}", "/data: {claim: date}", "there is no claim `date`"),
    ];
    for (from, to, message) in cases {
        assert_said(COMPONENT, from, to, &[&format!("CONTRACT_COMPONENT_INVALID]: {message}")]);
    }
    assert_said(
        COMPONENT,
        "    image: client\n",
        "    image: clint\n",
        &[
            "CONTRACT_PART_UNUSED]: no container uses the image `client`",
            "CONTRACT_COMPONENT_INVALID]: there is no image `clint`",
        ],
    );
}

#[test]
fn what_is_there_is_used() {
    let tunable = "  grace: {type: integer, minimum: 0, maximum: 9, default: 3, description: A time.}\n";
    let cases = [
        (
            COMPONENT,
            "    pod: {terminationGracePeriodSeconds: {$: tunables.grace}}\n",
            "",
            "nothing reads the tunable `grace`",
        ),
        (COMPONENT, "      /etc/store: {config: main}\n", "", "no workload mounts the config `main`"),
        (
            COMPONENT,
            "ports:\n  http:",
            "ports:\n  more: {number: 81, scheme: http}\n  http:",
            "no workload serves the port `more`",
        ),
    ];
    for (file, from, to, message) in cases {
        assert_said(file, from, to, &[&format!("CONTRACT_PART_UNUSED]: {message}")]);
    }
    let twice = format!("{tunable}  annotations: {{type: boolean, default: true, description: A switch.}}\n");
    assert_said(
        COMPONENT,
        tunable,
        &twice,
        &["CONTRACT_COMPONENT_INVALID]: every component has the tunable `annotations`"],
    );
}

#[test]
fn a_workload_that_runs_products_reads_the_needs_of_runs() {
    let unread = "CONTRACT_PART_UNUSED]: no workload runs products, so that nothing reads `runs`";
    assert_said(BINDING, "root: Facts\n", "root: Facts\nruns: {}\n", &[unread]);
    let mut files = FileSet::new();
    for (path, text) in CLEAN {
        let text = text.replacen("root: Facts\n", "root: Facts\nruns: {}\n", 1);
        insert(&mut files, path, text.replacen("kind: StatefulSet\n", "kind: StatefulSet\n    products: true\n", 1));
    }
    assert_eq!(findings(&files), "");
}

#[test]
fn fields_that_the_chart_decides_about_are_refused() {
    for (from, to, key) in [
        ("pod: {terminationGrace", "pod: {securityContext: {}, terminationGrace", "securityContext"),
        ("pod: {terminationGrace", "pod: {hostNetwork: true, terminationGrace", "hostNetwork"),
        ("    pod: {termination", "    container: {env: []}\n    pod: {termination", "env"),
        ("    pod: {termination", "    spec: {replicas: 3}\n    pod: {termination", "replicas"),
    ] {
        let message = format!("CONTRACT_COMPONENT_INVALID]: the chart itself decides about `{key}`");
        assert_said(COMPONENT, from, to, &[&message]);
    }
}

#[test]
fn names_of_objects_fit_behind_the_longest_prefix() {
    assert_said(
        BINDING,
        "maxLength: 40, pattern",
        "maxLength: 49, pattern",
        &[
            "CONTRACT_COMPONENT_INVALID]: `store` is too long: behind a prefix of 49 characters its objects' names do not fit",
        ],
    );
}

#[test]
fn no_two_objects_can_get_one_name() {
    let message = "CONTRACT_COMPONENT_INVALID]: no workload can be called `test`";
    assert_said(COMPONENT, "  init:\n", "  test:\n", &[message]);
    let mut files = edited(COMPONENT, "", "");
    let two = CLEAN[2].1.replace("name: store\n", "name: store-two\n").replace("maxLength: 40", "maxLength: 30");
    insert(&mut files, "contracts/components/store-two/v1.yaml", two);
    let found = findings(&files);
    assert!(found.contains("`store-two` begins like `store`, so that objects of both could have one name"), "{found}");
}

#[test]
fn workloads_of_one_kind_do_not_say_what_belongs_to_another() {
    assert_said(
        COMPONENT,
        "kind: Job\n",
        "kind: Job\n    namespace: platform.namespace\n    ports: [http]\n",
        &[
            "CONTRACT_COMPONENT_INVALID]: more than one workload has ports",
            "CONTRACT_COMPONENT_INVALID]: only launched pods can be in another namespace",
        ],
    );
    assert_said(
        COMPONENT,
        "kind: StatefulSet",
        "kind: Deployment",
        &["CONTRACT_COMPONENT_INVALID]: only a StatefulSet has claims"],
    );
    assert_said(
        COMPONENT,
        "      /data: {claim: data}",
        "      data/: {claim: data}",
        &["CONTRACT_COMPONENT_INVALID]: `data/` is no place to mount something"],
    );
}

#[test]
fn a_part_without_its_one_form_is_refused() {
    let cases = [
        ("      /data: {claim: data}", "      /data: {}", "a mount is a config, empty, a claim or a secret"),
        ("      script: |\n        true\n", "      {}\n", "a file is yaml, json, properties or script"),
    ];
    for (from, to, message) in cases {
        let found = findings(&edited(COMPONENT, from, to));
        assert!(found.contains(&format!("CONTRACT_COMPONENT_INVALID]: {message}")), "{found}");
    }
}
