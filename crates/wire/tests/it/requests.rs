//! What is sent to each provider for what each client sends.

use crate::grid::{CLIENTS, cells, check, client_scenes, exchange};
use serde_json::Value;
use std::fmt::Write;

#[test]
fn requests_are_as_the_snapshots_have_them() {
    for cell in cells() {
        for (client, endpoint) in CLIENTS {
            for (scene, body) in client_scenes(client) {
                let mut text = String::new();
                for model in &cell.models {
                    match exchange(&cell, endpoint, &body, model) {
                        Err(fault) => {
                            writeln!(text, "refused: {} ({:?}, {:?})", fault.message, fault.kind, fault.retry)
                                .expect("text");
                        }
                        Ok(exchange) => {
                            let query = exchange.query.as_deref().map_or(String::new(), |query| format!("?{query}"));
                            writeln!(text, "POST {}{query}", exchange.path).expect("text");
                            for (name, value) in &exchange.headers {
                                writeln!(text, "{name}: {}", value.to_str().expect("ascii")).expect("text");
                            }
                            assert!(exchange.headers.get("authorization").is_none(), "the client's key stays here");
                            let sent = exchange.body.concat();
                            assert_eq!(sent.len(), exchange.body_bytes());
                            let value: Value = serde_json::from_slice(&sent).expect("JSON is sent");
                            assert_eq!(value["model"], model.as_str());
                            writeln!(text, "\n{}", String::from_utf8(sent).expect("text").trim_end()).expect("text");
                        }
                    }
                    text.push('\n');
                }
                check(&cell.folder.join("requests").join(format!("{client}.{scene}.txt")), &text);
            }
        }
    }
}
