//! `floe images`: the container images that charts pull, with the known facts about each on a date. Reads no chart.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::Path;

use floe::{Options, build};
use floe_base::Findings;
use floe_commands::floe::{Format, ImagesArguments};
use floe_compiler::images::{is_unverified, mirrored, of_floe};
use floe_compiler::{Outcome, diagnostic, pretty};
use floe_types::bindings::platform::PlatformBindings;
use floe_types::chart::Charted;
use floe_types::components::COMPONENTS;
use floe_types::diagnostics as messages;
use floe_types::documents::requirements::RequiredImage;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};
use serde_json::Value;

use crate::discovery::discover;
use crate::summary::count;
use crate::{exit, registry, terminal};

/// The variable that stands for the clock in reproducible builds.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Runs the command and returns the exit code.
pub(crate) fn run(arguments: &ImagesArguments) -> u8 {
    match list(arguments) {
        Ok((images, today)) => {
            let findings = if arguments.check { checked(&images, today) } else { Findings::new() };
            terminal::show(&findings, &BTreeMap::new());
            let text = match arguments.format {
                Format::Text => {
                    terminal::say(&remarks(&images, today));
                    lines(images.iter().map(|image| image.image.to_string()))
                }
                Format::Json => pretty(&images.iter().map(RequiredImage::to_value).collect::<Value>()),
            };
            exit::code(&findings).max(terminal::answer(Ok(text)))
        }
        Err((findings, sources)) => {
            terminal::show(&findings, &sources);
            exit::code(&findings)
        }
    }
}

type Refusal = (Findings, BTreeMap<String, String>);

/// The images with the date, or the findings with the texts of the documents.
fn list(arguments: &ImagesArguments) -> Result<(Vec<RequiredImage>, Date), Refusal> {
    let plain = |findings: Findings| (findings, BTreeMap::new());
    let today = today(arguments.today.as_deref()).map_err(plain)?;
    let of_build = || of_floe(&COMPONENTS.iter().collect::<Vec<_>>(), PlatformBindings::CHARTS).map_err(plain);
    let manifest = arguments.manifest.as_deref();
    let mut images = arguments.dir.as_ref().map_or_else(of_build, |dir| of_folder(dir, manifest))?;
    if let Some(mirror) = &arguments.mirror {
        images = mirrored(images, mirror).map_err(plain)?;
    }
    Ok((images, today))
}

/// The images of the platform in a folder.
fn of_folder(dir: &Path, manifest: Option<&Path>) -> Result<Vec<RequiredImage>, Refusal> {
    let jobs = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let found = discover(dir, manifest, &dir.join("dist"), jobs).map_err(|findings| (findings, BTreeMap::new()))?;
    let Outcome { value, findings, sources } = build(&found.input, Options { render: false, jobs });
    value.map(|build| build.compiled.platform.requires.images).ok_or((findings, sources))
}

/// The date from which ages count.
fn today(stated: Option<&str>) -> Result<Date, Findings> {
    let invalid = |text: &str, place: &str| Findings::from(diagnostic(messages::command_date_invalid(text, place)));
    let of = |moment: Timestamp| moment.to_zoned(TimeZone::UTC).date();
    match (stated, std::env::var(EPOCH)) {
        (Some(text), _) => text.parse().map_err(|_| invalid(text, "--today")),
        (None, Ok(text)) => {
            let moment = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            moment.map(of).ok_or_else(|| invalid(&text, EPOCH))
        }
        (None, Err(_)) => Ok(of(Timestamp::now())),
    }
}

/// The faults of an image on a date, and in the registry.
fn checked(images: &[RequiredImage], today: Date) -> Findings {
    let outdated = images.iter().filter(|image| is_outdated(image, today));
    let outdated = outdated.filter_map(|image| {
        let date = image.end_of_life.as_ref()?;
        Some(diagnostic(messages::command_image_outdated(image.image.as_str(), date.as_str())))
    });
    let mut findings: Findings = outdated.collect();
    findings.extend(registry::check(images.iter().map(|image| image.image.as_str())));
    findings
}

fn is_outdated(image: &RequiredImage, today: Date) -> bool {
    image.end_of_life.as_ref().and_then(|date| date.as_str().parse::<Date>().ok()).is_some_and(|last| last < today)
}

/// Remarks about the images for people.
fn remarks(images: &[RequiredImage], today: Date) -> String {
    let never = images.iter().filter(|image| is_unverified(image)).count();
    let age = |image: &RequiredImage| {
        let date: Date = image.as_of.as_ref()?.as_str().parse().ok()?;
        let days = usize::try_from(today.since((Unit::Day, date)).ok()?.get_days()).ok()?;
        Some((days, date))
    };
    let oldest = images.iter().filter_map(age).max_by_key(|(days, _)| *days);
    let oldest = oldest.map(|(days, date)| format!("; the oldest facts are of {date}, {} ago", count(days, "day")));
    let outdated = images.iter().filter(|image| is_outdated(image, today));
    let outdated = lines(outdated.map(|image| format!("{} gets no more mends", image.image)));
    let number = count(images.len(), "image");
    let oldest = oldest.as_deref().unwrap_or_default(); // no image has facts
    format!("{number}; the developers of floe never started {never} of them{oldest}\n{outdated}")
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}
