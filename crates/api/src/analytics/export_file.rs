//! `GET /api/v1/analytics/exports/{id}/file`: an export's file, read from the store part by part as the client takes it.

use super::exports::{export_id, file_name};
use crate::auth::Caller;
use crate::encoding::takes;
use crate::errors::Problem;
use crate::question::Asked;
use crate::state::ApiState;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::try_unfold;
use http::{HeaderMap, HeaderValue, Uri, header};
use std::sync::Arc;
use store::exports::{Export, ExportState};
use store::gzip::{HEAD, Tail};
use store::{Store, StoreError, TenantScope};

/// The file of an export that is done: CSV, compressed where the client takes it so. One that breaks off ends without its
/// end, never as a shorter file.
#[utoipa::path(get, path = "/api/v1/analytics/exports/{id}/file", tag = "analytics",
    params(("id" = Uuid, Path), ("tenant_id" = Option<Uuid>, Query, description = "The tenant; needed with the operator key")),
    responses((status = 200, body = String, content_type = "text/csv; charset=utf-8"), (status = "default", body = Problem, content_type = "application/problem+json")))]
pub async fn get_export_file(
    State(state): State<ApiState>,
    caller: Caller,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::new(&state, &caller, &uri, &[&["tenant_id"]]).await?;
    let export = state.store.exports().get(asked.scope, export_id(&id)?).await?;
    if let Some(error) = &export.error {
        return Err(Problem::conflict("There is no file: the export failed.").fix(error.clone()));
    }
    if export.state != ExportState::Done {
        let detail = format!("The file is not made yet: {} rows are in it.", export.rows_done);
        return Err(Problem::conflict(detail).fix("Ask for the export until its `state` is `done`, then for the file."));
    }
    let name = format!("attachment; filename=\"{}\"", file_name(&export)?);
    let packed = takes(&headers, "gzip");
    let reading = Reading {
        store: Arc::clone(&state.store),
        scope: asked.scope,
        export,
        next: 0,
        tail: packed.then(Tail::default),
    };
    let mut response = Response::new(Body::from_stream(try_unfold(reading, Reading::read)));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if packed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(name) = HeaderValue::from_str(&name) {
        out.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// A file on its way out: one part of it is in memory at a time.
struct Reading {
    store: Arc<dyn Store>,
    scope: TenantScope,
    export: Export,
    /// The part that comes next; one more than there are is the end.
    next: u64,
    /// What the end of a compressed file will say; none where it goes out unpacked.
    tail: Option<Tail>,
}

impl Reading {
    /// The next bytes, and what comes after them.
    async fn read(mut self) -> Result<Option<(Bytes, Self)>, StoreError> {
        if self.next >= self.export.parts {
            // The end of a compressed file, once.
            return Ok(self.tail.take().map(|tail| (Bytes::from(tail.bytes()), self)));
        }
        let found = self.store.exports().part(self.scope, self.export.id, self.next).await;
        let piece = found.inspect_err(|error| {
            tracing::warn!(export = %self.export.id, part = self.next, %error, "a file broke off on its way out");
        })?;
        self.next += 1;
        let bytes = match &mut self.tail {
            Some(tail) => {
                tail.add(&piece);
                if self.next == 1 { [&HEAD[..], &piece.data].concat() } else { piece.data }
            }
            // Unpacking takes a while: others of this thread go on meanwhile.
            None => tokio::task::spawn_blocking(move || piece.open())
                .await
                .map_err(|_| StoreError::Failed("unpacking a part of an export panicked".into()))??,
        };
        Ok(Some((Bytes::from(bytes), self)))
    }
}
