//! How long one event takes on one core from its bytes to a priced row: `cargo run --release -p worker --example decide_speed`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for a terminal")]

use events::usage::encode;
use events::{Offset, Record, RecordKind};
use std::collections::HashSet;
use std::hint::black_box;
use std::time::Instant;
use test_support::{at, event, price_book, tenant};
use worker::consumers::decide::{Rules, price, validate};

const EVENTS: usize = 20_000;
const BATCH: usize = 1_000;
const ROUNDS: usize = 5;

fn main() {
    let seed_only = include_bytes!("../../events/fixtures/usage-seed-only.json").to_vec();
    let full = include_str!("../../events/fixtures/usage-full.json");
    let full = serde_json::to_vec(&serde_json::from_str::<serde_json::Value>(full).unwrap()).unwrap();
    let of_the_gateway: Vec<Vec<u8>> = (0..EVENTS as u64).map(|seed| encode(&event(seed))).collect();
    measure("as the gateway writes it, one attempt", &of_the_gateway);
    measure("every field, two attempts", &vec![full; EVENTS]);
    measure("the seed's fields only", &vec![seed_only; EVENTS]);
}

fn measure(what: &str, payloads: &[Vec<u8>]) {
    let now = at("2026-12-02T12:00:00Z");
    let rules = Rules { partition: "journal/0", now, oldest: now.plus_millis(-90 * 86_400_000) };
    let book = price_book();
    let known = HashSet::from([tenant(1), tenant(2)]);
    let records: Vec<Record> = (0..)
        .zip(payloads)
        .map(|(place, payload)| Record {
            offset: Offset(place),
            next: Offset(place + 1),
            kind: RecordKind::Usage(payload.clone()),
        })
        .collect();
    let (mut best_validate, mut best_price) = (f64::MAX, f64::MAX);
    for _ in 0..ROUNDS {
        let (mut validating, mut pricing) = (0.0, 0.0);
        for batch in records.chunks(BATCH) {
            let begun = Instant::now();
            let (valid, dead) = validate(black_box(batch), &rules);
            validating += begun.elapsed().as_secs_f64();
            assert!(dead.is_empty(), "{dead:?}");
            let begun = Instant::now();
            black_box(price(valid, &known, &book, &rules));
            pricing += begun.elapsed().as_secs_f64();
        }
        best_validate = best_validate.min(validating);
        best_price = best_price.min(pricing);
    }
    let bytes = payloads.iter().map(Vec::len).sum::<usize>() / payloads.len();
    let micros = |seconds: f64| seconds * 1e6 / records.len() as f64;
    println!(
        "{what}: {bytes} bytes, validate {:.2} µs, price {:.2} µs an event",
        micros(best_validate),
        micros(best_price)
    );
}
