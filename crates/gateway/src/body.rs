//! Reading bodies whole, within a size and a time.

use axum::body::Body as ClientBody;
use bytes::{Bytes, BytesMut};
use domain::{ErrorKind, Fault, Source};
use http_body::Body;
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::timeout;

/// The request's body.
///
/// # Errors
/// `TooLarge` with the limit, `Timeout` when the client stops sending, `InvalidRequest` when it breaks off.
pub async fn of_request(body: ClientBody, limit: usize, time: Duration) -> Result<Bytes, Fault> {
    let too_large = || {
        let megabytes = limit >> 20;
        Fault::new(
            ErrorKind::TooLarge,
            format!("the body is larger than {megabytes} MiB: send less, or raise [limits] body_bytes"),
        )
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    match timeout(time, gather(body, limit, None)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(Gathered::TooLarge)) => Err(too_large()),
        Ok(Err(Gathered::Broken | Gathered::Silent)) => {
            Err(Fault::new(ErrorKind::InvalidRequest, "the body broke off before its end: send it whole"))
        }
        Err(_) => Err(Fault::new(
            ErrorKind::Timeout,
            format!("the body did not arrive within {} s: send it faster, or raise [timeouts] body", time.as_secs()),
        )
        .caused_by(Source::Client)),
    }
}

/// Why a body was not gathered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gathered {
    /// Larger than the limit.
    TooLarge,
    /// The connection broke.
    Broken,
    /// Nothing came for too long.
    Silent,
}

/// Gathers a body; one that came in a single piece is not copied. `silence` is the longest wait for a further piece.
///
/// # Errors
/// Too large, broken off, or silent for too long.
pub async fn gather<B>(mut body: B, limit: usize, silence: Option<Duration>) -> Result<Bytes, Gathered>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut first: Option<Bytes> = None;
    let mut rest: Option<BytesMut> = None;
    let mut size = 0usize;
    loop {
        let next = match silence {
            Some(silence) => timeout(silence, body.frame()).await.map_err(|_| Gathered::Silent)?,
            None => body.frame().await,
        };
        let Some(frame) = next else { break };
        let Ok(data) = frame.map_err(|_| Gathered::Broken)?.into_data() else { continue };
        size = size.saturating_add(data.len());
        if size > limit {
            return Err(Gathered::TooLarge);
        }
        match (&mut first, &mut rest) {
            (_, Some(rest)) => rest.extend_from_slice(&data),
            (None, None) => first = Some(data),
            (Some(begin), None) => {
                let expected = usize::try_from(body.size_hint().lower()).unwrap_or(0).min(limit);
                let mut joined = BytesMut::with_capacity(begin.len() + data.len() + expected);
                joined.extend_from_slice(begin);
                joined.extend_from_slice(&data);
                rest = Some(joined);
            }
        }
    }
    Ok(rest.map(BytesMut::freeze).or(first).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use std::convert::Infallible;

    fn pieces(parts: &'static [&'static str]) -> ClientBody {
        ClientBody::from_stream(stream::iter(
            parts.iter().map(|part| Ok::<_, Infallible>(Bytes::from_static(part.as_bytes()))),
        ))
    }

    #[tokio::test]
    async fn pieces_are_joined_and_the_limit_is_exact() {
        assert_eq!(gather(pieces(&["ab", "", "cd", "e"]), 5, None).await, Ok(Bytes::from_static(b"abcde")));
        assert_eq!(gather(pieces(&["ab", "cd"]), 3, None).await, Err(Gathered::TooLarge));
        assert_eq!(gather(pieces(&[]), 0, None).await, Ok(Bytes::new()));
    }

    #[tokio::test]
    async fn a_large_body_names_the_limit() {
        let fault = of_request(pieces(&["abcd"]), 3, Duration::from_secs(60)).await.expect_err("too large");
        assert_eq!(fault.kind, ErrorKind::TooLarge);
        assert!(fault.message.contains("body_bytes"));
    }
}
