//! Images: every image that a chart pulls has its facts in the contracts, and the defaults of plugins are among these images.

use floe_plugins::REGISTRY;
use floe_types::SHAPES;
use floe_types::bindings::orchestrator::ContainerImage;
use floe_types::bindings::platform::PlatformBindings;
use floe_types::chart::Charted;
use floe_types::component::ImageInfo;
use floe_types::components::COMPONENTS;
use floe_types::shape::{Def, Field};

fn images() -> Vec<&'static ImageInfo> {
    let of_charts = PlatformBindings::CHARTS.iter().flat_map(|chart| chart.images);
    COMPONENTS.iter().flat_map(|component| component.images).chain(of_charts).collect()
}

#[test]
fn every_image_says_where_the_facts_come_from_and_of_which_date_they_are() {
    let images = images();
    assert!(images.len() > 7, "{}", images.len());
    for image in images {
        assert!(image.source.is_some() && image.as_of.is_some(), "{} has no `source` or `as-of`", image.repository);
    }
}

#[test]
fn the_image_that_a_plugin_has_by_default_is_that_of_a_component() {
    let known: Vec<String> =
        images().iter().map(|image| format!("{}/{}:{}", image.registry, image.repository, image.tag)).collect();
    let mut found = 0;
    for info in REGISTRY.infos() {
        let Some(Def::Object(fields)) = SHAPES.get(info.config_type) else { continue };
        for default in fields.iter().filter_map(Field::default) {
            let Ok(image) = ContainerImage::parse(default) else { continue };
            let name = format!("{}:{}", image.repository.as_str(), image.tag.as_str());
            assert!(known.contains(&name), "{}/{} has the image {name} by default", info.category, info.name);
            found += 1;
        }
    }
    assert!(found > 0, "the orchestrator has a default image");
}
