//! The top level of a request body, field by field, borrowed.

use super::invalid;
use bytes::Bytes;
use domain::Fault;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// More top-level fields than any dialect has; keeps the search for doubles short whatever a client sends.
const MAX_FIELDS: usize = 256;

macro_rules! fields {
    ($($name:ident),* $(,)?) => {
        /// The fields that matter, as they stand in the body.
        #[derive(Default)]
        pub(super) struct Fields<'a> {
            $(pub(super) $name: Option<&'a RawValue>,)*
            /// The offset after the opening brace.
            pub(super) object_start: usize,
        }

        impl<'a> Fields<'a> {
            fn put(&mut self, name: &str, value: &'a RawValue) {
                match name {
                    $(stringify!($name) => self.$name = Some(value),)*
                    _ => {}
                }
            }
        }
    };
}

fields!(
    model,
    stream,
    stream_options,
    user,
    safety_identifier,
    metadata,
    max_tokens,
    max_completion_tokens,
    messages,
    system,
    prompt,
    input,
    tools,
    response_format,
    output_config,
    output_format,
    n,
    service_tier,
);

enum Problem {
    Twice,
    TooMany,
}

struct Reader<'a, 'b> {
    fields: &'b mut Fields<'a>,
    problem: &'b mut Option<Problem>,
}

impl<'a> Visitor<'a> for Reader<'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names: Vec<Name<'a>> = Vec::with_capacity(24);
        while let Some(name) = map.next_key::<Name<'a>>()? {
            let value: &'a RawValue = map.next_value()?;
            if names.contains(&name) {
                *self.problem = Some(Problem::Twice);
            }
            self.fields.put(&name.0, value);
            if names.len() < MAX_FIELDS {
                names.push(name);
            } else {
                *self.problem = Some(Problem::TooMany);
            }
        }
        Ok(())
    }
}

/// A field's name, copied only if it is written with escapes.
#[derive(PartialEq, Eq)]
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

impl<'a> Fields<'a> {
    pub(super) fn read(body: &'a Bytes) -> Result<Self, Fault> {
        let mut fields = Self::default();
        let mut problem = None;
        let Some(start) = body.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return Err(invalid("the body is empty: send a JSON object"));
        };
        if body[start] != b'{' {
            return Err(invalid("the body is not a JSON object"));
        }
        fields.object_start = start + 1;
        let mut json = serde_json::Deserializer::from_slice(body);
        json.deserialize_map(Reader { fields: &mut fields, problem: &mut problem })
            .and_then(|()| json.end())
            // The parser's own words may quote the body, so only the position is passed on.
            .map_err(|error| {
                invalid(format!("the body is not valid JSON: see line {}, column {}", error.line(), error.column()))
            })?;
        match problem {
            Some(Problem::Twice) => Err(invalid("a top-level field is given twice: send each field once")),
            Some(Problem::TooMany) => Err(invalid(format!("the body has more than {MAX_FIELDS} top-level fields"))),
            None => Ok(fields),
        }
    }
}

/// Where a value that was borrowed from the body stands in it.
pub(super) fn offset(body: &Bytes, raw: &RawValue) -> Range<usize> {
    let start = raw.get().as_ptr() as usize - body.as_ptr() as usize;
    start..start + raw.get().len()
}

fn typed<'a, T: serde::Deserialize<'a>>(name: &str, what: &str, raw: Option<&'a RawValue>) -> Result<Option<T>, Fault> {
    let Some(raw) = raw else { return Ok(None) };
    serde_json::from_str(raw.get()).map_err(|_| invalid(format!("the field {name} must be {what}")))
}

pub(super) fn text(name: &str, raw: Option<&RawValue>) -> Result<Option<String>, Fault> {
    typed(name, "a string", raw)
}

pub(super) fn flag(name: &str, raw: Option<&RawValue>) -> Result<Option<bool>, Fault> {
    typed(name, "true or false", raw)
}

pub(super) fn whole(name: &str, raw: Option<&RawValue>) -> Result<Option<u64>, Fault> {
    typed(name, "a whole number of 0 or more", raw)
}

/// `metadata.user_id`. OpenAI's metadata is free, so anything else there is no error.
pub(super) fn metadata_user(raw: Option<&RawValue>) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Metadata {
        user_id: Option<String>,
    }
    raw.and_then(|raw| serde_json::from_str::<Option<Metadata>>(raw.get()).ok()).flatten()?.user_id
}

pub(super) fn include_usage(raw: &RawValue) -> Result<Option<bool>, Fault> {
    #[derive(serde::Deserialize)]
    struct Options {
        include_usage: Option<bool>,
    }
    let options: Option<Options> =
        typed("stream_options", "an object whose include_usage is true or false", Some(raw))?;
    Ok(options.and_then(|options| options.include_usage))
}

/// The number of elements of a list; 0 for null or nothing.
pub(super) fn length(name: &str, raw: Option<&RawValue>) -> Result<usize, Fault> {
    struct Count(usize);
    impl<'de> serde::Deserialize<'de> for Count {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Counter;
            impl<'de> Visitor<'de> for Counter {
                type Value = Count;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a list")
                }
                fn visit_unit<E>(self) -> Result<Count, E> {
                    Ok(Count(0))
                }
                fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Count, A::Error> {
                    let mut count = 0;
                    while seq.next_element::<IgnoredAny>()?.is_some() {
                        count += 1;
                    }
                    Ok(Count(count))
                }
            }
            deserializer.deserialize_any(Counter)
        }
    }
    Ok(typed::<Count>(name, "a list", raw)?.map_or(0, |count| count.0))
}
