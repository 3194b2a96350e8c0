//! Measures how many rows a second the ledger takes from several connections, each with batches of 1,000 rows of tenants of
//! its own, as consumers of a log that is keyed by tenant have them; then the same again as copies; then how long the wider
//! sums take. Makes a database of its own and drops it.
//!
//! `cargo run --release -p store-postgres --example ingest -- [rows] [connections] [zipf|uniform] [ms between events]`

use domain::{Clock, Timestamp};
use domain::{EventId, KeyId, Secret, SystemClock, TenantId, UserId};
use metering::LedgerRow;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::Store;
use store::contract::sample::Dice;
use store::ledger::{Advance, Batch};
use store_postgres::{Logins, PgStore, Settings, migrate};
use test_support::{event, ledger_row, target, tenant};
use uuid::Uuid;

const TENANTS: u64 = 10_000;
const BATCH: usize = 1_000;
const MODELS: [&str; 4] = ["openai/gpt-5.4", "openai/gpt-5.4-mini", "azure/gpt-5.4", "anthropic/claude-haiku-4-5"];
const DATABASE: &str = "tollkeeper_ingest";

/// Draws tenants by their weight.
struct Tenants {
    /// Weights added up, scaled to a million million.
    upto: Vec<u64>,
}

impl Tenants {
    /// The n-th has the weight 1 / n^exponent.
    fn new(exponent: f64) -> Self {
        let weights: Vec<f64> = (1..=TENANTS).map(|n| (n as f64).powf(-exponent)).collect();
        let whole: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let upto = weights.iter().map(|weight| {
            sum += weight;
            (sum / whole * 1e12) as u64
        });
        Self { upto: upto.collect() }
    }

    fn draw(&self, dice: &mut Dice) -> u64 {
        let at = dice.below(1_000_000_000_000) as u64;
        self.upto.partition_point(|upto| *upto <= at) as u64
    }
}

fn id_of(number: u64) -> TenantId {
    // Spread, as ids of real tenants are.
    let mixed = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    TenantId(Uuid::from_u128((u128::from(mixed) << 64) | tenant(number).0.as_u128() & 0xffff_ffff))
}

fn row(n: u64, owner: u64, spacing_ms: f64, start: Timestamp) -> LedgerRow {
    let mut event = event(n);
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 13;
    event.timestamp = start.plus_millis((n as f64 * spacing_ms) as i64);
    event.event_id =
        EventId::from_parts(event.timestamp, mixed.to_be_bytes().repeat(2)[..10].try_into().unwrap_or([0; 10]));
    event.tenant_id = id_of(owner);
    event.user_id = Some(UserId(Uuid::from_u128(u128::from(1 + mixed % 5))));
    event.key_id = Some(KeyId(Uuid::from_u128(u128::from(1 + mixed % 2))));
    let served = target(MODELS[usize::try_from(mixed / 7 % 4).unwrap_or(0)]);
    event.provider = served.provider.clone();
    event.model = served.model.clone();
    event.attempts[0].target = served;
    ledger_row(event)
}

/// Seconds of CPU that this process, and every process of a PostgreSQL server on this machine, has used.
fn cpu() -> (f64, f64) {
    let ticks = |path: &std::path::Path| -> Option<(String, f64)> {
        let text = std::fs::read_to_string(path.join("stat")).ok()?;
        let (name, rest) = text.split_once('(')?.1.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let used = fields[11].parse::<f64>().ok()? + fields[12].parse::<f64>().ok()?;
        Some((name.to_owned(), used / 100.0))
    };
    let own = ticks(std::path::Path::new("/proc/self")).map_or(0.0, |(_, used)| used);
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let server =
        all.filter_map(|entry| ticks(&entry.path())).filter(|(name, _)| name == "postgres").map(|(_, used)| used);
    (own, server.sum())
}

fn url(name: &str) -> Result<Secret, Box<dyn std::error::Error>> {
    let given = std::env::var(name).map_err(|_| format!("{name} is not set: run `make services`"))?;
    let (server, _) = given.rsplit_once('/').ok_or("the URL names no database")?;
    Ok(Secret::new(format!("{server}/{DATABASE}")))
}

async fn server(text: String) -> Result<(), Box<dyn std::error::Error>> {
    let options: sqlx::postgres::PgConnectOptions = std::env::var("POSTGRES_OWNER_URL")?.parse()?;
    let mut connection: PgConnection = options.connect().await?;
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await?;
    Ok(())
}

/// Adds the tenants, in one statement.
async fn settle(login: &Secret) -> Result<(), Box<dyn std::error::Error>> {
    let options: sqlx::postgres::PgConnectOptions = login.expose().parse()?;
    let mut connection: PgConnection = options.connect().await?;
    let ids: Vec<Uuid> = (0..TENANTS).map(|number| id_of(number).0).collect();
    sqlx::raw_sql("SET ROLE tollkeeper_operator").execute(&mut connection).await?;
    let text = "INSERT INTO tenants (id, name, timezone, created_at)
        SELECT id, id::text, 'Europe/Berlin', now() FROM UNNEST($1::uuid[]) AS id";
    sqlx::query(text).bind(&ids).execute(&mut connection).await?;
    Ok(())
}

#[tokio::main]
#[allow(clippy::print_stdout, reason = "a measurement prints its figures")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let rows: u64 = given.first().map_or(Ok(500_000), |text| text.parse())?;
    let connections: usize = given.get(1).map_or(Ok(4), |text| text.parse())?;
    let exponent = if given.get(2).is_some_and(|word| word == "uniform") { 0.0 } else { 1.1 };
    let spacing_ms: f64 = given.get(3).map_or(Ok(0.2), |text| text.parse())?;
    server(format!("DROP DATABASE IF EXISTS {DATABASE}")).await?;
    server(format!("CREATE DATABASE {DATABASE}")).await?;
    let login = url("POSTGRES_URL")?;
    migrate(&url("POSTGRES_OWNER_URL")?, &Logins { url: &login, worker_url: None }, SystemClock.now()).await?;
    settle(&login).await?;
    let settings = Settings { worker_connections: u32::try_from(connections)? + 1, ..Settings::new(login) };
    let store = Arc::new(PgStore::open(settings).await?);
    let whole = measure(&store, rows, connections, exponent, spacing_ms).await;
    store.close().await;
    server(format!("DROP DATABASE IF EXISTS {DATABASE}")).await?;
    whole
}

#[allow(clippy::print_stdout, reason = "a measurement prints its figures")]
async fn measure(
    store: &Arc<PgStore>,
    rows: u64,
    connections: usize,
    exponent: f64,
    spacing_ms: f64,
) -> Result<(), Box<dyn std::error::Error>> {
    let start = test_support::at("2026-11-02T10:00:00Z");
    let end = start.plus_millis((rows as f64 * spacing_ms) as i64);
    let days = u32::try_from((end.as_millis() - start.as_millis()) / 86_400_000 + 1)?;
    store.ledger().prepare_partitions(start, days).await?;
    let (mut dice, tenants) = (Dice(1), Tenants::new(exponent));
    let mut parts: Vec<Vec<Batch>> = vec![Vec::new(); connections];
    let mut open: Vec<Vec<LedgerRow>> = vec![Vec::new(); connections];
    for n in 0..rows {
        let owner = tenants.draw(&mut dice);
        let part = usize::try_from(owner.wrapping_mul(0x9e37_79b9) >> 7).unwrap_or(0) % connections;
        open[part].push(row(n, owner, spacing_ms, start));
        if open[part].len() == BATCH {
            parts[part].push(Batch { rows: std::mem::take(&mut open[part]).into(), ..Batch::default() });
        }
    }
    for pass in ["new rows", "copies"] {
        let before = cpu();
        let begun = Instant::now();
        let mut running = Vec::new();
        for (number, batches) in parts.iter().enumerate() {
            let (store, batches) = (store.clone(), batches.clone());
            running.push(tokio::spawn(async move { write(&store, &format!("{pass}/{number}"), batches).await }));
        }
        let mut took = Vec::new();
        for task in running {
            took.extend(task.await?.map_err(|error| error.to_string())?);
        }
        let seconds = begun.elapsed().as_secs_f64();
        let after = cpu();
        let count = (took.len() * BATCH) as f64;
        took.sort_unstable();
        let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e3;
        println!(
            "{pass}: {:.0} rows/s over {connections} connections; a batch of {BATCH}: p50 {:.1} ms, p99 {:.1} ms; CPU a \
             million rows: {:.1} s here, {:.1} s in PostgreSQL, of {:.1} s on the clock",
            count / seconds,
            at(50),
            at(99),
            (after.0 - before.0) / count * 1e6,
            (after.1 - before.1) / count * 1e6,
            seconds / count * 1e6,
        );
        if pass == "new rows" {
            let begun = Instant::now();
            let mut hours = 0;
            loop {
                match store.ledger().roll_up(10_000).await? {
                    0 => break,
                    some => hours += some,
                }
            }
            println!("days, weeks and months of {hours} tenants' hours: {:.1} s", begun.elapsed().as_secs_f64());
        }
    }
    Ok(())
}

async fn write(store: &PgStore, partition: &str, batches: Vec<Batch>) -> store::error::Result<Vec<Duration>> {
    let mut at = store.ledger().claim(partition).await?;
    let mut took = Vec::with_capacity(batches.len());
    for mut batch in batches {
        let to = at.next + batch.rows.len() as u64;
        batch.advance = Some(Advance { partition: partition.into(), epoch: at.epoch, from: at.next, to });
        let begun = Instant::now();
        store.ledger().apply(batch).await?;
        took.push(begun.elapsed());
        at.next = to;
    }
    Ok(took)
}
