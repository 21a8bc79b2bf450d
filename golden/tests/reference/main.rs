//! The examples of the reference: read from the pages and run. The texts around the examples are not checked.
#![expect(clippy::disallowed_methods, reason = "a test reads pages and starts processes")]

mod console;
mod image;
mod page;
mod program;
mod readme;

use std::path::PathBuf;

use floe_base::names::pascal_case;
use floe_base::yaml::{self, Limits};
use floe_types::SHAPES;
use page::{Block, Section, pages};
use program::{folder, python, root, said};

/// Plugins that no platform can select yet, with the code of the refusal.
const ALONE: &[(&str, &str)] = &[("catalog/glue.md", "COMPOSITION_COMPUTE_CATALOG_UNSUPPORTED")];

fn reference(kind: &str) -> PathBuf {
    root().join("docs/reference").join(kind)
}

fn files(section: &Section) -> impl Iterator<Item = (&str, &str)> {
    section.blocks.iter().filter_map(|block| Some((block.file.as_deref()?, block.text.as_str())))
}

/// The blocks in a language under a heading.
fn blocks<'s>(sections: &'s [Section], heading: &str, language: &str) -> Vec<&'s Block> {
    let section = sections.iter().find(|section| section.heading == heading);
    section.iter().flat_map(|section| &section.blocks).filter(|block| block.language == language).collect()
}

/// Fails if a type has no examples, or refuses one.
fn assert_accepted(page: &str, ty: &str, examples: &[&Block]) {
    assert!(!examples.is_empty(), "{page} has no example of {ty}");
    for example in examples {
        let node = yaml::read(page, example.text.as_bytes(), &Limits::default()).expect("examples are YAML");
        assert_eq!(SHAPES.check(ty, &node.to_json()), [], "{page}: {}", example.text);
    }
}

#[test]
fn examples_of_documents_and_bindings_have_the_shape_that_their_page_describes() {
    for kind in ["documents", "bindings"] {
        for (page, sections) in pages(&reference(kind)) {
            assert_accepted(&page, &sections[1].heading, &blocks(&sections, "Examples", "yaml"));
        }
    }
}

#[test]
fn platforms_that_select_a_plugin_compile_and_its_config_has_its_shape() {
    for (page, sections) in pages(&reference("plugins")) {
        let name = page.split(['/', '.']).nth(1).expect("a page has a category and a name");
        let ty = format!("{}Config", pascal_case(name));
        assert_accepted(&page, &ty, &blocks(&sections, "Examples of the config", "yaml"));
        let example = sections.iter().find(|section| section.heading == "Example").expect("there is an example");
        let folder = folder(files(example));
        let told = said(folder.path(), "floe platform compile");
        match ALONE.iter().find(|(alone, _)| *alone == page) {
            None => assert!(told.starts_with("wrote dist: "), "{page}: {told}"),
            Some((_, code)) => {
                let codes: Vec<&str> = told.lines().filter(|line| line.starts_with("error[")).collect();
                assert!(
                    !codes.is_empty() && codes.iter().all(|line| line.starts_with(&format!("error[{code}]"))),
                    "{page}: {told}"
                );
            }
        }
    }
}

#[test]
fn implementations_of_plugin_interfaces_run_and_return_what_is_asked() {
    let all = pages(&reference("interfaces"));
    let example = |sections: &[Section]| blocks(sections, "Example", "python").first().map(|block| block.text.clone());
    let sources = all.iter().map(|(page, sections)| {
        (page.replace(".md", ".py"), example(sections).unwrap_or_else(|| panic!("{page} has no example")))
    });
    let sources: Vec<(String, String)> = sources.collect();
    let folder = folder(sources.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let mut command = python();
    command.arg(root().join("golden/python/implementations.py")).arg(root().join("generated/python"));
    let output = command.args(sources.iter().map(|(path, _)| folder.path().join(path))).output();
    let output = output.expect("the interpreter starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stdout.split(|byte| *byte == b'\n').count(), sources.len() + 1, "each is run");
}

#[test]
fn mypy_and_pyright_find_nothing_in_the_package_that_says_that_it_is_typed() {
    let tools = root().join(".floe-tools");
    let interpreter = tools.join("python/bin/python");
    for (program, recipe, arguments) in [
        ("python/bin/mypy", "tools-python", vec!["--strict", "--no-incremental"]),
        (
            "node/node_modules/.bin/pyright",
            "tools-node",
            vec!["--pythonpath", interpreter.to_str().expect("the path is text")],
        ),
    ] {
        let program = tools.join(program);
        assert!(program.exists(), "{} is missing; run: ./just {recipe}", program.display());
        let mut command = std::process::Command::new(program);
        // Below this folder the package is found by its name.
        command.current_dir(root().join("generated/python"));
        let output = command.args(arguments).arg("floe_contracts").output();
        let output = output.expect("the type checker starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_model_is_imported_without_the_others_and_every_export_can_be_imported() {
    const ASK: &str = "import sys\nimport floe_contracts.v1 as v1\nv1.Schedule(cron='0 6 * * *')\n\
        print(*(name for name in sys.modules if name.startswith('floe_contracts.v1.') and name.count('.') == 3))\n\
        assert len(list(v1.SCHEMAS.values())) == len(v1.SCHEMAS) > 50\n\
        for name in v1.__all__: getattr(v1, name)\n\
        assert not hasattr(v1, 'Missing')\n";
    let output = python().args(["-c", ASK]).output().expect("the interpreter starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let modules = String::from_utf8(output.stdout).expect("names are text");
    assert_eq!(modules.trim(), "floe_contracts.v1.bindings.schedule");
}

#[test]
fn every_example_of_a_diagnostic_brings_it_about() {
    for (page, sections) in pages(&reference("diagnostics")) {
        let mut examples = 0;
        for section in &sections {
            let Some(code) = section.heading.strip_prefix("Example of ") else { continue };
            let command = section.command.as_deref().unwrap_or_else(|| panic!("{page}: {code} has no command"));
            let folder = folder(files(section));
            let told = said(folder.path(), command);
            let found = [format!("error[{code}]"), format!("warning[{code}]"), format!("{code}: ")];
            assert!(found.iter().any(|sign| told.contains(sign)), "{page}: {code} is not in\n{told}");
            examples += 1;
        }
        assert!(examples > 0, "{page} has no example");
    }
}

#[test]
fn every_command_has_an_example_and_says_what_it_shows() {
    for (page, sections) in pages(&reference("commands")) {
        let needed = sections.iter().find(|section| section.heading == "Files of the examples");
        let needed = needed.expect("a page names the files of its examples");
        let commands =
            sections.iter().filter(|section| section.heading.contains(' ') && !std::ptr::eq(*section, needed));
        for section in commands {
            let consoles: Vec<&Block> = section.blocks.iter().filter(|block| block.language == "console").collect();
            assert!(!consoles.is_empty(), "{page}: `{}` has no example", section.heading);
            for block in consoles {
                let folder = folder(files(needed));
                for (command, shown) in console::commands(&block.text) {
                    let told = said(folder.path(), command);
                    let lines: Vec<&str> = told.lines().collect();
                    assert!(console::agree(&shown, &lines), "{page}: `{command}` shows\n{shown:#?}\nand says\n{told}");
                }
            }
        }
    }
}
