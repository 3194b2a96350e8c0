//! Tables of sums: adding to them, and reading them whole.

use crate::cells::{At, Cells};
use crate::filters::Clause;
use crate::records::{Columns, Record};
use crate::rows;
use domain::{KeyId, PriceId, RouteName, TenantId, Timestamp, Token, UserId};
use metering::Dims;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::PgRecordEncoder;
use sqlx::postgres::{PgBindIterExt, PgRow};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use store::cells::Cells as _;
use store::error::Result;
use store::figures::{self, COLUMNS, Figures};
use store::fold::Sums;
use uuid::Uuid;

/// The dimensions; `dims` in a sum's key is their hash.
pub(super) const DIMS: &str = "provider, model, key_id, user_id, route, client, request_type, price_id, \
    baseline_price_id, simulated";

static ADD: LazyLock<String> = LazyLock::new(|| {
    let adding = COLUMNS.map(|column| format!("{column} = q.{column} + excluded.{column}")).join(", ");
    format!(
        "INSERT INTO usage_rollup_quarter AS q (tenant_id, start, dims, {DIMS}, {})
         SELECT * FROM UNNEST($1::sum_row_1[]) ON CONFLICT (tenant_id, start, dims) DO UPDATE SET {adding}",
        COLUMNS.join(", ")
    )
});

static SELECT: LazyLock<String> =
    LazyLock::new(|| format!("SELECT tenant_id, start, {DIMS}, {} FROM", COLUMNS.join(", ")));

static REMOVE_EMPTY: LazyLock<String> = LazyLock::new(|| {
    let empty = COLUMNS.map(|column| format!("q.{column} = 0")).join(" AND ");
    format!(
        "DELETE FROM usage_rollup_quarter q USING UNNEST($1::uuid[], $2::timestamptz[]) AS n (tenant_id, start)
         WHERE q.tenant_id = n.tenant_id AND q.start = n.start AND {empty}"
    )
});

/// A hash that stands for dimensions in a key: 128 bits of SHA-256 over every field, each with its length, so that no two
/// different dimensions can be written the same.
fn dims_key(dims: &Dims) -> Uuid {
    let mut hash = Sha256::new();
    let mut put = |field: Option<&[u8]>| match field {
        // No field is that long, so this is no length.
        None => hash.update([0xff; 4]),
        Some(bytes) => {
            hash.update(u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes());
            hash.update(bytes);
        }
    };
    put(Some(dims.provider.as_str().as_bytes()));
    put(Some(dims.model.as_str().as_bytes()));
    put(dims.key_id.as_ref().map(|id| &id.0.as_bytes()[..]));
    put(dims.user_id.as_ref().map(|id| &id.0.as_bytes()[..]));
    put(dims.route.as_ref().map(|name| name.as_str().as_bytes()));
    put(dims.client.as_ref().map(|name| name.as_str().as_bytes()));
    put(Some(dims.request_type.as_str().as_bytes()));
    put(dims.price_id.map(|id| id.0.to_be_bytes()).as_ref().map(|bytes| &bytes[..]));
    put(dims.baseline_price_id.map(|id| id.0.to_be_bytes()).as_ref().map(|bytes| &bytes[..]));
    put(Some(&[u8::from(dims.simulated)]));
    let mut key = [0; 16];
    key.copy_from_slice(&hash.finalize()[..16]);
    Uuid::from_bytes(key)
}

/// A sum as it is written.
struct Written<'a> {
    tenant: TenantId,
    start: Timestamp,
    key: Uuid,
    dims: &'a Dims,
    figures: [i64; figures::COUNT],
}

/// Adds sums to the base, all of them sorted by key, so that two batches wait for each other instead of for good.
///
/// # Errors
/// `Refused` when a sum leaves 64 bits.
pub(crate) async fn add(connection: &mut PgConnection, sums: &Sums) -> Result<()> {
    if sums.is_empty() {
        return Ok(());
    }
    let mut written = Vec::with_capacity(sums.len());
    for ((tenant, start, dims), sum) in sums {
        written.push(Written {
            tenant: *tenant,
            start: *start,
            key: dims_key(dims),
            dims,
            figures: figures::to_columns(sum)?,
        });
    }
    written.sort_unstable_by_key(|sum| (sum.tenant, sum.start, sum.key));
    rows::change(connection, sqlx::query(ADD.as_str()).bind(written.iter().map(Record).bind_iter())).await?;
    Ok(())
}

impl Columns for Written<'_> {
    const TYPE: &'static str = "sum_row_1";

    fn write(&self, record: &mut PgRecordEncoder<'_>) -> std::result::Result<(), BoxDynError> {
        let dims = self.dims;
        record
            .encode(self.tenant.0)?
            .encode(At(self.start))?
            .encode(self.key)?
            .encode(dims.provider.as_str())?
            .encode(dims.model.as_str())?
            .encode(dims.key_id.map(|id| id.0))?
            .encode(dims.user_id.map(|id| id.0))?
            .encode(dims.route.as_ref().map(RouteName::as_str))?
            .encode(dims.client.as_ref().map(Token::as_str))?
            .encode(dims.request_type.as_str())?
            .encode(dims.price_id.map(|id| id.0))?
            .encode(dims.baseline_price_id.map(|id| id.0))?
            .encode(dims.simulated)?;
        for figure in self.figures {
            record.encode(figure)?;
        }
        Ok(())
    }
}

fn read(row: &PgRow) -> Result<((TenantId, Timestamp, Dims), Figures)> {
    let mut cells = Cells::new(row);
    let key = (TenantId(cells.id()?), cells.time()?, read_dims(&mut cells)?);
    Ok((key, figures::read(&mut cells)?))
}

fn read_dims(cells: &mut Cells<'_>) -> Result<Dims> {
    Ok(Dims {
        provider: cells.parsed()?,
        model: cells.parsed()?,
        key_id: cells.opt_id()?.map(KeyId),
        user_id: cells.opt_id()?.map(UserId),
        route: cells.opt_parsed()?,
        client: cells.opt_parsed()?,
        request_type: cells.word()?,
        price_id: cells.plain::<Option<i64>>()?.map(PriceId),
        baseline_price_id: cells.plain::<Option<i64>>()?.map(PriceId),
        simulated: cells.plain()?,
    })
}

/// What a read is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum For {
    /// To look.
    Looking,
    /// To be changed: nobody else changes these sums until the transaction ends.
    Change,
}

/// Some tenants' base sums of a span.
pub(crate) async fn read_span(
    connection: &mut PgConnection,
    tenants: &[TenantId],
    (from, to): (Timestamp, Timestamp),
    purpose: For,
) -> Result<Sums> {
    let mut clause = Clause::among(tenants);
    clause.span("start", from, to);
    let lock = if purpose == For::Change { "ORDER BY tenant_id, start, dims FOR UPDATE" } else { "" };
    let query = clause.query(&format!("{} usage_rollup_quarter", *SELECT), lock);
    Ok(rows::all(connection, query, read).await?.into_iter().collect())
}

/// Deletes sums that came to nothing in these buckets: what a re-price took away whole leaves no trace, as if it had
/// never been there.
pub(crate) async fn remove_empty(connection: &mut PgConnection, sums: &Sums) -> Result<()> {
    let buckets: BTreeSet<(TenantId, Timestamp)> = sums.keys().map(|(tenant, start, _)| (*tenant, *start)).collect();
    let query = sqlx::query(REMOVE_EMPTY.as_str())
        .bind(buckets.iter().map(|(tenant, _)| tenant.0).bind_iter())
        .bind(buckets.iter().map(|(_, start)| At(*start)).bind_iter());
    rows::change(connection, query).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_dimensions_have_different_keys() {
        let row = test_support::ledger_row(test_support::event(1));
        let (dims, _) = metering::contributions(&row).remove(0);
        let others = [
            Dims { route: RouteName::new("auto").ok(), ..dims.clone() },
            Dims { client: None, ..dims.clone() },
            Dims { key_id: None, user_id: dims.key_id.map(|id| UserId(id.0)), ..dims.clone() },
            Dims { key_id: Some(KeyId(Uuid::nil())), ..dims.clone() },
            Dims { key_id: None, ..dims.clone() },
            Dims { price_id: None, baseline_price_id: dims.price_id, ..dims.clone() },
            Dims { simulated: true, ..dims.clone() },
        ];
        let keys: BTreeSet<_> = others.iter().chain([&dims]).map(dims_key).collect();
        assert_eq!(keys.len(), others.len() + 1);
        assert_eq!(dims_key(&dims), dims_key(&dims.clone()));
    }
}
