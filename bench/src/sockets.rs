//! Many live sockets that do nothing: what each holds of an API node's memory, and what all of them take of its CPU.

use crate::population::{Dice, Draw, Tenants};
use crate::process;
use crate::socket::Live;
use clap::Args;
use futures_util::StreamExt as _;
use http::Uri;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Sockets that are being opened at a time.
const OPENING: usize = 64;
/// A pause in which what opening took can settle.
const SETTLE: Duration = Duration::from_secs(3);

#[derive(Args, Clone)]
pub struct Options {
    /// The API node: http://host:port
    #[arg(long)]
    api: Uri,
    /// Its process
    #[arg(long)]
    pid: u32,
    /// How many
    #[arg(long, default_value_t = 10_000)]
    count: u64,
    /// Seconds to watch
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Ask for updates, which come at least every five seconds; without it a socket hears pings only
    #[arg(long)]
    subscribe: bool,
    /// Source addresses 127.0.0.1 and on
    #[arg(long, default_value_t = 4)]
    sources: u8,
    /// Tenants there are
    #[arg(long, default_value_t = 10_000)]
    tenants: u64,
}

/// Opens, watches, prints.
///
/// # Errors
/// Never: sockets that are refused are counted.
pub async fn print(options: Options) -> anyhow::Result<()> {
    let pids = [options.pid];
    let (rss_before, load_before) = (process::rss_kib(&pids), process::load_average());
    let began = Instant::now();
    let (tenants, mut dice) = (Tenants::new(options.tenants, Draw::Zipf), Dice(3));
    let owners: Vec<(u64, u64)> = (0..options.count).map(|number| (number, tenants.draw(&mut dice))).collect();
    let opening = futures_util::stream::iter(owners).map(|(number, owner)| {
        let source = 1 + (number % u64::from(options.sources.max(1))) as u8;
        let options = &options;
        async move {
            let mut socket = Live::open(&options.api, owner, source).await?;
            if options.subscribe {
                socket.subscribe().await?;
            }
            anyhow::Ok(socket)
        }
    });
    let (messages, lost) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut opening = std::pin::pin!(opening.buffer_unordered(OPENING));
    let (mut open, mut refused, mut first) = (JoinSet::new(), 0, None);
    while let Some(opened) = opening.next().await {
        match opened {
            Ok(socket) => {
                open.spawn(hear(socket, messages.clone(), lost.clone()));
            }
            Err(error) => {
                refused += 1;
                first.get_or_insert(error);
            }
        }
    }
    if let Some(error) = first {
        println!("the first that was refused: {error:#}\n");
    }
    let took = began.elapsed();
    tokio::time::sleep(SETTLE).await;
    let (rss_open, heard_before, cpu_before) =
        (process::rss_kib(&pids), messages.load(Ordering::Relaxed), process::cpu_ns(&pids));
    let watched = Instant::now();
    tokio::time::sleep(Duration::from_secs(options.seconds)).await;
    let share = process::cpu_ns(&pids).saturating_sub(cpu_before) as f64 / watched.elapsed().as_nanos() as f64;
    let rss_after = process::rss_kib(&pids);
    let heard = messages.load(Ordering::Relaxed) - heard_before;
    let count = open.len();
    let each = |rss: u64| rss.saturating_sub(rss_before) as f64 / count.max(1) as f64;
    println!(
        "| sockets | refused | lost | opened in | RSS before / open / after MiB | KiB each, open / after | messages/s | API node's CPU, cores | load before / after |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    println!(
        "| {count} {} | {refused} | {} | {:.1} s | {:.1} / {:.1} / {:.1} | {:.1} / {:.1} | {:.0} | {share:.3} over {} s | {load_before} / {} |",
        if options.subscribe { "subscribed" } else { "idle" },
        lost.load(Ordering::Relaxed),
        took.as_secs_f64(),
        rss_before as f64 / 1024.0,
        rss_open as f64 / 1024.0,
        rss_after as f64 / 1024.0,
        each(rss_open),
        each(rss_after),
        heard as f64 / watched.elapsed().as_secs_f64(),
        options.seconds,
        process::load_average()
    );
    open.shutdown().await;
    Ok(())
}

async fn hear(mut socket: Live, messages: Arc<AtomicU64>, lost: Arc<AtomicU64>) {
    while socket.next().await.is_ok() {
        messages.fetch_add(1, Ordering::Relaxed);
    }
    lost.fetch_add(1, Ordering::Relaxed);
}
