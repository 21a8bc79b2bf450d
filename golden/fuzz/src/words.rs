//! Words for mutations: the words of the seeds, and words on which YAML readers disagree.

use std::collections::BTreeSet;

use crate::documents::SECRET;

/// All words of the texts, and the odd words.
pub(crate) fn words(texts: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut words: BTreeSet<Vec<u8>> = BTreeSet::new();
    for text in texts {
        let parts = text.split(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']' | b'{' | b'}'));
        words.extend(parts.filter(|part| (1..=40).contains(&part.len())).map(<[u8]>::to_vec));
    }
    words.extend(ODD.iter().map(|word| word.as_bytes().to_vec()));
    words.into_iter().collect()
}

/// Words on which YAML readers disagree, or which are expensive to read.
const ODD: [&str; 56] = [
    "",
    "~",
    "null",
    "true",
    "False",
    "yes",
    "0",
    "-0",
    "0.0",
    "1e400",
    "-1e400",
    "1e-400",
    ".inf",
    "-.INF",
    ".nan",
    "0x7fffffffffffffff",
    "0xffffffffffffffffffff",
    "0o777",
    "9007199254740993",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "1_000",
    "1:30",
    "2001-02-03",
    "''",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\x41\\u00e9\\U0001F600\"",
    "\"a\\\n b\"",
    "'a''b'",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{e9}e\u{301}",
    "\u{1f600}",
    "\t",
    "\r\n",
    "&a",
    "*a",
    "<<: *a",
    "!!str",
    "!!int",
    "!x",
    "|+2\n   a",
    ">-\n  b\n\n  c",
    "? a\n: b",
    "---",
    "...",
    "%YAML 1.1\n---",
    "[[[[[[[[",
    "{a: {b: {c: ",
    "^(a*)*(b|b)*$",
    SECRET,
];
