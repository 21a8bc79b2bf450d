//! Scalars that a second implementation can check: dates against a calendar, addresses against the standard library.

use std::net::{Ipv4Addr, Ipv6Addr};

use floe_golden::Chance;
use floe_types::SHAPES;
use serde_json::json;

fn accepted(scalar: &str, text: &str) -> bool {
    SHAPES.check(scalar, &json!(text)).is_empty()
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[test]
fn dates_are_the_days_of_the_calendar() {
    for year in (0..10_000).filter(|year| year % 100 < 5 || *year > 1995 && *year < 2030 || year % 100 > 95) {
        for month in [0, 1, 2, 4, 9, 12, 13] {
            for day in [0, 1, 9, 28, 29, 30, 31, 32] {
                let date = format!("{year:04}-{month:02}-{day:02}");
                let exists = year > 0 && (1..=days(year, month)).contains(&day);
                assert_eq!(accepted("date", &date), exists, "{date}");
                if day >= 28 && month == 2 {
                    assert_eq!(accepted("timestamp", &format!("{date}T23:59:59Z")), exists, "{date}");
                }
            }
        }
    }
}

#[test]
fn addresses_are_those_that_the_standard_library_reads() {
    // The shorter the list of words, the more candidates are valid addresses; the longer list adds near misses.
    let words = ["", "1", "FFFF", "ab", "", "1.2.3.4", "12345", "g", "1.2.3.256"];
    let mut chance = Chance::of("addresses");
    let mut found = 0;
    for _ in 0..20_000 {
        let words = &words[..*chance.one_of(&[2, 4, words.len()])];
        let parts: Vec<&str> = (0..2 + chance.below(8)).map(|_| *chance.one_of(words)).collect();
        let address = parts.join(":");
        let exists = address.parse::<Ipv6Addr>().is_ok();
        found += usize::from(exists);
        assert_eq!(accepted("host", &address), exists, "{address}");
        assert_eq!(accepted("cidr", &format!("{address}/64")), exists, "{address}");
        assert_eq!(accepted("http-url", &format!("http://[{address}]:80/")), exists, "{address}");
    }
    assert!(found > 500, "{found} addresses");
    let parts = ["0", "9", "10", "99", "199", "249", "250", "255", "256", "300", "01", ""];
    for number in 0..parts.len().pow(4) {
        let address = [0, 1, 2, 3].map(|at| parts[number / parts.len().pow(at) % parts.len()]).join(".");
        let exists = address.parse::<Ipv4Addr>().is_ok();
        assert_eq!(accepted("host-name", &address), exists, "{address}");
        assert_eq!(accepted("cidr", &format!("{address}/32")), exists, "{address}");
    }
}
