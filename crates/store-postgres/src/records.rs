//! Many rows sent at once: an array of records, each of a type that the schema names. One array is far cheaper for the
//! server than an array a column.

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::PgRecordEncoder;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo};
use sqlx::types::Type;
use sqlx::{Encode, Postgres};

/// A row that can be sent.
pub(crate) trait Columns {
    /// The schema's name of the rows' type.
    const TYPE: &'static str;

    /// Writes every column in the order of the type.
    ///
    /// # Errors
    /// A value that has no form in PostgreSQL.
    fn write(&self, record: &mut PgRecordEncoder<'_>) -> Result<(), BoxDynError>;
}

/// A row on its way.
pub(crate) struct Record<'a, T>(pub(crate) &'a T);

impl<T: Columns> Type<Postgres> for Record<'_, T> {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name(T::TYPE)
    }
}

impl<T: Columns> PgHasArrayType for Record<'_, T> {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::array_of(T::TYPE)
    }
}

impl<T: Columns> Encode<'_, Postgres> for Record<'_, T> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let mut record = PgRecordEncoder::new(buffer);
        self.0.write(&mut record)?;
        record.finish();
        Ok(IsNull::No)
    }
}
