//! Reads one section of the configuration: a key at a time, by name, so that a key nobody asked for is found to be a typo.

use super::problem::{Problem, nearest};
use super::tree::{Kind, Origin, Table, Value};
use super::units;
use std::cell::RefCell;
use std::time::Duration;

/// A section that is being read. Everything wrong goes to one list, so that a user sees all of it at once.
pub struct Section<'a> {
    path: String,
    /// Where the section begins.
    pub at: Origin,
    table: Table,
    asked: Vec<&'static str>,
    given: Vec<String>,
    problems: &'a RefCell<Vec<Problem>>,
}

/// A value that was read, and where it stood, for problems that show only beside other values.
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub at: Origin,
}

impl<'a> Section<'a> {
    /// A section of this path (`store`, or empty for the whole).
    pub fn new(path: String, at: Origin, table: Table, problems: &'a RefCell<Vec<Problem>>) -> Self {
        let given = table.keys().cloned().collect();
        Self { path, at, table, asked: Vec::new(), given, problems }
    }

    /// Whether the key is written at all, right or wrong.
    pub fn was_given(&self, key: &str) -> bool {
        self.given.iter().any(|given| given == key)
    }

    /// A section that stands inside a value of this one.
    pub fn inside(&self, key: &str, at: Origin, table: Table) -> Section<'a> {
        Section::new(self.full(key), at, table, self.problems)
    }

    /// A key with its section.
    pub fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Notes a problem of a key of this section.
    pub fn problem(&self, at: &Origin, key: &str, value: Option<String>, says: impl Into<String>) {
        let problem = Problem { at: at.clone(), key: self.full(key), value, says: says.into() };
        self.problems.borrow_mut().push(problem);
    }

    /// Notes a problem that was made elsewhere.
    pub fn note(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// What stands under `name`, without taking it.
    pub fn named(&self) -> Option<String> {
        match self.table.get("name").map(|value| &value.kind) {
            Some(Kind::Text(name)) => Some(name.clone()),
            _ => None,
        }
    }

    /// Takes a key's value as it is.
    pub fn raw(&mut self, key: &'static str) -> Option<Value> {
        self.asked.push(key);
        self.table.remove(key)
    }

    /// Takes a key's value through `parse`, whose error says what to write instead.
    pub fn read<T>(&mut self, key: &'static str, parse: impl FnOnce(&Value) -> Result<T, String>) -> Option<Found<T>> {
        let value = self.raw(key)?;
        match parse(&value) {
            Ok(parsed) => Some(Found { value: parsed, at: value.at }),
            Err(says) => {
                self.problem(&value.at, key, Some(value.shown()), says);
                None
            }
        }
    }

    /// Takes a text through `parse`.
    pub fn text<T>(&mut self, key: &'static str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<Found<T>> {
        self.read(key, |value| match &value.kind {
            Kind::Text(text) => parse(text),
            _ => Err("write a text in quotes".to_owned()),
        })
    }

    /// Takes one of several words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let list = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let find = |text: &str| {
            let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
            found.ok_or_else(|| format!("write one of {}", list()))
        };
        self.text(key, find).map(|found| found.value)
    }

    /// Takes a whole number between two bounds, both included.
    pub fn whole(&mut self, key: &'static str, least: u64, most: u64) -> Option<u64> {
        let parse = |value: &Value| {
            let number = match &value.kind {
                Kind::Whole(number) => u64::try_from(*number).ok(),
                Kind::Text(text) if !matches!(value.at, Origin::File(..)) => text.parse().ok(),
                _ => None,
            };
            let number = number.filter(|number| (least..=most).contains(number));
            number.ok_or_else(|| format!("write a whole number from {least} to {most}"))
        };
        self.read(key, parse).map(|found| found.value)
    }

    /// Takes true or false.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let parse = |value: &Value| match &value.kind {
            Kind::Flag(flag) => Ok(*flag),
            Kind::Text(text) if !matches!(value.at, Origin::File(..)) && text == "true" => Ok(true),
            Kind::Text(text) if !matches!(value.at, Origin::File(..)) && text == "false" => Ok(false),
            _ => Err("write true or false".to_owned()),
        };
        self.read(key, parse).map(|found| found.value)
    }

    /// Takes a span of time between two bounds, both included.
    pub fn duration(&mut self, key: &'static str, least: Duration, most: Duration) -> Option<Duration> {
        let bounds = || format!("from {} to {}", units::show_duration(least), units::show_duration(most));
        let parse = |value: &Value| {
            let span = units::duration(value.as_text())?;
            if (least..=most).contains(&span) { Ok(span) } else { Err(format!("write a time {}", bounds())) }
        };
        self.read(key, parse).map(|found| found.value)
    }

    /// Takes a size in bytes between two bounds, both included: `"64MiB"`.
    pub fn bytes(&mut self, key: &'static str, least: u64, most: u64) -> Option<u64> {
        let bounds = || format!("from {} to {}", units::show_bytes(least), units::show_bytes(most));
        let parse = |value: &Value| {
            let size = units::bytes(value.as_text())?;
            if (least..=most).contains(&size) { Ok(size) } else { Err(format!("write a size {}", bounds())) }
        };
        self.read(key, parse).map(|found| found.value)
    }

    /// Takes a section inside this one; an empty one where it is not written.
    pub fn section(&mut self, key: &'static str) -> Section<'a> {
        let found = self.read(key, |value| match &value.kind {
            Kind::Table(table) => Ok(table.clone()),
            _ => Err(format!("write a section: [{key}]")),
        });
        let (table, at) = found.map_or_else(|| (Table::new(), self.at.clone()), |found| (found.value, found.at));
        Section::new(self.full(key), at, table, self.problems)
    }

    /// Takes a list of sections: `[[key]]`.
    pub fn sections(&mut self, key: &'static str) -> Vec<Section<'a>> {
        let found = self.read(key, |value| match &value.kind {
            Kind::List(items) => Ok(items.clone()),
            _ => Err(format!("write it with two brackets: [[{key}]]")),
        });
        let mut sections = Vec::new();
        for (number, item) in found.map(|found| found.value).unwrap_or_default().into_iter().enumerate() {
            let Value { kind: Kind::Table(table), at } = item else {
                self.problem(&item.at, key, Some(item.shown()), format!("write it with two brackets: [[{key}]]"));
                continue;
            };
            // The key of a list's table is placed at its first key: the header has no place of its own.
            let at = table.values().map(|value| value.at.clone()).min_by_key(Origin::place).unwrap_or(at);
            let name = match table.get("name").map(|value| &value.kind) {
                Some(Kind::Text(name)) => format!("{}[{name}]", self.full(key)),
                _ => format!("{}[{}]", self.full(key), number + 1),
            };
            sections.push(Section::new(name, at, table, self.problems));
        }
        sections
    }

    /// Ends the section: what is left was asked for by nobody.
    pub fn finish(self) {
        for (key, value) in &self.table {
            let says = match nearest(key, self.asked.iter().copied()) {
                Some(meant) => format!("there is no such key; did you mean `{meant}`?"),
                None => {
                    let mut known = self.asked.clone();
                    known.sort_unstable();
                    format!("there is no such key; here can stand {}", known.join(", "))
                }
            };
            // The value of an unknown key may be a secret under a mistyped name, so it is not shown.
            self.problem(&value.at, key, None, says);
        }
    }
}
