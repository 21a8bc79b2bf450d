//! Images: the container images that a cluster pulls for components and charts, with what is known about each. Asks no registry.

use std::collections::{BTreeMap, BTreeSet};

use floe_base::Findings;
use floe_types::chart::ChartInfo;
use floe_types::component::{ComponentInfo, ImageInfo};
use floe_types::documents::requirements::RequiredImage;
use floe_types::scalars::NonEmpty;
use floe_types::shape::Violation;
use serde_json::Value;

use crate::report;

/// The name of the list in findings.
const LIST: &str = "the list of images";

/// The word for an image that the developers of floe never pulled.
const NEVER: &str = "never";

/// Whether the contracts state facts of an image that the developers of floe never started.
pub fn is_unverified(image: &RequiredImage) -> bool {
    image.pulled.as_ref().is_some_and(|pulled| pulled.as_str() == NEVER)
}

/// An image with the users, and with the facts unless a platform names the image.
#[derive(Default)]
struct Use {
    users: BTreeSet<&'static str>,
    info: Option<&'static ImageInfo>,
    products: bool,
}

/// The images of components and of charts without a platform, by name.
pub fn of_floe(components: &[&'static ComponentInfo], charts: &[ChartInfo]) -> Result<Vec<RequiredImage>, Findings> {
    of_platform(components, charts, &Value::Null).map_err(|violation| report::artifact_invalid(LIST, &violation).into())
}

/// The images with a mirror in place of every registry, as charts make the names.
pub fn mirrored(mut images: Vec<RequiredImage>, mirror: &str) -> Result<Vec<RequiredImage>, Findings> {
    for image in &mut images {
        let name = NonEmpty::try_from(behind(mirror, image.image.as_str()));
        image.image = name.map_err(|violation| report::artifact_invalid(LIST, &violation))?;
    }
    images.sort_by(|a, b| a.image.as_str().cmp(b.image.as_str()));
    Ok(images)
}

/// The name of an image in a mirror. A name without a folder is one of Docker Hub's own images.
fn behind(mirror: &str, image: &str) -> String {
    match image.split_once('/') {
        None => format!("{mirror}/library/{image}"),
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => format!("{mirror}/{rest}"),
        Some(_) => format!("{mirror}/{image}"),
    }
}

/// The images of the components that a platform deploys, by name. `charts` have images, too, where there is a component.
pub(crate) fn of_platform(
    components: &[&'static ComponentInfo],
    charts: &[ChartInfo],
    bindings: &Value,
) -> Result<Vec<RequiredImage>, Violation> {
    let mut uses: BTreeMap<String, Use> = BTreeMap::new();
    let mut add = |user, info: &'static ImageInfo| {
        let own = name(&format!("{}/{}", info.registry, info.repository), info.tag, info.digest);
        let named = info.fact.and_then(|path| fact(bindings, path)).filter(|named| *named != own);
        let known = named.is_none().then_some(info);
        let image = uses.entry(named.unwrap_or(own)).or_default();
        image.users.insert(user);
        image.products |= info.products;
        image.info = image.info.or(known);
    };
    for component in components {
        component.images.iter().for_each(|image| add(component.name, image));
    }
    for chart in charts.iter().filter(|chart| components.iter().any(|component| component.chart == chart.name)) {
        chart.images.iter().for_each(|image| add(chart.name, image));
    }
    uses.into_iter().map(|(name, image)| required(name, &image)).collect()
}

fn required(name: String, image: &Use) -> Result<RequiredImage, Violation> {
    let users = image.users.iter().map(|user| (*user).try_into()).collect::<Result<_, Violation>>()?;
    let mut required = RequiredImage::new(name.try_into()?, users);
    required.products = image.products;
    if let Some(info) = image.info {
        required.source = info.source.map(TryInto::try_into).transpose()?;
        required.as_of = info.as_of.map(TryInto::try_into).transpose()?;
        required.pulled = Some(info.pulled.unwrap_or(NEVER).try_into()?);
        required.end_of_life = info.end_of_life.map(TryInto::try_into).transpose()?;
    }
    Ok(required)
}

/// The image that the bindings name at a path such as `platform.orchestrator.image`.
fn fact(bindings: &Value, path: &str) -> Option<String> {
    let image = path.split('.').skip(1).try_fold(bindings, |value, step| value.get(step))?;
    Some(name(image["repository"].as_str()?, image["tag"].as_str()?, image["digest"].as_str()))
}

/// The full name as charts write it: a digest takes the place of the tag.
fn name(repository: &str, tag: &str, digest: Option<&str>) -> String {
    digest.map_or_else(|| format!("{repository}:{tag}"), |digest| format!("{repository}@{digest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const IMAGE: ImageInfo = ImageInfo {
        registry: "docker.io",
        repository: "a/b",
        tag: "1",
        digest: None,
        source: Some("a page"),
        as_of: Some("2026-01-31"),
        pulled: None,
        end_of_life: None,
        fact: Some("platform.worker.image"),
        products: true,
    };
    const PINNED: ImageInfo = ImageInfo { digest: Some("sha256:0"), fact: None, products: false, ..IMAGE };
    static WORKER: ComponentInfo = component("worker", &[IMAGE, PINNED]);
    static OTHER: ComponentInfo = component("other", &[PINNED]);

    const fn component(name: &'static str, images: &'static [ImageInfo]) -> ComponentInfo {
        ComponentInfo {
            name,
            version: "1.0.0",
            description: "",
            chart: "shop",
            ports: &[],
            provides: None,
            database: None,
            requires: &[],
            secrets: &[],
            connects: &[],
            images,
        }
    }

    #[test]
    fn an_image_that_the_platform_names_takes_the_place_of_the_own_one_and_nothing_is_known_about_that_image() {
        let of = |bindings: Value| {
            let images = of_platform(&[&WORKER, &OTHER], &[], &bindings).unwrap();
            images.iter().map(RequiredImage::to_value).collect::<Vec<_>>()
        };
        let own = |name: &str, users: &[&str], products: bool| json!({"image": name, "used_by": users, "products": products, "source": "a page", "as_of": "2026-01-31", "pulled": NEVER});
        let pinned = own("docker.io/a/b@sha256:0", &["other", "worker"], false);
        let stock = own("docker.io/a/b:1", &["worker"], true);
        let named = |image: Value| json!({"worker": {"image": image}});
        assert_eq!(of(json!({})), [stock.clone(), pinned.clone()]);
        assert_eq!(of(named(json!({"repository": "docker.io/a/b", "tag": "1"}))), [stock, pinned.clone()]);
        let other = json!({"image": "r/c@sha256:1", "used_by": ["worker"], "products": true});
        assert_eq!(of(named(json!({"repository": "r/c", "tag": "2", "digest": "sha256:1"}))), [pinned, other]);
    }

    #[test]
    fn a_mirror_takes_the_place_of_the_registry_alone() {
        for (image, name) in [
            ("docker.io/apache/polaris:1.7.0", "apache/polaris:1.7.0"),
            ("localhost/a@sha256:0", "a@sha256:0"),
            ("r:5000/a/b:1", "a/b:1"),
            ("team/app:1", "team/app:1"),
            ("postgres:16", "library/postgres:16"),
        ] {
            assert_eq!(behind("m.example:5000/x", image), format!("m.example:5000/x/{name}"));
        }
    }
}
