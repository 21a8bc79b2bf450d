//! Mutate: structured mutations of a document. A word is replaced, or a block (a line with the deeper lines below) is
//! moved, doubled, dropped or copied from another document. The fuzzer itself changes single bytes.

use std::sync::LazyLock;

use floe_golden::Chance;

use crate::words::words;
use crate::{TARGETS, seeds};

static WORDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| words(&DONORS));
static DONORS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| TARGETS.iter().flat_map(|target| seeds::of(target.name)).collect());

/// A mutated text of at most `most` bytes.
pub fn mutate(text: &[u8], most: usize, seed: u64) -> Vec<u8> {
    let mut chance = Chance::seeded(seed);
    let mut text = text.to_vec();
    for _ in 0..=chance.below(3) {
        let changed = match chance.below(10) {
            0..=3 => swap_word(&text, &mut chance),
            4 => replace(&text, block(&text, &mut chance), b""),
            5 => graft(&text, &text, &mut chance),
            6..=7 => {
                let donor = chance.one_of(&DONORS).clone();
                graft(&text, &donor, &mut chance)
            }
            8 => exchange(&text, &mut chance),
            _ => indent(&text, &mut chance),
        };
        if changed.len() <= most {
            text = changed;
        }
    }
    text
}

/// A range of bytes.
type Range = std::ops::Range<usize>;

fn replace(text: &[u8], range: Range, with: &[u8]) -> Vec<u8> {
    [&text[..range.start], with, &text[range.end..]].concat()
}

fn pick(chance: &mut Chance, count: usize) -> usize {
    usize::try_from(chance.below(u64::try_from(count.max(1)).unwrap_or(1))).unwrap_or_default()
}

const fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'$' | b'#' | b'@' | b'"' | b'\'' | 0x80..)
}

/// The word around a random byte, or the word that ends there. The range may be empty.
fn word(text: &[u8], chance: &mut Chance) -> Range {
    let at = pick(chance, text.len());
    let start = text[..at].iter().rposition(|byte| !in_word(*byte)).map_or(0, |before| before + 1);
    let end = text[at..].iter().position(|byte| !in_word(*byte)).map_or(text.len(), |after| at + after);
    start..end
}

fn swap_word(text: &[u8], chance: &mut Chance) -> Vec<u8> {
    let range = word(text, chance);
    let with = if chance.below(4) == 0 { text[word(text, chance)].to_vec() } else { chance.one_of(&WORDS).clone() };
    replace(text, range, &with)
}

/// The range of each line, including the line break.
fn lines(text: &[u8]) -> Vec<Range> {
    let mut at = 0;
    let lines = text.split_inclusive(|byte| *byte == b'\n').map(|line| {
        at += line.len();
        at - line.len()..at
    });
    lines.collect()
}

fn depth(line: &[u8]) -> usize {
    line.iter().take_while(|byte| **byte == b' ').count()
}

/// A random line with the deeper lines below.
fn block(text: &[u8], chance: &mut Chance) -> Range {
    let lines = lines(text);
    let Some(first) = lines.get(pick(chance, lines.len())).cloned() else { return 0..0 };
    let own = depth(&text[first.clone()]);
    let below = lines.iter().filter(|line| line.start >= first.end);
    let end = below.take_while(|line| depth(&text[(*line).clone()]) > own).last().map_or(first.end, |last| last.end);
    first.start..end
}

/// Inserts a block of `donor` before a block of `text`, or replaces that block. The inserted lines get the indentation
/// of that block, or two spaces more.
fn graft(text: &[u8], donor: &[u8], chance: &mut Chance) -> Vec<u8> {
    let from = block(donor, chance);
    let place = block(text, chance);
    let (has, wants) = (depth(&donor[from.clone()]), depth(&text[place.clone()]));
    let wants = if chance.below(3) == 0 { wants + 2 } else { wants };
    let mut grafted = Vec::new();
    for line in lines(&donor[from.clone()]) {
        let line = &donor[from.start + line.start..from.start + line.end];
        let inside = depth(line);
        grafted.resize(grafted.len() + (inside + wants).saturating_sub(has), b' ');
        grafted.extend_from_slice(&line[inside..]);
    }
    let range = if chance.below(2) == 0 { place } else { place.start..place.start };
    replace(text, range, &grafted)
}

/// Swaps two blocks.
fn exchange(text: &[u8], chance: &mut Chance) -> Vec<u8> {
    let (mut first, mut second) = (block(text, chance), block(text, chance));
    if first.start > second.start {
        (first, second) = (second, first);
    }
    if first.end > second.start {
        return text.to_vec();
    }
    [&text[..first.start], &text[second.clone()], &text[first.end..second.start], &text[first], &text[second.end..]]
        .concat()
}

/// Indents a block, or puts a YAML indicator before the block.
fn indent(text: &[u8], chance: &mut Chance) -> Vec<u8> {
    let range = block(text, chance);
    let signs: [&[u8]; 8] = [b"  ", b"- ", b"\t", b"? ", b": ", b"\r", b"#", b"&a "];
    let sign = *chance.one_of(&signs);
    let at = range.start + depth(&text[range.clone()]);
    replace(text, at..at, sign)
}

#[cfg(test)]
mod tests {
    use super::mutate;

    #[test]
    fn texts_are_changed_by_chance_alone_and_never_grow_beyond_the_bound() {
        let text = b"a:\n  b: [1, 2]\n  c: x\nd: e\n";
        let mutated: Vec<Vec<u8>> = (0..300).map(|seed| mutate(text, 200, seed)).collect();
        assert!(mutated.iter().all(|it| it.len() <= 200));
        assert!(mutated.iter().filter(|it| *it != text).count() > 200);
        assert_eq!(mutated[7], mutate(text, 200, 7));
        assert!((0..20).all(|seed| mutate(b"", 200, seed).len() <= 200));
    }
}
