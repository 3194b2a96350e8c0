//! Columns as our types. A value that does not parse is damage, and names its column.

use domain::Timestamp;
use rusqlite::Row;
use rusqlite::types::{FromSql, ValueRef};
use std::str::FromStr;
use store::StoreError;
use store::cells::{Cell, Cells as _};
use store::error::Result;
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

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8]> {
        match self.raw()? {
            ValueRef::Blob(bytes) => Ok(bytes),
            _ => Err(self.damaged()),
        }
    }
}

impl<T: FromSql> Cell<T> for Cells<'_, '_> {
    fn cell(&mut self) -> Result<T> {
        self.plain()
    }
}

impl<'a> store::cells::Cells<'a> for Cells<'a, '_> {
    fn time(&mut self) -> Result<Timestamp> {
        self.plain().map(Timestamp::from_millis)
    }

    fn opt_time(&mut self) -> Result<Option<Timestamp>> {
        Ok(self.plain::<Option<i64>>()?.map(Timestamp::from_millis))
    }

    /// An id; an empty BLOB is none, as in the sums' keys.
    fn opt_id(&mut self) -> Result<Option<Uuid>> {
        match self.raw()? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob([]) => Ok(None),
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map(Some).map_err(|_| self.damaged()),
            _ => Err(self.damaged()),
        }
    }

    fn opt_text(&mut self) -> Result<Option<&'a str>> {
        match self.raw()? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(text) => std::str::from_utf8(text).map(Some).map_err(|_| self.damaged()),
            _ => Err(self.damaged()),
        }
    }

    /// A text that parses; an empty one is none, as in the sums' keys.
    fn opt_parsed<T: FromStr>(&mut self) -> Result<Option<T>> {
        match self.opt_text()? {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| self.damaged()),
        }
    }

    fn damaged(&self) -> StoreError {
        let column = self.row.as_ref().column_name(self.at - 1).unwrap_or("?");
        StoreError::Failed(format!("column {column} holds a value that no version writes: the file is damaged"))
    }
}

/// An optional id as the key of a sum: none is empty.
pub(crate) fn key_bytes(id: Option<&Uuid>) -> &[u8] {
    id.map_or(&[], |id| id.as_bytes().as_slice())
}
