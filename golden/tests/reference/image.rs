//! The image with the code of products: the script of the how-to page runs on the example platform, and Dagster loads the gathered code.
//! No image is built.

use std::fs;
use std::process::Command;

use floe_types::components::COMPONENTS;

use crate::page::sections;
use crate::program::{folder, program, python, root};

const PAGE: &str = "docs/how-to/build-the-image-of-products.md";
const INPUT: &str = "golden/platforms/retail/input";

fn block(page: &str, language: &str) -> String {
    let mut blocks = sections(page).into_iter().flat_map(|section| section.blocks);
    let found = blocks.find(|block| block.language == language);
    found.unwrap_or_else(|| panic!("{PAGE} has no block of {language}")).text
}

#[test]
fn the_gathered_code_of_products_loads_in_dagster() {
    let page = fs::read_to_string(root().join(PAGE)).expect("the page can be read");
    let platform = floe_disk::read(&root().join(INPUT), "").expect("the example can be read");
    let files: Vec<_> =
        platform.iter().map(|(path, bytes)| (path, std::str::from_utf8(bytes).expect("text"))).collect();
    let folder = folder(files.iter().copied());
    let floe = program("floe");
    let path = format!("{}:/usr/bin:/bin", floe.parent().expect("it is in a folder").display());
    let script =
        Command::new("sh").args(["-euc", &block(&page, "sh")]).env("PATH", path).current_dir(folder.path()).output();
    let script = script.expect("sh starts");
    assert!(script.status.success(), "{}", String::from_utf8_lossy(&script.stderr));

    let platform = fs::read_to_string(folder.path().join("dist/platform.json")).expect("the platform is compiled");
    let platform: serde_json::Value = serde_json::from_str(&platform).expect("JSON");
    let locations = platform["bindings"]["orchestrator"]["code_locations"].as_array().expect("there are locations");
    let modules: Vec<&str> = locations.iter().filter_map(|location| location["module"].as_str()).collect();
    let mut dagster = python();
    let dagster =
        dagster.arg(root().join("golden/python/product_modules.py")).arg(folder.path().join("image")).args(&modules);
    let loaded = dagster.env_remove("PYTHONPATH").output().expect("the interpreter starts");
    assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    let loaded: Vec<String> = serde_json::from_slice(&loaded.stdout).expect("the answer is JSON");
    assert_eq!((loaded.len(), loaded), (3, modules.iter().map(ToString::to_string).collect()));
}

#[test]
fn the_dockerfile_takes_the_stock_image_and_the_versions_of_the_tests() {
    let page = fs::read_to_string(root().join(PAGE)).expect("the page can be read");
    let dockerfile = block(&page, "dockerfile");
    let stock = COMPONENTS.iter().flat_map(|component| component.images).find(|image| image.products);
    let stock = stock.expect("one image runs products");
    let from = format!("FROM {}/{}:{}\n", stock.registry, stock.repository, stock.tag);
    assert!(dockerfile.starts_with(&from), "{from}{dockerfile}");
    let locked = fs::read_to_string(root().join("tools/python/requirements.txt")).expect("the lock can be read");
    let pins: Vec<&str> = dockerfile.split_whitespace().filter(|word| word.contains("==")).collect();
    assert_eq!(pins.len(), 3, "{pins:?}");
    for pin in pins {
        assert!(locked.contains(&format!("\n{pin} \\\n")), "{pin} is not in the lock of the tests");
    }
    let copied =
        dockerfile.lines().find_map(|line| line.strip_prefix("COPY floe_products ")).expect("the code is copied");
    let path = copied.strip_suffix("/floe_products").expect("the package keeps the name");
    assert!(dockerfile.contains(&format!("ENV PYTHONPATH={path}\n")), "{dockerfile}");
}
