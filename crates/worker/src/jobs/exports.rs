//! Makes the files of large exports, a part at a time and in turn, and sweeps those that expired or were removed.
//!
//! What is made stands in the store with the place where it goes on, so a run that is killed is gone on with.

use crate::Context;
use crate::context::HOUR_MS;
use domain::{TenantId, Timestamp};
use std::collections::HashSet;
use store::exports::{Export, KEPT_MS};
use store::gzip::Piece;
use store::scope::WorkerProof;
use store::usage::EventQuery;
use store::{StoreError, TenantScope, csv};
use uuid::Uuid;

/// Rows of a file at most.
const MOST_ROWS: u64 = 5_000_000;

/// Parts a transaction deletes: few, because the writer does nothing else meanwhile.
const SWEPT: usize = 20;

const DAY_MS: i64 = 24 * HOUR_MS;

/// What one turn of a tenant did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Turn {
    /// There was nothing to do.
    Idle,
    /// It came further.
    Moved,
    /// A file was made or given up.
    Ended,
}

pub(super) async fn run(context: &Context) -> Result<u64, StoreError> {
    let mut stuck = HashSet::new();
    let (mut changed, mut first_error) = (0, None);
    loop {
        let mut moved = false;
        // A turn for each tenant, so that nobody waits for another's large file.
        for tenant in context.store().ledger().exporting_tenants(context.now()).await? {
            let scope = WorkerProof.scope(tenant);
            let swept = context.store().exports().sweep(scope, context.now(), SWEPT).await?;
            let turn =
                if swept > 0 { Turn::Moved } else { take(context, tenant, &mut stuck, &mut first_error).await? };
            moved |= turn != Turn::Idle;
            changed += u64::from(turn == Turn::Ended);
        }
        if !moved {
            return first_error.map_or(Ok(changed), Err);
        }
    }
}

/// Goes on with a tenant's oldest export. One that fails is left alone until the next run, so that it holds up no other.
async fn take(
    context: &Context,
    tenant: TenantId,
    stuck: &mut HashSet<Uuid>,
    first_error: &mut Option<StoreError>,
) -> Result<Turn, StoreError> {
    let scope = WorkerProof.scope(tenant);
    let exports = context.store().exports().list(scope).await?;
    let left = |export: &Export| export.state.is_unfinished() && !stuck.contains(&export.id);
    let Some(export) = exports.into_iter().rfind(left) else { return Ok(Turn::Idle) };
    let id = export.id;
    match step(context, scope, export).await {
        Ok(turn) => Ok(turn),
        Err(error) => {
            tracing::warn!(export = %id, %error, "a part of an export could not be made; it is tried again");
            stuck.insert(id);
            first_error.get_or_insert(error);
            Ok(Turn::Moved)
        }
    }
}

/// Counts an export's rows, or adds its next part.
async fn step(context: &Context, scope: TenantScope, export: Export) -> Result<Turn, StoreError> {
    let now = context.now();
    let (next, part) = if export.created_at.plus_millis(KEPT_MS) <= now {
        (export.failed(LATE.into(), now), None)
    } else if export.rows_total.is_none() {
        let rows = count(context, scope, &export.query).await?;
        (admitted(export, rows, now), None)
    } else {
        let (next, piece) = grow(context, scope, export).await?;
        (next, Some(piece))
    };
    // Where it is not filed, its owner removed it meanwhile.
    let filed = context.store().exports().record(scope, &next, part).await?;
    let ended = filed && !next.state.is_unfinished();
    Ok(if ended { Turn::Ended } else { Turn::Moved })
}

/// What to say of an export that was never finished.
const LATE: &str =
    "The file could not be made within a day: ask again for a shorter span; the server's log has the cause.";

/// What becomes of an export of so many rows.
fn admitted(export: Export, rows: u64, now: Timestamp) -> Export {
    if rows <= MOST_ROWS {
        return export.counted(rows);
    }
    let too_many = "choose a shorter span, or narrow it by provider, model or key";
    export.failed(format!("There are more than {MOST_ROWS} rows: {too_many}."), now)
}

/// How many rows there are, counted day by day, so that no question takes long. Ends early beyond what a file may hold.
async fn count(context: &Context, scope: TenantScope, query: &EventQuery) -> Result<u64, StoreError> {
    let usage = context.store().usage();
    let Some((newest, oldest)) = usage.span(scope).await? else { return Ok(0) };
    let end = query.to.min(newest.plus_millis(1));
    let mut from = query.from.max(oldest);
    let mut rows = 0;
    while from < end && rows <= MOST_ROWS {
        let to = end_of_day(from).min(end);
        rows += usage.count(scope, &EventQuery { from, to, ..query.clone() }).await?;
        from = to;
    }
    Ok(rows)
}

fn end_of_day(at: Timestamp) -> Timestamp {
    at.floor_to(DAY_MS).plus_millis(DAY_MS)
}

/// Reads the rows of the next part and compresses them.
async fn grow(context: &Context, scope: TenantScope, export: Export) -> Result<(Export, Piece), StoreError> {
    let mut text = String::new();
    if export.parts == 0 {
        csv::head(&mut text);
    }
    let wanted = context.deps.settings.export_part_rows;
    let mut query = EventQuery { limit: wanted, ..export.query.clone() };
    let mut rows = 0;
    loop {
        let page = context.store().usage().events(scope, &query).await?;
        rows += page.items.len();
        for row in &page.items {
            csv::line(&mut text, row)?;
        }
        query.after = page.next;
        if query.after.is_none() || rows >= wanted {
            break;
        }
    }
    // Compressing takes a while: others of this thread go on meanwhile.
    let compressed = tokio::task::spawn_blocking(move || Piece::of(text.as_bytes())).await;
    let piece = compressed.map_err(|_| StoreError::Failed("compressing a part of an export panicked".into()))??;
    Ok((export.grown(&piece, rows as u64, query.after, context.now()), piece))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::exports::ExportState;

    #[test]
    fn a_file_that_would_be_too_large_is_given_up_before_it_is_begun() {
        let now = Timestamp::from_millis(1);
        let export = Export::queued(Uuid::nil(), EventQuery::of(now, now, 1_000), "UTC".into(), now);
        let fits = admitted(export.clone(), MOST_ROWS, now);
        assert_eq!((fits.state, fits.rows_total), (ExportState::Running, Some(MOST_ROWS)));
        let failed = admitted(export, MOST_ROWS + 1, now);
        assert_eq!((failed.state, failed.rows_total), (ExportState::Failed, None));
        assert!(failed.error.is_some_and(|error| error.contains("shorter span")));
    }
}
