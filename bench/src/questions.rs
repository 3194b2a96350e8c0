//! The dashboard's question at a given rate: an open loop. A question counts from the moment at which it was due, also
//! when every connection was still busy then, so that a server that stalls cannot hide it.

use crate::http::Client;
use crate::population::{self, Crowd, Dice, Tenants};
use crate::process;
use clap::Args;
use hdrhistogram::Histogram;
use http::Uri;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

#[derive(Args, Clone)]
pub struct Options {
    /// The API node: http://host:port
    #[arg(long)]
    api: Uri,
    /// What stands in the table
    #[arg(long, default_value = "dashboard")]
    name: String,
    /// What is asked
    #[arg(long, default_value = "/api/v1/analytics/dashboard?period=30d")]
    path: String,
    /// Questions a second
    #[arg(long, default_value_t = 1_000)]
    rate: u64,
    /// For how many seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Connections: the most questions that are under way at a time
    #[arg(long, default_value_t = 128)]
    connections: usize,
    #[command(flatten)]
    crowd: Crowd,
    /// What the draw follows from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The API node's process, for its CPU
    #[arg(long)]
    pid: Vec<u32>,
}

/// One run's state.
struct Run {
    options: Options,
    tenants: Tenants,
    dice: RefCell<Dice>,
    next: Cell<u64>,
    count: u64,
    began: Instant,
    /// When asking ends although questions are left: they count as not asked.
    until: Instant,
    failed: Cell<u64>,
    micros: RefCell<Histogram<u64>>,
}

/// Asks and prints.
///
/// # Errors
/// The API node has no metrics.
pub async fn print(options: Options) -> anyhow::Result<()> {
    let mut metrics = Client::new(&options.api)?;
    let before = metrics.page().await?;
    let (cpu_before, load_before) = (process::cpu_ns(&options.pid), process::load_average());
    let began = Instant::now() + Duration::from_millis(20);
    let run = Rc::new(Run {
        tenants: options.crowd.weighed(),
        dice: RefCell::new(Dice(options.seed)),
        next: Cell::new(0),
        count: options.rate * options.seconds,
        began,
        until: began + Duration::from_secs(options.seconds * 3 / 2),
        failed: Cell::new(0),
        micros: RefCell::new(Histogram::new_with_bounds(1, 600_000_000, 3)?),
        options,
    });
    let set = tokio::task::LocalSet::new();
    let askers: Vec<_> = (0..run.options.connections).map(|_| set.spawn_local(ask(Rc::clone(&run)))).collect();
    set.await;
    for asker in askers {
        asker.await??;
    }
    let elapsed = run.began.elapsed();
    let after = metrics.page().await?;
    let added = |name| after.sum(name, "\"dashboard\"") - before.sum(name, "\"dashboard\"");
    let (hits, misses) = (added("tollkeeper_cache_hits_total"), added("tollkeeper_cache_misses_total"));
    let micros = run.micros.borrow();
    let ms = |quantile| micros.value_at_quantile(quantile) as f64 / 1e3;
    let cpu_us = process::cpu_ns(&run.options.pid).saturating_sub(cpu_before) as f64 / 1e3;
    println!(
        "| questions | asked/s | answered | failed | not asked | hit ratio | p50 ms | p95 ms | p99 ms | max ms | API node's CPU µs each | load before / after |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    println!(
        "| {} | {:.0} of {} | {} | {} | {} | {:.1} % | {:.1} | {:.1} | {:.1} | {:.1} | {:.0} | {load_before} / {} |",
        run.options.name,
        micros.len() as f64 / elapsed.as_secs_f64(),
        run.options.rate,
        micros.len(),
        run.failed.get(),
        run.count - run.next.get().min(run.count),
        100.0 * hits / (hits + misses).max(1.0),
        ms(0.5),
        ms(0.95),
        ms(0.99),
        micros.max() as f64 / 1e3,
        cpu_us / micros.len().max(1) as f64,
        process::load_average()
    );
    Ok(())
}

async fn ask(run: Rc<Run>) -> anyhow::Result<()> {
    let mut client = Client::new(&run.options.api)?;
    loop {
        let number = run.next.get();
        if number >= run.count || Instant::now() >= run.until {
            return Ok(());
        }
        run.next.set(number + 1);
        let owner = run.tenants.draw(&mut run.dice.borrow_mut());
        let due = run.began + Duration::from_secs_f64(number as f64 / run.options.rate.max(1) as f64);
        tokio::time::sleep_until(due.into()).await;
        match client.get(&run.options.path, Some(&population::key(owner))).await {
            Ok((200, body)) if !body.is_empty() => {
                run.micros.borrow_mut().saturating_record(due.elapsed().as_micros() as u64);
            }
            _ => run.failed.set(run.failed.get() + 1),
        }
    }
}
