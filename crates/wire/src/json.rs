//! JSON that is written here, in the order it is written: schemas keep the order of their keys, which models read.

use serde_json::value::RawValue;

/// A text as a JSON string, quotes included.
pub(crate) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The JSON object in a text, as it stands; `None` if the text holds anything else.
pub(crate) fn object(text: &str) -> Option<&str> {
    let raw: &RawValue = serde_json::from_str(text).ok()?;
    raw.get().starts_with('{').then(|| raw.get())
}

/// Writes one JSON value. Commas take care of themselves.
#[derive(Default)]
pub(crate) struct Json {
    out: Vec<u8>,
    comma: bool,
}

impl Json {
    /// One object, as bytes.
    pub(crate) fn of(fill: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut json = Self { out: Vec::with_capacity(256), comma: false };
        json.object(fill);
        json.out
    }

    fn begin(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
        self.comma = true;
    }

    /// The name of the next value of an object.
    pub(crate) fn key(&mut self, name: &str) -> &mut Self {
        self.text(name);
        self.out.push(b':');
        self.comma = false;
        self
    }

    /// A string.
    pub(crate) fn text(&mut self, text: &str) {
        self.begin();
        // Writing a string into memory cannot fail.
        let _ = serde_json::to_writer(&mut self.out, text);
    }

    /// A whole number.
    pub(crate) fn number(&mut self, number: u64) {
        self.begin();
        self.out.extend_from_slice(number.to_string().as_bytes());
    }

    /// A number with a fraction.
    pub(crate) fn float(&mut self, number: f64) {
        self.begin();
        let _ = serde_json::to_writer(&mut self.out, &number);
    }

    /// True or false.
    pub(crate) fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
    }

    /// Null.
    pub(crate) fn null(&mut self) {
        self.raw("null");
    }

    /// JSON as it stands.
    pub(crate) fn raw(&mut self, json: &str) {
        self.begin();
        self.out.extend_from_slice(json.as_bytes());
    }

    /// An object, filled by key and value.
    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Self)) {
        self.nested(b'{', b'}', fill);
    }

    /// A list, filled value by value.
    pub(crate) fn list(&mut self, fill: impl FnOnce(&mut Self)) {
        self.nested(b'[', b']', fill);
    }

    fn nested(&mut self, open: u8, close: u8, fill: impl FnOnce(&mut Self)) {
        self.begin();
        self.out.push(open);
        self.comma = false;
        fill(self);
        self.out.push(close);
        self.comma = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_order_written() {
        let json = Json::of(|json| {
            json.key("z").text("a\"\n");
            json.key("a").list(|json| {
                json.number(1);
                json.float(0.5);
                json.object(|_| {});
                json.null();
            });
            json.key("raw").raw(r#"{"y": 1,"b":2}"#);
            json.key("last").flag(true);
        });
        let expected = r#"{"z":"a\"\n","a":[1,0.5,{},null],"raw":{"y": 1,"b":2},"last":true}"#;
        assert_eq!(String::from_utf8_lossy(&json), expected);
    }

    #[test]
    fn only_objects_are_objects() {
        assert_eq!(object(" {\"a\": 1} "), Some("{\"a\": 1}"));
        for text in ["", "[]", "7", "{", "{} x"] {
            assert_eq!(object(text), None, "{text}");
        }
    }
}
