//! Columns as our types. A value that does not parse is damage, and names its column.

use crate::failure::failed;
use domain::Timestamp;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgRow, PgTypeInfo, PgValueFormat, PgValueRef};
use sqlx::types::Type;
use sqlx::{Column, Decode, Encode, Postgres, Row};
use store::StoreError;
use store::cells::Cell;
use store::error::Result;
use uuid::Uuid;

/// PostgreSQL's numbers of the two types (`pg_type.dat`): fixed since its beginning, so no server is asked for them.
const TIMESTAMPTZ: Oid = Oid(1184);
const TIMESTAMPTZ_ARRAY: Oid = Oid(1185);

/// Milliseconds from 1970 to 2000, where PostgreSQL's time begins.
const EPOCH_MS: i64 = 946_684_800_000;

/// The first and last moment that a question's bounds are held to: the years 1 and 9999.
const BOUNDS: (i64, i64) = (-62_135_596_800_000, 253_402_300_799_999);

/// A moment as a `timestamptz`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct At(pub(crate) Timestamp);

impl At {
    /// A bound of a question: one outside the years 1 to 9999 bounds nothing.
    pub(crate) fn bound(moment: Timestamp) -> Self {
        Self(Timestamp::from_millis(moment.as_millis().clamp(BOUNDS.0, BOUNDS.1)))
    }
}

impl Type<Postgres> for At {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(TIMESTAMPTZ)
    }
    fn compatible(found: &PgTypeInfo) -> bool {
        *found == Self::type_info()
    }
}

impl PgHasArrayType for At {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(TIMESTAMPTZ_ARRAY)
    }
}

impl Encode<'_, Postgres> for At {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> std::result::Result<IsNull, BoxDynError> {
        let millis = self.0.as_millis();
        if !(BOUNDS.0..=BOUNDS.1).contains(&millis) {
            return Err("a moment lies outside the years 1 to 9999".into());
        }
        Encode::<Postgres>::encode((millis - EPOCH_MS) * 1_000, buffer)
    }
}

impl Decode<'_, Postgres> for At {
    fn decode(value: PgValueRef<'_>) -> std::result::Result<Self, BoxDynError> {
        if value.format() == PgValueFormat::Text {
            return Ok(Self(Timestamp::parse(&value.as_str()?.replace(' ', "T"))?));
        }
        let micros: i64 = Decode::<Postgres>::decode(value)?;
        Ok(Self(Timestamp::from_millis(micros.div_euclid(1_000) + EPOCH_MS)))
    }
}

/// Reads a row's columns from left to right.
pub(crate) struct Cells<'a> {
    row: &'a PgRow,
    at: usize,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(row: &'a PgRow) -> Self {
        Self { row, at: 0 }
    }

    /// The next column as a type that the driver knows.
    pub(crate) fn plain<T: Decode<'a, Postgres> + Type<Postgres>>(&mut self) -> Result<T> {
        let value = self.row.try_get(self.at).map_err(failed)?;
        self.at += 1;
        Ok(value)
    }
}

impl<'a, T: Decode<'a, Postgres> + Type<Postgres>> Cell<T> for Cells<'a> {
    fn cell(&mut self) -> Result<T> {
        self.plain()
    }
}

impl<'a> store::cells::Cells<'a> for Cells<'a> {
    fn time(&mut self) -> Result<Timestamp> {
        Ok(self.plain::<At>()?.0)
    }

    fn opt_time(&mut self) -> Result<Option<Timestamp>> {
        Ok(self.plain::<Option<At>>()?.map(|at| at.0))
    }

    fn opt_id(&mut self) -> Result<Option<Uuid>> {
        self.plain()
    }

    fn opt_text(&mut self) -> Result<Option<&'a str>> {
        self.plain()
    }

    fn damaged(&self) -> StoreError {
        let column = self.row.columns().get(self.at - 1).map_or("?", Column::name);
        StoreError::Failed(format!("column {column} holds a value that no version writes: the table is damaged"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_held_and_moments_outside_are_refused() {
        let far = At::bound(Timestamp::from_millis(i64::MAX));
        let mut buffer = PgArgumentBuffer::default();
        assert!(far.encode_by_ref(&mut buffer).is_ok());
        assert!(At(Timestamp::from_millis(i64::MAX)).encode_by_ref(&mut buffer).is_err());
        assert!(At(Timestamp::from_millis(i64::MIN)).encode_by_ref(&mut buffer).is_err());
    }
}
