//! A row's columns as our types, from left to right, whatever the database: what is read, in which order, stands here once.

use crate::StoreError;
use crate::error::Result;
use crate::row::attempts_of;
use crate::words::of_word;
use domain::{Attempt, Timestamp};
use serde::de::DeserializeOwned;
use std::str::FromStr;
use uuid::Uuid;

/// The next column as a type that the driver knows.
pub trait Cell<T> {
    /// Reads it.
    ///
    /// # Errors
    /// `Failed` where the column has another type.
    fn cell(&mut self) -> Result<T>;
}

/// Reads a row's columns from left to right. A backend says how a value is taken from its driver, and the rest follows.
///
/// Each reader fails where the column's value is one that no version writes, and names the column.
#[allow(clippy::missing_errors_doc, reason = "the errors of all of them stand above")]
pub trait Cells<'a>:
    Cell<bool> + Cell<Option<bool>> + Cell<i64> + Cell<Option<i64>> + Cell<String> + Cell<Option<String>>
{
    /// A moment.
    fn time(&mut self) -> Result<Timestamp>;

    /// A moment, or none.
    fn opt_time(&mut self) -> Result<Option<Timestamp>>;

    /// An id, or none.
    fn opt_id(&mut self) -> Result<Option<Uuid>>;

    /// A text as it stands, or none.
    fn opt_text(&mut self) -> Result<Option<&'a str>>;

    /// The error for the column that was read last.
    fn damaged(&self) -> StoreError;

    /// The next column as a type that the driver knows.
    fn plain<T>(&mut self) -> Result<T>
    where
        Self: Cell<T>,
    {
        self.cell()
    }

    /// A count.
    fn u64(&mut self) -> Result<u64> {
        let value: i64 = self.cell()?;
        u64::try_from(value).map_err(|_| self.damaged())
    }

    /// A count, or none.
    fn opt_u64(&mut self) -> Result<Option<u64>> {
        let value: Option<i64> = self.cell()?;
        value.map(u64::try_from).transpose().map_err(|_| self.damaged())
    }

    /// An id.
    fn id(&mut self) -> Result<Uuid> {
        self.opt_id()?.ok_or_else(|| self.damaged())
    }

    /// A text.
    fn text(&mut self) -> Result<&'a str> {
        self.opt_text()?.ok_or_else(|| self.damaged())
    }

    /// A text that parses, or none.
    fn opt_parsed<T: FromStr>(&mut self) -> Result<Option<T>> {
        let text = self.opt_text()?;
        text.map(|text| text.parse().map_err(|_| self.damaged())).transpose()
    }

    /// A text that parses.
    fn parsed<T: FromStr>(&mut self) -> Result<T> {
        self.opt_parsed()?.ok_or_else(|| self.damaged())
    }

    /// A word of a serde enumeration, such as a reason.
    fn word<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text = self.text()?;
        of_word(text).ok_or_else(|| self.damaged())
    }

    /// A structure.
    fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text = self.text()?;
        serde_json::from_str(text).map_err(|_| self.damaged())
    }

    /// A row's attempts.
    fn attempts(&mut self) -> Result<Vec<Attempt>> {
        let text = self.text()?;
        attempts_of(text).ok_or_else(|| self.damaged())
    }
}
