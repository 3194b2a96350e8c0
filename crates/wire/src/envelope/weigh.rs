//! How much text a part of a body holds. Walks JSON that was already found valid, string by string, without a tree.

/// What was found.
#[derive(Default, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    /// Bytes, image data left out.
    pub(super) text_bytes: u64,
    /// Images.
    pub(super) images: u64,
}

/// A string longer than this without white space in its first bytes is image or file data, not text.
const DATA_BYTES: usize = 1_024;

/// Adds what a valid JSON value holds. Structure counts as text: providers bill the tools' schemas, braces included.
pub(super) fn add(json: &[u8], weight: &mut Weight) {
    weight.text_bytes += json.len() as u64;
    let mut at = 0;
    let mut after_type = false;
    while let Some(found) = memchr::memchr(b'"', &json[at..]) {
        let start = at + found + 1;
        let end = string_end(json, start);
        at = (end + 1).min(json.len());
        let string = &json[start..end.min(json.len())];
        if after_type && matches!(string, b"image" | b"image_url") {
            weight.images += 1;
        }
        if string.len() > DATA_BYTES && !string[..DATA_BYTES].iter().any(|byte| matches!(byte, b' ' | b'\\')) {
            weight.text_bytes -= string.len() as u64;
        }
        after_type = string == b"type" && json[at..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
    }
}

/// Where the string that begins at `start` ends: the offset of its closing quote.
pub(crate) fn string_end(json: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &json[at.min(json.len())..]) {
        if json[at + found] == b'"' {
            return at + found;
        }
        at += found + 2;
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_count_as_images_and_not_as_text() {
        let data = "A".repeat(50_000);
        let json = format!(
            r#"[{{"type": "image_url","image_url":{{"url":"data:image/png;base64,{data}"}}}},{{"type":"text","text":"say \"type\" \"image\""}}]"#
        );
        let mut weight = Weight::default();
        add(json.as_bytes(), &mut weight);
        assert_eq!(weight.images, 1);
        assert!(weight.text_bytes < 200, "{weight:?}");
    }

    #[test]
    fn long_text_stays_text() {
        let json = format!(r#""{}""#, "word ".repeat(1_000));
        let mut weight = Weight::default();
        add(json.as_bytes(), &mut weight);
        assert_eq!(weight, Weight { text_bytes: json.len() as u64, images: 0 });
    }
}
