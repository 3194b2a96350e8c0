//! What each client gets of what each provider answers.

use crate::grid::{CLIENTS, Cell, cells, check, client_scenes, exchange, scenes};
use bytes::Bytes;
use domain::Fault;
use http::HeaderMap;
use std::fmt::Write;
use wire::{Dialect, Endpoint, Exchange, Progress, Relay};

/// What came out of a stream: bytes, and how it ended.
#[derive(PartialEq, Debug)]
pub struct Relayed {
    pub bytes: Vec<u8>,
    pub fault: Option<Fault>,
    pub progress: String,
}

/// Feeds a stream in pieces to its end.
pub fn relay(exchange: &Exchange, pieces: &[Bytes]) -> Relayed {
    let (mut relay, mut out) = (exchange.relay(), Vec::new());
    let mut fault = None;
    for piece in pieces {
        if let Err(found) = relay.feed(piece.clone(), &mut out) {
            fault = Some(found);
            break;
        }
    }
    if fault.is_none() {
        fault = relay.finish(&mut out).err();
    }
    Relayed { bytes: out.concat(), fault, progress: describe(relay.as_ref()) }
}

fn describe(relay: &dyn Relay) -> String {
    let Progress { first_content, usage, usage_final, complete, output_bytes, error, service_tier } = relay.progress();
    format!(
        "complete: {complete}\nfirst_content: {first_content}\nusage: {usage:?}\nusage_final: {usage_final}\n\
         output_bytes: {output_bytes}\nservice_tier: {service_tier:?}\nerror: {:?}\n",
        error.as_ref().map(|fault| (fault.kind, fault.retry))
    )
}

/// The exchange of a scene called `stream` or `full`: the simplest request a client can make.
pub fn simplest(cell: &Cell, client: &str, endpoint: Endpoint, scene: &str) -> Option<Exchange> {
    let (_, body) = client_scenes(client).into_iter().find(|(name, _)| name == scene)?;
    exchange(cell, endpoint, &body, &cell.models[0]).ok()
}

/// Whether a provider answers this endpoint with this scene: the wire's own shapes are told apart by the name.
pub fn answers_to(cell: &Cell, scene: &str, endpoint: Endpoint) -> bool {
    let own = match endpoint {
        Endpoint::Completions if cell.upstream.dialect == Dialect::OpenAi => "completion",
        Endpoint::Embeddings => "embed",
        _ => return !scene.starts_with("completion") && !scene.starts_with("embed"),
    };
    scene.starts_with(own)
}

pub fn is_broken(scene: &str) -> bool {
    scene.starts_with("broken")
}

#[test]
fn whole_answers_are_as_the_snapshots_have_them() {
    for cell in cells() {
        let folder = cell.folder.join("answers");
        for (scene, body) in scenes(&folder, "json") {
            let status = scene.strip_prefix("error-").map_or(200, |rest| rest[..3].parse().expect("a status"));
            for (client, endpoint) in CLIENTS {
                if !answers_to(&cell, &scene, endpoint) {
                    continue;
                }
                let Some(exchange) = simplest(&cell, client, endpoint, "plain") else { continue };
                let mut text = String::new();
                match exchange.decode_full(status, &HeaderMap::new(), body.clone()) {
                    Ok(full) => {
                        if endpoint.dialect() == cell.upstream.dialect {
                            assert_eq!(full.body, body, "the same dialect passes through");
                        }
                        writeln!(text, "usage: {:?}\nstop: {:?}", full.usage, full.stop).expect("text");
                        writeln!(text, "output_bytes: {}\nservice_tier: {:?}\n", full.output_bytes, full.service_tier)
                            .expect("text");
                        text.push_str(std::str::from_utf8(&full.body).expect("text").trim_end());
                        text.push('\n');
                    }
                    Err(fault) => {
                        assert!(!format!("{fault:?}").contains("canary"), "a provider's words do not print");
                        let (given, rendered) = wire::render_error(endpoint.dialect(), &fault, "req-1");
                        writeln!(
                            text,
                            "{:?} {:?} {:?}\nstatus: {given}\n",
                            fault.kind, fault.source_of_fault, fault.retry
                        )
                        .expect("text");
                        text.push_str(std::str::from_utf8(&rendered).expect("text"));
                        text.push('\n');
                    }
                }
                check(&folder.join(format!("{scene}.{client}.txt")), &text);
            }
        }
    }
}

#[test]
fn streams_are_as_the_snapshots_have_them_wherever_they_are_cut() {
    for cell in cells() {
        let folder = cell.folder.join("answers");
        for (scene, body) in scenes(&folder, "sse") {
            for (client, endpoint) in CLIENTS {
                if !answers_to(&cell, &scene, endpoint) {
                    continue;
                }
                for request in ["stream", "stream-usage"] {
                    let Some(exchange) = simplest(&cell, client, endpoint, request) else { continue };
                    let whole = relay(&exchange, std::slice::from_ref(&body));
                    let ending = whole.fault.as_ref().map(|fault| (fault.kind, fault.retry));
                    assert_eq!(ending.is_some(), is_broken(&scene), "{scene} {client}: {ending:?}");
                    let cuts = if request == "stream" { 1..body.len() } else { 0..0 };
                    for at in cuts {
                        let cut = relay(&exchange, &[body.slice(..at), body.slice(at..)]);
                        assert_eq!(cut, whole, "{} {scene} {client} cut at {at}", cell.folder.display());
                    }
                    let bytes: Vec<Bytes> = (0..body.len()).map(|at| body.slice(at..=at)).collect();
                    assert_eq!(relay(&exchange, &bytes), whole, "{scene} {client} byte by byte");
                    let text = String::from_utf8(whole.bytes).expect("text");
                    let text = format!("{}ending: {ending:?}\n\n{text}", whole.progress);
                    check(&folder.join(format!("{scene}.{client}.{request}.txt")), &text);
                }
            }
        }
    }
}
