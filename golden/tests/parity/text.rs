//! Strings that match a pattern, and strings that may not. Uses its own reading of patterns, not the checkers'.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::chance::Chance;

/// So many strings are tried until one has the wanted length.
const TRIES: usize = 100;

/// A string of so many characters that the pattern matches, if chance finds one.
pub(crate) fn matching(pattern: &str, length: usize, chance: &mut Chance) -> Option<String> {
    let hir = regex_syntax::parse(pattern).expect("patterns of contracts can be parsed");
    let mut texts = (0..TRIES).map(|_| {
        let mut text = String::new();
        grow(&hir, length, chance, &mut text);
        text
    });
    texts.find(|text| text.chars().count() == length)
}

/// Appends what the pattern matches; repetitions go on while the text is shorter than wanted.
fn grow(hir: &Hir, length: usize, chance: &mut Chance, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            text.push_str(std::str::from_utf8(&literal.0).expect("patterns match text"));
        }
        HirKind::Class(class) => text.extend(member(class, chance)),
        HirKind::Capture(group) => grow(&group.sub, length, chance, text),
        HirKind::Concat(parts) => {
            for part in parts {
                grow(part, length, chance, text);
            }
        }
        HirKind::Alternation(ways) => grow(chance.one_of(ways), length, chance, text),
        HirKind::Repetition(repetition) => {
            let max = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min {
                grow(&repetition.sub, length, chance, text);
            }
            let mut more = repetition.min;
            while more < max && text.chars().count() < length && chance.below(8) > 0 {
                grow(&repetition.sub, length, chance, text);
                more += 1;
            }
        }
    }
}

fn member(class: &Class, chance: &mut Chance) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let range = chance.one_of(class.ranges());
    let (start, end) = (u32::from(range.start()), u32::from(range.end()));
    let offset = chance.below(u64::from(end - start) + 1);
    let picked = u32::try_from(offset).ok().and_then(|offset| char::from_u32(start + offset));
    Some(picked.unwrap_or_else(|| range.start()))
}

/// Strings near to a good one that a pattern may or may not match.
pub(crate) fn near(good: &str) -> Vec<String> {
    let mut near = vec![
        String::new(),
        format!("{good}\n"),
        format!("{good} "),
        format!(" {good}"),
        format!("{good}\u{0}"),
        format!("é{good}"),
        format!("{good}-"),
        format!("{good}😀"),
        format!("{good}{good}"),
        format!("{good}/"),
        format!("{good}?"),
        good.to_uppercase(),
        good.to_lowercase(),
    ];
    near.extend(good.char_indices().next_back().map(|(at, _)| good[..at].to_owned()));
    near
}
