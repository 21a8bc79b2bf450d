//! Generates strings that match a pattern, and near misses. Interprets patterns with `regex-syntax`, independently of
//! the checkers.

use regex_syntax::hir::{Class, Hir, HirKind};

use floe_golden::Chance;

/// The number of attempts to reach the wanted length.
const TRIES: usize = 100;

/// A string of `length` characters that matches the pattern, if the search finds one.
///
/// The text after a repetition adds to the length, so successive attempts end repetitions earlier. Ten of every twenty
/// attempts end them at random as well.
pub(crate) fn matching(pattern: &str, length: usize, chance: &mut Chance) -> Option<String> {
    let hir = regex_syntax::parse(pattern).expect("patterns of contracts can be parsed");
    let mut texts = (0..TRIES).map(|round| {
        let mut growth =
            Growth { enough: length.saturating_sub(round % 10), greedy: round % 20 < 10, chance, length: 0 };
        let mut text = String::new();
        growth.grow(&hir, &mut text);
        text
    });
    texts.find(|text| text.chars().count() == length)
}

/// Decides where repetitions end.
struct Growth<'c> {
    /// Repetitions end at this number of characters.
    enough: usize,
    /// Whether repetitions always run up to `enough`.
    greedy: bool,
    chance: &'c mut Chance,
    /// The number of characters so far.
    length: usize,
}

impl Growth<'_> {
    /// Appends a text that matches the expression.
    fn grow(&mut self, hir: &Hir, text: &mut String) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                let literal = std::str::from_utf8(&literal.0).expect("patterns match text");
                self.length += literal.chars().count();
                text.push_str(literal);
            }
            HirKind::Class(class) => {
                self.length += 1;
                text.extend(member(class, self.chance));
            }
            HirKind::Capture(group) => self.grow(&group.sub, text),
            HirKind::Concat(parts) => {
                for part in parts {
                    self.grow(part, text);
                }
            }
            HirKind::Alternation(ways) => {
                let way = self.chance.one_of(ways);
                self.grow(way, text);
            }
            HirKind::Repetition(repetition) => {
                let max = repetition.max.unwrap_or(u32::MAX);
                let mut count = 0;
                while count < repetition.min || (count < max && self.goes_on()) {
                    self.grow(&repetition.sub, text);
                    count += 1;
                }
            }
        }
    }

    fn goes_on(&mut self) -> bool {
        self.length < self.enough && (self.greedy || self.chance.below(8) > 0)
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

/// Variations of a matching string, which a pattern may or may not match.
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
