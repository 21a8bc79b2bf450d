//! Memory: a number and a unit, in the spelling of the contract. DuckDB takes blanks, small letters and units without B.

/// The normal spelling; a text of another form stays the same, and breaks the pattern.
pub(super) fn normal(text: &str) -> String {
    let trimmed = text.trim();
    let (number, unit) =
        trimmed.split_at(trimmed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(trimmed.len()));
    let unit = unit.trim().to_ascii_uppercase();
    let prefix = unit.strip_suffix('B').unwrap_or(&unit);
    match prefix.strip_suffix('I').map_or((prefix, ""), |prefix| (prefix, "i")) {
        (prefix @ ("K" | "M" | "G" | "T"), binary) if !number.is_empty() => format!("{number}{prefix}{binary}B"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_case_and_a_missing_b_do_not_count() {
        for (text, written) in
            [("4gb", "4GB"), (" 2 GB", "2GB"), ("1.5 gib", "1.5GiB"), ("4G", "4GB"), ("8KiB", "8KiB")]
        {
            assert_eq!(normal(text), written);
        }
        for text in ["", "GB", "4", "80%", "2 gigabytes", "-1GB", "4i", "4 B"] {
            assert_eq!(normal(text), text);
        }
    }
}
