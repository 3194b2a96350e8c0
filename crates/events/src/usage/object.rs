//! A JSON object taken apart into slots by name, without looking into its values: what is not named is noticed and
//! never kept.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A closed list of field names.
pub(super) trait Name: Copy + 'static {
    const NAMES: &'static [&'static str];
    fn place(self) -> usize;
}

/// The values of an object, as they stand in the text.
pub(super) struct Object<'a, N> {
    values: Vec<Option<&'a RawValue>>,
    /// Whether a name came that is not listed.
    pub(super) has_unknown: bool,
    /// The first name that came twice.
    pub(super) twice: Option<&'static str>,
    names: PhantomData<N>,
}

impl<'a, N: Name> Object<'a, N> {
    /// Takes an object apart; `None` when the text is not exactly one JSON object.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let object = deserializer.deserialize_map(Fields(PhantomData)).ok()?;
        deserializer.end().ok()?;
        Some(object)
    }

    /// The value of a field; `null` is absent.
    pub(super) fn get(&self, name: N) -> Option<&'a str> {
        self.values[name.place()].map(RawValue::get).filter(|text| *text != "null")
    }
}

struct Fields<N>(PhantomData<N>);

impl<'de, N: Name> Visitor<'de> for Fields<N> {
    type Value = Object<'de, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object =
            Object { values: vec![None; N::NAMES.len()], has_unknown: false, twice: None, names: PhantomData };
        let mut next = 0;
        while let Some(place) = map.next_key_seed(Place { names: N::NAMES, next })? {
            let Some(place) = place else {
                object.has_unknown = true;
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            next = place + 1;
            let value = map.next_value::<&'de RawValue>()?;
            if object.values[place].replace(value).is_some() {
                object.twice.get_or_insert(N::NAMES[place]);
            }
        }
        Ok(object)
    }
}

/// Finds a name in the list without copying it. Most producers write names in the order of the list, so looking begins
/// behind the last one that was found.
struct Place {
    names: &'static [&'static str],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Place {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Place {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let (before, behind) = self.names.split_at(self.next.min(self.names.len()));
        let found = behind.iter().position(|known| *known == name).map(|place| self.next + place);
        Ok(found.or_else(|| before.iter().position(|known| *known == name)))
    }
}

/// The text of a JSON string, unescaped; `None` for any other value.
pub(super) fn text(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str::<String>(value).ok().map(Cow::Owned)
}
