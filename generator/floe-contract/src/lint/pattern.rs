//! The profile of patterns: the syntax that ECMA-262, Rust and Python's validators read alike. Tells the fault of a pattern, not the place.

use std::str::Chars;

use crate::shape;

/// Why a pattern is outside of the profile; `None`: inside.
pub(super) fn fault(pattern: &str) -> Option<&'static str> {
    let Some(inner) = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) else {
        return Some("it must begin with ^ and end with $");
    };
    let scanned = Scanner { rest: inner.chars(), depth: 0 }.scan().err();
    scanned.or_else(|| shape::compile(pattern).is_none().then_some("it cannot be compiled, or gets too large"))
}

struct Scanner<'p> {
    rest: Chars<'p>,
    depth: usize,
}

type Scan = Result<(), &'static str>;

const OUTSIDE: &str =
    r"only \ . * + ? ( ) [ ] { } | ^ $ are escaped outside of a class; what else there is means itself";
const INSIDE: &str = r"only \ ] - [ ^ are escaped inside a class; what else there is means itself";

impl Scanner<'_> {
    fn scan(mut self) -> Scan {
        while let Some(c) = self.rest.next() {
            self.item(c)?;
        }
        Ok(())
    }

    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    /// Passes over a character if it comes next.
    fn skip(&mut self, c: char) -> bool {
        let comes = self.peek() == Some(c);
        if comes {
            self.rest.next();
        }
        comes
    }

    fn item(&mut self, c: char) -> Scan {
        match c {
            '\\' => self.escape(r"\.*+?()[]{}|^$", OUTSIDE)?,
            '[' => self.class()?,
            '(' => return self.open(),
            ')' => self.depth = self.depth.checked_sub(1).ok_or("a group is closed that was not opened")?,
            '|' if self.depth == 0 => {
                return Err("its alternatives must stand in a group, or ^ and $ hold for one of them only");
            }
            '|' => return Ok(()),
            '.' => return Err("`.` is read differently; write a class"),
            '^' | '$' => return Err("^ and $ stand at its ends only"),
            '*' | '+' | '?' | '{' | '}' => return Err("a quantifier must stand behind what it repeats, and only once"),
            _ => {}
        }
        self.quantifier()
    }

    fn open(&mut self) -> Scan {
        self.depth += 1;
        if self.skip('?') && !self.skip(':') {
            return Err("groups are plain or (?:…): no lookaround, no names, no flags");
        }
        Ok(())
    }

    /// Reads the character behind a backslash; `other` speaks of punctuation that is not `allowed` there.
    fn escape(&mut self, allowed: &str, other: &'static str) -> Scan {
        match self.rest.next() {
            Some(c) if allowed.contains(c) => Ok(()),
            Some(c) if c.is_ascii_punctuation() => Err(other),
            _ => Err(r"only punctuation is escaped: no \d, \w, \s, \b, \p, no backreference"),
        }
    }

    fn class(&mut self) -> Scan {
        self.skip('^');
        if self.peek() == Some(']') {
            return Err("an empty class, or one that begins with ], is read differently; write \\]");
        }
        let (mut previous, mut ranged) = (None, false);
        loop {
            match self.rest.next().ok_or("a class is not closed")? {
                ']' => return Ok(()),
                '[' => return Err("[ inside a class is read differently; write \\["),
                c @ ('&' | '~') if previous == Some(c) => return Err("&& and ~~ inside a class are read differently"),
                '\\' => {
                    self.escape(r"\]-[^", INSIDE)?;
                    (previous, ranged) = (Some('\\'), false);
                }
                '-' if previous.is_none() || self.peek() == Some(']') => previous = Some('-'),
                '-' if ranged || previous == Some('-') => {
                    return Err("- inside a class stands first, last, or in a range");
                }
                '-' => (previous, ranged) = (self.range_end()?, true),
                c => (previous, ranged) = (Some(c), false),
            }
        }
    }

    fn range_end(&mut self) -> Result<Option<char>, &'static str> {
        match self.rest.next() {
            Some('\\') => self.escape(r"\]-[^", INSIDE).map(|()| Some('\\')),
            Some('[') => Err("[ inside a class is read differently; write \\["),
            end => Ok(end),
        }
    }

    fn quantifier(&mut self) -> Scan {
        let is_plain = ['*', '+', '?'].into_iter().any(|c| self.skip(c));
        if is_plain || self.peek() != Some('{') { Ok(()) } else { self.counted() }
    }

    /// `{2}`, `{2,}` or `{2,5}`.
    fn counted(&mut self) -> Scan {
        let (text, rest) = self.rest.as_str().split_once('}').ok_or("{ begins a quantifier that is not closed")?;
        let text = text.trim_start_matches('{');
        let (min, max) = text.split_once(',').unwrap_or((text, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if min.is_empty() || !digits(min) || !digits(max) {
            return Err("{ begins a quantifier: {2}, {2,} or {2,5}");
        }
        self.rest = rest.chars();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_reader_reads_alike_is_inside_the_profile() {
        let good = r"^$ ^a$ ^[a-z0-9]([a-z0-9-]*[a-z0-9])?$ ^(?:a|b)+$ ^\.\*\[\{\|\^\$$ ^a{2}b{2,}c{2,5}$ ^[^/]+$
            ^[\]\[\-\\]$ ^[-a]$ ^[a-]$ ^[a-z&~-]$ ^[.$^*+?(){}|]$ ^é[à-ü]$ ^[+-]?[0-9]+$";
        for good in good.split_whitespace() {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn what_is_escaped_and_needs_it_not_is_told_as_that() {
        for pattern in [r"^\/$", r"^\-$", r"^a\@$"] {
            assert_eq!(fault(pattern), Some(OUTSIDE), "{pattern}");
        }
        for pattern in [r"^[\/]$", r"^[\.]$", r"^[a-\/]$"] {
            assert_eq!(fault(pattern), Some(INSIDE), "{pattern}");
        }
        assert!(fault(r"^\d$").is_some_and(|fault| fault.contains(r"no \d")));
    }

    #[test]
    fn what_readers_read_differently_is_outside_the_profile() {
        let bad = r"a ^a a$ ^a\$ ^a|b$ ^a.b$ ^\d$ ^\w$ ^\s$ ^a\b$ ^\p{L}$ ^(a)\1$ ^(?=a)$ ^(?!a)$ ^(?<n>a)$ ^(?i)a$
            ^a*+$ ^a??$ ^a+?$ ^*$ ^a{$ ^a}$ ^{2}$ ^a{x}$ ^a{,2}$ ^[]$ ^[]a]$ ^[^]$ ^[a[b]$ ^[a&&b]$ ^[a~~b]$ ^[a--b]$
            ^[a-z-9]$ ^[[:alpha:]]$ ^[a$ ^(a$ ^a)$ ^a^b$ ^a$b$ ^\/$ ^[\d]$ ^[z-a]$ ^\n$ ^\x41$ ^a{5,2}$ ^[a-[]$
            ^(a{500}){500}$";
        let large = format!("^{}$", "(a|b)*".repeat(20_000));
        for bad in bad.split_whitespace().chain(["", &large]) {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
