//! Columns as our types. A value that does not parse is damage, and names its column.

use domain::{Attempt, Timestamp};
use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};
use std::str::FromStr;
use store::StoreError;
use store::error::Result;
use store::row::attempts_of;
use store::words::of_word;
use uuid::Uuid;

use crate::failure::failed;

/// Reads a row's columns from left to right.
pub(crate) struct Cells<'a, 'stmt> {
    row: &'a Row<'stmt>,
    at: usize,
}

impl<'a, 'stmt> Cells<'a, 'stmt> {
    pub(crate) fn new(row: &'a Row<'stmt>) -> Self {
        Self { row, at: 0 }
    }

    /// The next column as a type that SQLite knows.
    pub(crate) fn plain<T: FromSql>(&mut self) -> Result<T> {
        let value = self.row.get(self.at).map_err(failed)?;
        self.at += 1;
        Ok(value)
    }

    fn raw(&mut self) -> Result<ValueRef<'a>> {
        let value = self.row.get_ref(self.at).map_err(failed)?;
        self.at += 1;
        Ok(value)
    }

    fn damaged(&self) -> StoreError {
        let column = self.row.as_ref().column_name(self.at - 1).unwrap_or("?");
        StoreError::Failed(format!("column {column} holds a value that no version writes: the file is damaged"))
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        let value: i64 = self.plain()?;
        u64::try_from(value).map_err(|_| self.damaged())
    }

    pub(crate) fn opt_u64(&mut self) -> Result<Option<u64>> {
        let value: Option<i64> = self.plain()?;
        value.map(u64::try_from).transpose().map_err(|_| self.damaged())
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        self.plain().map(Timestamp::from_millis)
    }

    pub(crate) fn opt_time(&mut self) -> Result<Option<Timestamp>> {
        Ok(self.plain::<Option<i64>>()?.map(Timestamp::from_millis))
    }

    /// An id; an empty BLOB is none, as in the sums' keys.
    pub(crate) fn opt_id(&mut self) -> Result<Option<Uuid>> {
        match self.raw()? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob([]) => Ok(None),
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map(Some).map_err(|_| self.damaged()),
            _ => Err(self.damaged()),
        }
    }

    pub(crate) fn id(&mut self) -> Result<Uuid> {
        self.opt_id()?.ok_or_else(|| self.damaged())
    }

    /// A text that parses; an empty one is none, as in the sums' keys.
    pub(crate) fn opt_parsed<T: FromStr>(&mut self) -> Result<Option<T>> {
        match self.raw()? {
            ValueRef::Null => Ok(None),
            ValueRef::Text([]) => Ok(None),
            ValueRef::Text(text) => {
                let parsed = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
                parsed.map(Some).ok_or_else(|| self.damaged())
            }
            _ => Err(self.damaged()),
        }
    }

    pub(crate) fn parsed<T: FromStr>(&mut self) -> Result<T> {
        self.opt_parsed()?.ok_or_else(|| self.damaged())
    }

    /// A word of a serde enumeration, such as a reason.
    pub(crate) fn opt_word<T: serde::de::DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let text: Option<String> = self.plain()?;
        text.map(|text| of_word(&text).ok_or_else(|| self.damaged())).transpose()
    }

    pub(crate) fn word<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        self.opt_word()?.ok_or_else(|| self.damaged())
    }

    pub(crate) fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        let text: String = self.plain()?;
        serde_json::from_str(&text).map_err(|_| self.damaged())
    }

    /// A row's attempts.
    pub(crate) fn attempts(&mut self) -> Result<Vec<Attempt>> {
        let text: String = self.plain()?;
        attempts_of(&text).ok_or_else(|| self.damaged())
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8]> {
        match self.raw()? {
            ValueRef::Blob(bytes) => Ok(bytes),
            _ => Err(self.damaged()),
        }
    }
}

/// An optional id as the key of a sum: none is empty.
pub(crate) fn key_bytes(id: Option<&Uuid>) -> &[u8] {
    id.map_or(&[], |id| id.as_bytes().as_slice())
}
