//! Components and charts: the content that their contracts may have, and the finding for each fault.

use floe_base::FileSet;

use crate::support::{Found, findings, insert};

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
  client: {registry: docker.io, repository: client, tag: 1.0.0, fact: platform.image, user: 1000}
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

/// The findings about an edit.
fn edit<'a>(file: &'a str, from: &str, to: &str) -> Found<'a> {
    assert!(CLEAN.iter().any(|(path, text)| *path == file && text.contains(from)), "{from:?} stands in {file}");
    Found::of(file, &edited(file, from, to))
}

#[test]
fn a_component_that_uses_every_form_has_no_findings() {
    edit(COMPONENT, "", "").says([]);
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
        edit(COMPONENT, from, to).says([&format!("PATH_UNKNOWN: {message}")]);
    }
}

#[test]
fn a_field_of_one_case_can_be_read_in_that_case_alone() {
    let each = |value: &str| {
        let all = format!("extra: {{$each: platform.exporters, as: e, value: {value}}}");
        with_exporters("extra: {$if: tunables.auto, then: [x]}", &all)
    };
    each("{$match: e, of: {otlp: {$: e.endpoint.url}, debug: {$: e.level}}}").says([]);
    for wrong in [
        "{$match: e, of: {otlp: {$: e.level}, debug: {$: e.kind}}}",
        "{$: e.level}",
        "{$match: e, of: {otlp: null, debug: {$each: platform.exporters, as: e, value: {$: e.level}}}}",
    ] {
        each(wrong).says(["PATH_UNKNOWN: `e` has no `level`"]);
    }
}

#[test]
fn an_edge_can_lead_to_each_server_of_a_list_but_nobody_can_wait_for_them() {
    let to = |edge: &str| with_exporters("own: {to: ports.http}", &format!("own: {{to: ports.http}}, out: {edge}"));
    to("{to: platform.exporters.endpoint}").says([]);
    to("{to: platform.exporters.endpoint, start: wait}").says([
        "SLOT_INVALID: `platform.exporters.endpoint` leads to a list, and a workload can wait for one server alone",
    ]);
    to("{to: platform.exporters.level}").says(["SLOT_INVALID: `platform.exporters.level` is not an endpoint"]);
}

#[test]
fn a_line_of_a_file_and_a_variable_are_one_value() {
    let said = "SLOT_INVALID: a list or a map stands where one value is wanted";
    let from = "properties: {name: {$: platform.store.name}";
    edit(COMPONENT, from, "properties: {name: [a, {$: platform.store.name}]").says([said]);
    let from = "      NAME: {$text: '{platform.prefix}-{database}'}";
    edit(COMPONENT, from, &format!("{from}\n      LIST: {{$if: tunables.auto, then: [a]}}")).says([said]);
}

#[test]
fn text_in_json_has_no_part_that_may_be_absent() {
    let from = "json: {stores: {$: platform.stores}}";
    let to = "json: {stores: {$: platform.stores}, class: {$text: 'a {tunables.class}'}}";
    let said = "SLOT_INVALID: what hangs on `tunables.class` may be absent, and JSON text cannot leave a part out";
    edit(COMPONENT, from, to).says([said]);
}

#[test]
fn a_pod_cannot_hold_itself() {
    let from = "    pod: {terminationGracePeriodSeconds: {$: tunables.grace}}\n";
    let to = format!("{from}    container: {{lifecycle: {{$: workloads.init.pod}}}}\n");
    let said = "SLOT_INVALID: `workloads.init.pod` is read inside of a workload, so that a pod could hold itself";
    edit(COMPONENT, from, &to).says([said]);
}

/// The findings about an edit of the component where a list of a union is among the facts.
fn with_exporters(from: &str, to: &str) -> Found<'static> {
    let facts =
        "      exporters: {type: array, items: {$ref: '#/$defs/Exporter'}, default: [], description: Exporters.}
      store: {$ref";
    let union = "  Exporter:
    description: A way out.
    variants:
      tag: kind
      cases:
        otlp:
          description: One.
          required: [endpoint]
          properties: {endpoint: {$ref: '#/$defs/Address', description: An address.}}
        debug:
          description: Another.
          required: [level]
          properties: {level: {type: integer, minimum: 0, maximum: 9, description: A level.}}
  Mode:
    description";
    let binding = CLEAN[0].1.replacen("      store: {$ref", facts, 1).replacen("  Mode:\n    description", union, 1);
    let mut files = FileSet::new();
    for (path, bytes) in edited(COMPONENT, from, to) {
        insert(&mut files, &path, if path == BINDING { binding.clone().into_bytes() } else { bytes });
    }
    Found::of(COMPONENT, &files)
}

/// The findings about an edit of the component where a map of stores is among the facts.
fn with_shops(from: &str, to: &str) -> Found<'static> {
    let facts =
        "      shops: {type: object, additionalProperties: {$ref: '#/$defs/Store'}, default: {}, description: Stores.}
      store: {$ref";
    let binding = CLEAN[0].1.replacen("      store: {$ref", facts, 1);
    let mut files = FileSet::new();
    for (path, bytes) in edited(COMPONENT, from, to) {
        insert(&mut files, &path, if path == BINDING { binding.clone().into_bytes() } else { bytes });
    }
    Found::of(COMPONENT, &files)
}

#[test]
fn the_path_of_credentials_can_mean_many_and_the_path_of_one_variable_cannot() {
    let from = "secrets: {PASSWORD: platform.store.password}";
    let credentials = |path: &str| with_shops(from, &format!("{from}\n    credentials: [{path}]"));
    credentials("platform.stores.password").says([]);
    credentials("platform.shops.*.password").says([]);
    credentials("platform.shops.north.password").says([]);
    credentials("platform.shops.*.pasword").says(["PATH_UNKNOWN: `platform.shops.*` has no `pasword`"]);
    credentials("platform.shops.*").says(["SLOT_INVALID: `platform.shops.*` is not a credential"]);
    credentials("platform.store.*").says(["PATH_UNKNOWN: `platform.store` has no `*`"]);
    let secret = |path: &str| with_shops(from, &format!("secrets: {{PASSWORD: {path}}}"));
    secret("platform.shops.*.password").says(["PATH_UNKNOWN: `platform.shops` has no `*`"]);
    secret("platform.shops.north.password").says([]);
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
        ("{fast: 1, slow: null}", "{fast: 1}", "`platform.mode` can be `slow`, for which nothing is said"),
        ("{fast: 1, slow: null}", "{fast: 1, slow: 2, slower: 3}", "`platform.mode` is never `slower`"),
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
        ("platform.store.password", "platform.store.name", "`platform.store.name` is not a credential"),
        ("to: platform.storage.endpoint", "to: platform.store", "`platform.store` is not an endpoint"),
        ("fact: platform.image, ", "fact: platform.store, ", "`platform.store` is not an image"),
        ("{replicas: tunables.replicas", "{replicas: tunables.size", "`tunables.size` is not an integer"),
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
    edit(COMPONENT, "{size: tunables.size, class: tunables.class}", "{size: tunables.class, class: tunables.size}")
        .says(["SLOT_INVALID: `tunables.class` may be absent, but here a value must stand"]);
    edit(COMPONENT, "scale: {replicas: tunables.replicas, ", "scale: {replicas: platform.store.size, ").says([]);
    // An entry that may be absent is left out.
    edit(COMPONENT, "requires: [platform.store]\n", "").says([]);
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
        edit(COMPONENT, from, to).says([&format!("COMPONENT_INVALID: {message}")]);
    }
    edit(COMPONENT, "    image: client\n", "    image: clint\n")
        .says(["PART_UNUSED: no container uses the image `client`", "COMPONENT_INVALID: there is no image `clint`"]);
}

#[test]
fn a_server_has_an_address_an_edge_or_a_door_for_people() {
    const LONELY: &str = "contracts/components/lonely/v1.yaml";
    let server = "kind: component\nname: lonely\nversion: 1.0.0\ndescription: A service.\nchart: platform\n\
        images: {main: {registry: docker.io, repository: a, tag: 1.0.0, user: 1}}\n\
        ports:\n  http: {number: 80, scheme: http}\n\
        workloads:\n  main: {kind: Deployment, ports: [http]}\n";
    let found = |text: &str| {
        let mut files = edited(COMPONENT, "", "");
        insert(&mut files, LONELY, text.to_owned());
        Found::of(LONELY, &files)
    };
    found(server).says(["PART_UNUSED: nothing connects to the ports of `lonely`"]);
    found(&server.replace("scheme: http}", "scheme: http, expose: true}")).says([]);
    found(&server.replace("ports: [http]}", "ports: [http], uses: {own: {to: ports.http}}}")).says([]);
    found(&server.replace("images:", "provides: platform.storage\nimages:")).says([]);
}

#[test]
fn two_places_state_the_same_facts_about_one_image() {
    let image = |repository: &str, tag: &str| {
        let repository = format!("repository: {repository}, tag: {tag}, fact");
        edit(COMPONENT, "repository: client, tag: 1.0.0, fact", &repository)
    };
    image("store", "1.0.0").says([]);
    image("store", "1.0.1").says(["COMPONENT_INVALID: the image `docker.io/store` has other facts in another place"]);
    image("busybox", "1.0.0, pulled: never")
        .says(["COMPONENT_INVALID: the image `docker.io/busybox` has other facts in another place"]);
}

#[test]
fn what_is_there_is_used() {
    let tunable = "  grace: {type: integer, minimum: 0, maximum: 9, default: 3, description: A time.}\n";
    edit(COMPONENT, "    pod: {terminationGracePeriodSeconds: {$: tunables.grace}}\n", "")
        .says(["PART_UNUSED: nothing reads the tunable `grace`"]);
    edit(COMPONENT, "      /etc/store: {config: main}\n", "")
        .says(["PART_UNUSED: no workload mounts the config `main`"]);
    edit(COMPONENT, "ports:\n  http:", "ports:\n  more: {number: 81, scheme: http}\n  http:")
        .says(["PART_UNUSED: no workload serves the port `more`"]);
    let twice = format!("{tunable}  annotations: {{type: boolean, default: true, description: A switch.}}\n");
    edit(COMPONENT, tunable, &twice).says(["COMPONENT_INVALID: every component has the tunable `annotations`"]);
}

#[test]
fn a_workload_that_runs_products_reads_the_needs_of_runs() {
    let runs = |text: &str| text.replacen("root: Facts\n", "root: Facts\nruns: {}\n", 1);
    let products = |text: &str| text.replacen("kind: StatefulSet\n", "kind: StatefulSet\n    products: true\n", 1);
    let mut files = FileSet::new();
    for (path, text) in CLEAN {
        insert(&mut files, path, products(&runs(text)));
    }
    Found::of(COMPONENT, &files).says([]);
}

#[test]
fn fields_that_the_chart_decides_about_are_refused() {
    for (from, to, key) in [
        ("pod: {terminationGrace", "pod: {securityContext: {}, terminationGrace", "securityContext"),
        ("pod: {terminationGrace", "pod: {hostNetwork: true, terminationGrace", "hostNetwork"),
        ("    pod: {termination", "    container: {env: []}\n    pod: {termination", "env"),
        ("    pod: {termination", "    spec: {replicas: 3}\n    pod: {termination", "replicas"),
    ] {
        edit(COMPONENT, from, to).says([&format!("COMPONENT_INVALID: the chart itself decides about `{key}`")]);
    }
}

#[test]
fn names_of_objects_fit_behind_the_longest_prefix() {
    edit(BINDING, "maxLength: 40, pattern", "maxLength: 49, pattern").says([
        "COMPONENT_INVALID: `store` is too long: behind a prefix of 49 characters its objects' names do not fit",
    ]);
}

#[test]
fn no_two_objects_can_get_one_name() {
    edit(COMPONENT, "  init:\n", "  test:\n").says(["COMPONENT_INVALID: no workload can be called `test`"]);
    let mut files = edited(COMPONENT, "", "");
    let two = CLEAN[2].1.replace("name: store\n", "name: store-two\n").replace("maxLength: 40", "maxLength: 30");
    insert(&mut files, "contracts/components/store-two/v1.yaml", two);
    let found = findings(&files);
    assert!(found.contains("`store-two` begins like `store`, so that objects of both could have one name"), "{found}");
}

#[test]
fn workloads_of_one_kind_do_not_say_what_belongs_to_another() {
    edit(COMPONENT, "kind: Job\n", "kind: Job\n    namespace: platform.namespace\n    ports: [http]\n").says([
        "COMPONENT_INVALID: more than one workload has ports",
        "COMPONENT_INVALID: only launched pods can be in another namespace",
    ]);
    edit(COMPONENT, "kind: StatefulSet", "kind: Deployment").says(["COMPONENT_INVALID: only a StatefulSet has claims"]);
    edit(COMPONENT, "      /data: {claim: data}", "      data/: {claim: data}")
        .says(["COMPONENT_INVALID: `data/` is no place to mount something"]);
}

#[test]
fn a_part_without_its_one_form_is_refused() {
    let cases = [
        ("      /data: {claim: data}", "      /data: {}", "a mount is a config, empty, memory, a claim or a secret"),
        ("      script: |\n        true\n", "      {}\n", "a file is yaml, json, properties or script"),
    ];
    for (from, to, message) in cases {
        let found = findings(&edited(COMPONENT, from, to));
        assert!(found.contains(&format!("CONTRACT_COMPONENT_INVALID]: {message}")), "{found}");
    }
}
