//! Encodings: invalid UTF-8 is refused; a byte order mark and Windows line ends change nothing.

use crate::judge::{KINDS, Kind, Outcome, judge};

fn refused(kind: Kind, bytes: &[u8], code: &str) {
    match judge(kind, bytes, &[]) {
        Outcome::Refused(codes) => assert_eq!(codes, [code], "{:?}", &bytes[..bytes.len().min(20)]),
        Outcome::Compiled(_) => panic!("{:?} compiles", &bytes[..bytes.len().min(20)]),
    }
}

#[test]
fn other_encodings_are_named_and_refused() {
    for kind in KINDS {
        let good = kind.good();
        let wide = |unit: fn(u16) -> [u8; 2]| good.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let four: Vec<u8> = good.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for bytes in
            [little.clone(), big.clone(), [vec![0xff, 0xfe], little].concat(), [vec![0xfe, 0xff], big].concat()]
        {
            refused(kind, &bytes, "LOAD_YAML_ENCODING");
        }
        refused(kind, &four, "LOAD_YAML_ENCODING");
    }
}

#[test]
fn bytes_that_no_text_has_are_refused_wherever_they_stand() {
    let good = Kind::Spec.good();
    // A lone continuation byte, an overlong slash, a surrogate half, a code point beyond Unicode; NUL, bell, escape,
    // delete, and a C1 control.
    let nasty: [&[u8]; 9] =
        [b"\x80", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\0", b"\x07", b"\x1b[31m", b"\x7f", b"\xc2\x9b"];
    for bytes in nasty {
        for at in [0, good.len() / 2, good.len()] {
            refused(
                Kind::Spec,
                &[&good.as_bytes()[..at], bytes, &good.as_bytes()[at..]].concat(),
                "LOAD_YAML_ENCODING",
            );
        }
    }
    refused(Kind::Spec, b"\xff\xfe", "LOAD_YAML_ENCODING");
    refused(Kind::Spec, b"\x7fELF\x02\x01\x01\0\0\0", "LOAD_YAML_ENCODING");
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    for kind in KINDS {
        let good = kind.good();
        let artifacts = |text: &str| match judge(kind, text.as_bytes(), &[]) {
            Outcome::Compiled(files) => files,
            Outcome::Refused(codes) => panic!("{codes:?} of {text}"),
        };
        let expected = artifacts(&good);
        assert_eq!(artifacts(&format!("\u{feff}{good}")), expected);
        assert_eq!(artifacts(&good.replace('\n', "\r\n")), expected);
        assert_eq!(artifacts(&good.replace('\n', "\r")), expected);
        assert_eq!(artifacts(&format!("---\n{good}...\n")), expected);
    }
}
