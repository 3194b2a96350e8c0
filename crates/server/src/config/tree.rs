//! What was configured, as a tree in which every value remembers where it was written, so that an error can say so.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// Where a value was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// In the file, at a line and column counted from 1.
    File(Arc<str>, usize, usize),
    /// In an environment variable.
    Environment(String),
    /// On the command line.
    Flag(&'static str),
}

impl Origin {
    /// The place as a number to sort by: the file first, top to bottom.
    pub fn place(&self) -> (u8, usize, usize) {
        match self {
            Self::File(_, line, column) => (0, *line, *column),
            Self::Environment(_) => (1, 0, 0),
            Self::Flag(_) => (2, 0, 0),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file, line, column) => write!(f, "{file}:{line}:{column}"),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag(name) => write!(f, "{name}"),
        }
    }
}

/// A value and where it was written.
#[derive(Clone, Debug)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it was written.
    pub at: Origin,
}

/// What can be written.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
    /// Several values.
    List(Vec<Value>),
    /// Keys and values.
    Table(Table),
    /// Anything else that TOML has and no setting takes: fractions and dates, as written.
    Other(&'static str),
}

/// Keys and their values.
pub type Table = BTreeMap<String, Value>;

impl Value {
    /// The text, or an empty one where it is something else.
    pub fn as_text(&self) -> &str {
        match &self.kind {
            Kind::Text(text) => text,
            _ => "",
        }
    }

    /// The value as an error shows it. Tables and lists are named, not shown.
    pub fn shown(&self) -> String {
        match &self.kind {
            Kind::Text(text) => format!("{:?}", without_password(text)),
            Kind::Whole(number) => number.to_string(),
            Kind::Flag(flag) => flag.to_string(),
            Kind::List(_) => "a list".to_owned(),
            Kind::Table(_) => "a table".to_owned(),
            Kind::Other(what) => format!("a {what}"),
        }
    }
}

/// A URL without what stands before its `@`, so that no error shows a password.
fn without_password(text: &str) -> String {
    match text.split_once("://").and_then(|(scheme, rest)| rest.rsplit_once('@').map(|(_, host)| (scheme, host))) {
        Some((scheme, host)) => format!("{scheme}://…@{host}"),
        None => text.chars().take(120).collect(),
    }
}

/// Reads a file's text.
///
/// # Errors
/// The place and the reason, where it is not TOML. The reason is the parser's own and quotes nothing.
pub fn parse(file: &str, text: &str) -> Result<Table, (Origin, String)> {
    let file: Arc<str> = file.into();
    let place = |at: usize| place(&file, text, at);
    match DeTable::parse(text) {
        Ok(table) => Ok(read_table(table.get_ref(), &place)),
        Err(error) => {
            Err((place(error.span().map_or(0, |span| span.start)), error.message().trim_end_matches('\n').to_owned()))
        }
    }
}

fn place(file: &Arc<str>, text: &str, at: usize) -> Origin {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Origin::File(file.clone(), line, column)
}

fn read_table(table: &DeTable<'_>, place: &dyn Fn(usize) -> Origin) -> Table {
    let read = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| -> (String, Value) {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        // A table's own span is its header, so every value is placed at its key, where the reader must look.
        (name.to_string(), Value { kind: read_kind(value.get_ref(), place), at: place(key.span().start) })
    };
    table.iter().map(read).collect()
}

fn read_kind(value: &DeValue<'_>, place: &dyn Fn(usize) -> Origin) -> Kind {
    match value {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Boolean(flag) => Kind::Flag(*flag),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Kind::Other("whole number that is too large"), Kind::Whole),
        DeValue::Float(_) => Kind::Other("fraction"),
        DeValue::Datetime(_) => Kind::Other("date"),
        DeValue::Array(items) => Kind::List(
            items
                .iter()
                .map(|item| Value { kind: read_kind(item.get_ref(), place), at: place(item.span().start) })
                .collect(),
        ),
        DeValue::Table(table) => Kind::Table(read_table(table, place)),
    }
}

/// Puts a text from the environment or the command line at a path of keys, over what stands there.
///
/// # Errors
/// What is in the way: only keys of sections can be set from outside the file.
pub fn put(table: &mut Table, path: &[String], text: &str, at: &Origin) -> Result<(), String> {
    let Some((key, rest)) = path.split_first() else { return Err("names no key".to_owned()) };
    if rest.is_empty() {
        if let Some(Value { kind: Kind::List(_) | Kind::Table(_), .. }) = table.get(key) {
            return Err(format!("`{key}` is not a single value; set it in the file"));
        }
        table.insert(key.clone(), Value { kind: Kind::Text(text.to_owned()), at: at.clone() });
        return Ok(());
    }
    let empty = || Value { kind: Kind::Table(Table::new()), at: at.clone() };
    match &mut table.entry(key.clone()).or_insert_with(empty).kind {
        Kind::Table(inner) => put(inner, rest, text, at),
        _ => Err(format!("`{key}` is not a section; set it in the file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_line_and_column() {
        let table = parse("a.toml", "listen = 1\n\n[store]\nurl = \"x\"\n").expect("TOML");
        assert_eq!(table["listen"].at.to_string(), "a.toml:1:1");
        let Kind::Table(store) = &table["store"].kind else { panic!("a table") };
        assert_eq!(store["url"].at.to_string(), "a.toml:4:1");
        let (at, reason) = parse("a.toml", "[store]\nurl = \n").expect_err("no value");
        assert_eq!(at.to_string(), "a.toml:2:7");
        assert!(!reason.is_empty());
    }

    #[test]
    fn the_environment_lies_over_the_file() {
        let mut table = parse("a.toml", "[store]\nurl = \"x\"\n[[provider]]\nname = \"a\"\n").expect("TOML");
        let at = Origin::Environment("TOLLKEEPER__STORE__URL".into());
        let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        put(&mut table, &path("store.url"), "y", &at).expect("a scalar");
        let Kind::Table(store) = &table["store"].kind else { panic!("a table") };
        assert_eq!(store["url"].shown(), "\"y\"");
        assert!(put(&mut table, &path("provider.name"), "y", &at).is_err());
        assert!(put(&mut table, &path("store"), "y", &at).is_err());
    }

    #[test]
    fn a_password_in_a_url_is_not_shown() {
        assert_eq!(without_password("postgres://me:secret@host/db"), "postgres://…@host/db");
    }
}
