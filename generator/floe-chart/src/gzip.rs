//! One member of gzip with fixed bytes for fixed content. The pinned encoder compresses.

/// One gzip member: no name, no time, no comment, unknown system.
pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    // A higher level shrinks a chart by a further twentieth, in twice the time.
    const LEVEL: u8 = 3;
    let mut out = HEADER.to_vec();
    out.extend(miniz_oxide::deflate::compress_to_vec(bytes, LEVEL));
    out.extend(trailer_of(bytes));
    out
}

/// Checksum and length (modulo 2^32) of the content.
fn trailer_of(bytes: &[u8]) -> [u8; 8] {
    let length = (bytes.len() as u64) & u64::from(u32::MAX);
    ((length << 32) | u64::from(crc32fast::hash(bytes))).to_le_bytes()
}

/// The content of one gzip member, if the checksum is right and the content is no larger than `most`.
pub(crate) fn decompress(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    const HEADER_CHECKSUM: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    let [0x1f, 0x8b, 8, flags, _, _, _, _, _, _, rest @ ..] = bytes else { return None };
    let mut rest = rest;
    if flags & EXTRA != 0 {
        let [low, high, tail @ ..] = rest else { return None };
        rest = tail.get(usize::from(u16::from_le_bytes([*low, *high]))..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            rest = rest.get(rest.iter().position(|byte| *byte == 0)? + 1..)?;
        }
    }
    if flags & HEADER_CHECKSUM != 0 {
        rest = rest.get(2..)?;
    }
    let (body, trailer) = rest.split_last_chunk::<8>()?;
    let content = miniz_oxide::inflate::decompress_to_vec_with_limit(body, most).ok()?;
    (*trailer == trailer_of(&content)).then_some(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_has_a_fixed_header_the_content_and_a_checksum() {
        assert_eq!(trailer_of(b"123456789"), [0x26, 0x39, 0xf4, 0xcb, 9, 0, 0, 0]);
        let text = b"again and ".repeat(1000);
        let whole = compress(&text);
        assert_eq!(whole[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], "nothing depends on time or system");
        assert_eq!(decompress(&whole, text.len() - 1), None, "content beyond the limit is refused");
        assert_eq!(decompress(&whole, text.len()), Some(text));
    }

    #[test]
    fn damage_never_yields_other_content() {
        let text = b"some text, some text again".repeat(20);
        let whole = compress(&text);
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            assert!(decompress(&damaged, text.len()).is_none_or(|read| read == text), "byte {at}");
            assert_eq!(decompress(&whole[..at], text.len()), None, "cut at {at}");
        }
    }
}
