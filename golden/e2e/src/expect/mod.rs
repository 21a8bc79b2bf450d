//! Expectations: the conditions that must hold after a step, each by name in a course. Pure functions over a moment.

mod accepted;
mod available;
mod clients;
mod connected;
mod gone;
mod held;
mod narrow;
mod permitted;
mod resolved;
mod served;
mod silent;
mod steady;

use crate::moment::{Finding, Moment};

/// One expectation: gives each object that does not meet the expectation, with the cause.
type Expectation = fn(&Moment<'_>) -> Vec<(String, String)>;

/// The expectation that asks the server about each account.
pub(crate) const PERMITTED: &str = "permitted";

/// All expectations, by their names in a course.
const ALL: &[(&str, Expectation)] = &[
    ("known", accepted::known),
    ("unique", accepted::unique),
    ("accepted", accepted::accepted),
    ("silent", silent::silent),
    ("resolved", resolved::resolved),
    ("narrow", narrow::narrow),
    ("available", available::available),
    ("served", served::served),
    ("connected", connected::connected),
    ("clients", clients::clients),
    (PERMITTED, permitted::permitted),
    ("as-rendered", held::as_rendered),
    ("changed", steady::changed),
    ("unchanged", steady::unchanged),
    ("others-unchanged", steady::others_unchanged),
    ("data-kept", steady::data_kept),
    ("scale-kept", steady::scale_kept),
    ("gone", gone::gone),
];

/// The names of all expectations.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(name, _)| *name)
}

/// Judges a moment by some of the expectations.
pub(crate) fn judge(moment: &Moment<'_>, expectations: &[String]) -> Vec<Finding> {
    let chosen = ALL.iter().filter(|(name, _)| expectations.iter().any(|wanted| wanted == name));
    let mut findings: Vec<Finding> = chosen
        .flat_map(|(name, expectation)| {
            let finding = |(object, cause)| Finding { expectation: (*name).to_owned(), object, cause };
            expectation(moment).into_iter().map(finding)
        })
        .collect();
    findings.sort();
    findings.dedup();
    findings
}
