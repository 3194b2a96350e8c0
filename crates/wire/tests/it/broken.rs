//! Streams that were cut or are garbage: a fault, never a panic, never a clean end.

use crate::answers::{answers_to, relay, simplest};
use crate::grid::{CLIENTS, cells, scenes};
use bytes::Bytes;
use proptest::prelude::*;

/// Whether these bytes tell a client that the answer is complete.
fn looks_clean(bytes: &[u8]) -> bool {
    ["data: [DONE]", "event: message_stop", "\"type\":\"message_stop\""]
        .iter()
        .any(|mark| memchr::memmem::find(bytes, mark.as_bytes()).is_some())
}

#[test]
fn a_stream_cut_anywhere_never_looks_clean() {
    for cell in cells() {
        for (scene, body) in scenes(&cell.folder.join("answers"), "sse") {
            for (client, endpoint) in CLIENTS {
                let Some(exchange) = simplest(&cell, client, endpoint, "stream") else { continue };
                if !answers_to(&cell, &scene, endpoint) {
                    continue;
                }
                let ends = memchr::memmem::find_iter(&body, "\n").flat_map(|at| [at, at + 1]);
                // The last bytes hold the end mark: there every byte is a place to stop.
                for end in ends.chain(body.len().saturating_sub(160)..body.len()) {
                    let cut = relay(&exchange, &[body.slice(..end)]);
                    let said_error = cut.progress.contains("error: Some");
                    let complete = cut.progress.contains("complete: true");
                    assert_eq!(cut.fault.is_none(), complete || said_error, "{scene} {client} ends at {end}");
                    assert!(complete || !looks_clean(&cut.bytes), "{scene} {client} looks clean at {end}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn garbage_is_a_fault(
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..300),
            "(data: |event: |: |\\{|\\}|\"choices\":|\"usage\":|\\[|\\]|null|\"delta\":|\"type\":|\n|\r|\n\n|[a-z\"]){0,60}"
                .prop_map(String::into_bytes),
        ],
        cut in 0_usize..300,
    ) {
        let at = cut.min(bytes.len());
        let pieces = [Bytes::copy_from_slice(&bytes[..at]), Bytes::copy_from_slice(&bytes[at..])];
        for cell in cells() {
            for (client, endpoint) in CLIENTS {
                let Some(exchange) = simplest(&cell, client, endpoint, "stream") else { continue };
                let out = relay(&exchange, &pieces);
                prop_assert!(out.fault.is_some(), "{client}: {:?}", out.progress);
            }
        }
    }

    #[test]
    fn one_wrong_byte_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for cell in cells() {
            for (_, body) in scenes(&cell.folder.join("answers"), "sse") {
                let mut bytes = body.to_vec();
                let at = at.index(bytes.len());
                bytes[at] = byte;
                for (client, endpoint) in CLIENTS {
                    if let Some(exchange) = simplest(&cell, client, endpoint, "stream") {
                        let _ = relay(&exchange, &[Bytes::from(bytes.clone())]);
                    }
                }
            }
            for (_, body) in scenes(&cell.folder.join("answers"), "json") {
                let mut bytes = body.to_vec();
                let at = at.index(bytes.len());
                bytes[at] = byte;
                for (client, endpoint) in CLIENTS {
                    if let Some(exchange) = simplest(&cell, client, endpoint, "plain") {
                        let _ = exchange.decode_full(200, &http::HeaderMap::new(), Bytes::from(bytes.clone()));
                    }
                }
            }
        }
    }
}
