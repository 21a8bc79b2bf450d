//! Tests of arguments: valid command lines, and the answers of floe to invalid ones.

use floe_types::documents::plugin_page::PluginPage;
use floe_types::documents::plugin_summary::PluginSummary;
use serde_json::Value;

use crate::program::Folder;

#[test]
fn help_has_examples_for_every_command_and_goes_to_standard_output_like_the_version() {
    let version = Folder::empty().run("--version");
    assert_eq!((version.code, version.stdout), (0, format!("floe {}\n", env!("CARGO_PKG_VERSION"))));
    for command in [
        "",
        "platform ",
        "platform compile ",
        "platform render ",
        "plugin ",
        "plugin list ",
        "plugin show ",
        "explain ",
    ] {
        let run = Folder::empty().run(&format!("{command}--help"));
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{command}");
        assert!(run.stdout.contains("Examples:\n  floe "), "{command}: {}", run.stdout);
    }
}

#[test]
fn words_that_are_unknown_are_answered_with_the_known_ones_nearest_first() {
    let folder = Folder::empty();
    let plugn = "error: there is no command `floe plugn`\n\nhelp: use one of\n  floe plugin\n  floe explain\n  floe images\n  floe platform\n";
    assert_eq!(folder.run("plugn list").stderr, plugn);
    for (arguments, said) in [
        ("plugn list", plugn),
        ("platform rendr", "use one of\n  floe platform render\n  floe platform compile\n"),
        ("plugin show polari", "error[COMMAND_PLUGIN_UNKNOWN]"),
        ("plugin show polari", "use one of ['catalog/polaris', "),
        ("explain LOAD_KEY_UNKNWON", "error[COMMAND_CODE_UNKNOWN]"),
        ("explain LOAD_KEY_UNKNWON", "use one of ['LOAD_KEY_UNKNOWN', "),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        run.says(&[said]);
    }
}

#[test]
fn wrong_options_and_missing_arguments_are_usage_errors() {
    let folder = Folder::platform();
    let compile = ["--uot x", "--jobs 0", "--format xml", "a b"].map(|wrong| format!("platform compile {wrong}"));
    for arguments in ["", "platform", "plugin show"].into_iter().chain(compile.iter().map(String::as_str)) {
        let run = folder.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(!run.stderr.is_empty(), "{arguments}");
    }
    assert!(!folder.path("dist").exists());
}

#[test]
fn every_plugin_is_listed_and_can_be_shown() {
    let folder = Folder::empty();
    let run = folder.run("plugin list --format json");
    let plugins: Value = serde_json::from_str(&run.stdout).unwrap();
    let plugins = plugins.as_array().unwrap();
    assert!(plugins.len() >= 8);
    let text = folder.run("plugin list").stdout;
    for plugin in plugins {
        assert!(PluginSummary::parse(plugin).is_ok(), "{plugin}");
        let (category, name) = (plugin["category"].as_str().unwrap(), plugin["name"].as_str().unwrap());
        assert!(text.contains(&format!("  {name} ")), "{name} in {text}");
        let page = folder.run(&format!("plugin show {category}/{name}"));
        assert!(page.stdout.starts_with(&format!("{category}/{name} ")), "{}", page.stdout);
        assert_eq!(folder.run(&format!("plugin show {name}")).stdout, page.stdout);
        let json = folder.run(&format!("plugin show {name} --format json"));
        let page = PluginPage::parse(&serde_json::from_str(&json.stdout).unwrap());
        assert_eq!(page.map(|page| page.name).as_deref(), Ok(name));
    }
}

#[test]
fn a_page_tells_the_fields_with_types_and_defaults_hosting_and_composition() {
    let page = Folder::empty().run("plugin show minio").stdout;
    for row in [
        &["endpoint", "http-url", "derived where the platform runs minio"][..],
        &["bucket", "s3-bucket", "required"],
        &["region", "region", "default \"us-east-1\""],
        &["external_endpoint", "http-url", "optional"],
        &["self", "the platform's chart runs minio", "(default)"],
        &["protocols:", "s3-compatible"],
    ] {
        let tells = |line: &str| line.trim_start().starts_with(row[0]) && row.iter().all(|cell| line.contains(cell));
        assert!(page.lines().any(tells), "{row:?} in\n{page}");
    }
}
