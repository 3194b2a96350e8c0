//! The comparison: the upstream alone and through each gateway, in turns within one run, because only differences taken
//! side by side on one machine mean anything.

use crate::load::{self, Figures, Shape};
use crate::target::Target;
use clap::Args;
use std::time::Duration;

#[derive(Args, Clone)]
pub struct Options {
    /// The upstream itself: name=direct,url=http://…/v1,pid=…
    #[arg(long)]
    direct: Target,
    /// A way to it, repeatable: name=…,url=http://…/v1,key=…,model=…,pid=1+2
    #[arg(long)]
    through: Vec<Target>,
    /// Connections to measure at
    #[arg(long, value_delimiter = ',', default_values_t = [1, 8, 64])]
    connections: Vec<usize>,
    /// Requests a cell and round; streams get a third
    #[arg(long, default_value_t = 6_000)]
    requests: u64,
    /// Seconds a cell and round may take
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Rounds, each through all targets in turn
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// Runs and prints the table.
///
/// # Errors
/// A target cannot be asked.
pub async fn print(options: Options) -> anyhow::Result<()> {
    let targets: Vec<&Target> = std::iter::once(&options.direct).chain(&options.through).collect();
    println!(
        "| answer | connections | way | p50 µs | p99 µs | added p50 µs | added p99 µs | first byte p50 µs | CPU µs/request | RSS peak MiB | requests/s | answered | failed |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for stream in [false, true] {
        for connections in &options.connections {
            let requests = if stream { options.requests / 3 } else { options.requests };
            let limit = Duration::from_secs(options.seconds);
            let shape = Shape { stream, connections: *connections, requests: requests.max(1), limit };
            let warm = Shape { requests: (shape.requests / 10).max(*connections as u64), ..shape };
            let mut sums = targets.iter().map(|_| Figures::none()).collect::<anyhow::Result<Vec<_>>>()?;
            for target in &targets {
                load::run(target, warm).await?;
            }
            for _ in 0..options.rounds {
                for (target, sum) in targets.iter().zip(&mut sums) {
                    sum.add(&load::run(target, shape).await?)?;
                }
            }
            for (target, figures) in targets.iter().zip(&sums) {
                println!("{}", row(shape, &target.name, figures, &sums[0]));
            }
        }
    }
    Ok(())
}

fn row(shape: Shape, name: &str, figures: &Figures, direct: &Figures) -> String {
    let at = |figures: &Figures, quantile| figures.latency_us.value_at_quantile(quantile) as i64;
    let added = |quantile| {
        if std::ptr::eq(figures, direct) {
            "–".to_owned()
        } else {
            (at(figures, quantile) - at(direct, quantile)).to_string()
        }
    };
    format!(
        "| {} | {} | {name} | {} | {} | {} | {} | {} | {:.1} | {:.1} | {:.0} | {} | {} |",
        if shape.stream { "stream" } else { "JSON" },
        shape.connections,
        at(figures, 0.5),
        at(figures, 0.99),
        added(0.5),
        added(0.99),
        figures.ttft_us.value_at_quantile(0.5),
        figures.cpu_us_per_request(),
        figures.rss_peak_kib as f64 / 1024.0,
        figures.per_second(),
        figures.latency_us.len(),
        figures.failed,
    )
}
