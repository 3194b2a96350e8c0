//! `tollkeeper serve`: opens the house, wires the roles, answers until it is told to stop, and stops without losing anything.

mod api;
mod backend;
mod breakers;
mod dependency;
mod directory;
mod first_start;
pub mod house;
pub mod plan;
mod readiness;
mod reload;
mod shared;
mod signals;
mod snapshot;
mod stream;
mod worker;

use crate::cli::Settings;
use crate::config::{Config, Log};
use crate::health::{self, Health};
use crate::listen::Patience;
use crate::telemetry::metric::Page;
use crate::{elsewhere, listen, sources, telemetry};
use anyhow::{Context as _, Result};
use axum::Router;
use dependency::Dependency;
use events::EventLog;
use events::kafka::Shipper;
use gateway::{Gateway, GatewayDeps};
use house::House;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Runs until a signal says stop.
///
/// # Errors
/// Anything that keeps it from starting, with its fix.
pub async fn run(settings: Settings) -> Result<()> {
    let config = sources::config(&settings)?;
    telemetry::log::start(&config.telemetry);
    let mut house = House::open(&config).await?;
    first_start::prepare(&house, &config).await?;
    let plan = plan::Plan::new(&config, &mut house).await?;
    let server = Server::start(house, &config, plan, Some(settings)).await?;
    first_start::tell(&server, &config);
    server.until_stopped().await
}

/// A running server.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// What its roles share.
    pub house: Arc<House>,
    /// Cancelled when it must stop.
    pub stop: CancellationToken,
    gateway: Option<Arc<Gateway>>,
    worker: Option<::worker::Worker>,
    shipper: Option<Shipper>,
    listening: tokio::task::JoinHandle<std::io::Result<bool>>,
    /// Cancelled once no request runs any more: what counts events may stop.
    last: CancellationToken,
    tasks: TaskTracker,
}

impl Server {
    /// Binds the address and starts the roles. `settings` are read again on a reload; without them there is none.
    ///
    /// # Errors
    /// The address is taken, or a role does not start.
    pub async fn start(
        mut house: House,
        config: &Config,
        plan: plan::Plan,
        settings: Option<Settings>,
    ) -> Result<Self> {
        // Bound before anything runs: a taken address must leave nothing behind.
        let listener = listen::bind(&config.listen).await?;
        let address = listener.local_addr().context("asking the system for the bound address")?;
        plan.publish(&house).await?;
        let sandbox = house.sandbox.take();
        let house = Arc::new(house);
        let (stop, last, tasks) = (CancellationToken::new(), CancellationToken::new(), TaskTracker::new());
        let page = Page::start()?;
        tasks.spawn(until(last.clone(), page.clone().keep_up()));

        let kafka_standing = Dependency::default();
        if let Log::Kafka(kafka) = &config.events.log {
            stream::begin(kafka, &kafka_standing).await?;
            tasks.spawn(until(last.clone(), stream::keep_looking(kafka.as_ref().clone(), kafka_standing.clone())));
        }
        let mut router = Router::new();
        let mut gateway = None;
        if config.roles.gateway {
            gateway = Some(Gateway::start(deps(&house)?, plan.settings)?);
        }
        let (probes, wants) = readiness::probes(&house, config, gateway.as_ref(), &kafka_standing);
        let log = house.journal.clone().map(|journal| -> Arc<dyn EventLog> { journal });
        let health = Arc::new(Health { probes, wants, stop: stop.clone(), page, log });
        router = router.merge(health::router(health));
        router = router.fallback(elsewhere::answer);
        let worker = if config.roles.worker { Some(worker::start(&house, config, last.clone())?) } else { None };
        let shipper = stream::shipper(&house, &config.events.log, last.clone())?;
        if house.backend.is_shared() {
            tasks.spawn(until(last.clone(), directory::keep(house.clone(), house.seen)));
        }
        if config.roles.api {
            let context = worker.as_ref().map(|worker| worker.context().clone());
            router = router.merge(::api::router(api::state(&house, context, stop.clone())));
        }
        if let Some(gateway) = &gateway {
            tasks.spawn(until(last.clone(), breakers::mirror(gateway.clone(), house.clone())));
        }
        if let (Some(settings), Some(gateway)) = (settings, &gateway) {
            let reload = reload::Reload::new(settings, house.clone(), gateway.clone(), sandbox);
            tasks.spawn(until(stop.clone(), reload.watch()));
        }
        house.data.note_address(&address.to_string())?;
        let patience = Patience { header_time: config.sizes.header_time, shutdown_time: config.sizes.shutdown_time };
        let lanes = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let routers = (0..lanes).map(|_| match &gateway {
            // The gateway gives each lane connections of its own to the providers.
            Some(gateway) => router.clone().merge(gateway.router()),
            None => router.clone(),
        });
        let serving = listen::serve(listener, routers.collect(), patience, stop.clone(), last.clone());
        let listening = tokio::spawn(serving);
        tracing::info!(%address, data_dir = %config.data_dir.display(), "tollkeeper serves");
        Ok(Self { address, house, stop, gateway, worker, shipper, listening, last, tasks })
    }

    /// Waits for a signal, then lets requests end, counts what they used, and flushes.
    ///
    /// # Errors
    /// The journal's last flush failed.
    pub async fn until_stopped(self) -> Result<()> {
        signals::stopped(&self.stop).await;
        tracing::info!("stopping: no new requests, running ones may end; a second signal ends them now");
        tokio::select! {
            ended = self.end() => ended,
            () = signals::again() => {
                tracing::warn!("ended at once; requests that ran are settled as interrupted at the next start");
                Ok(())
            }
        }
    }

    async fn end(self) -> Result<()> {
        self.stop.cancel();
        if !self.listening.await.context("the listener")?.context("starting a lane")? {
            tracing::warn!("some requests did not end in [timeouts] shutdown; they are settled as interrupted");
        }
        if let Some(gateway) = &self.gateway {
            gateway.finish().await;
        }
        self.last.cancel();
        if let Some(worker) = self.worker {
            worker.joined().await;
        }
        if let Some(shipper) = self.shipper {
            shipper.joined().await;
        }
        self.tasks.close();
        self.tasks.wait().await;
        if let Some(journal) = &self.house.journal {
            journal.flush().await.context("flushing the journal")?;
        }
        self.house.shared.end().await;
        self.house.backend.close().await;
        self.house.data.forget_address();
        tracing::info!("stopped");
        Ok(())
    }
}

/// What `/readyz` and the log say where there is nobody to ask.
pub const NO_PROVIDER: &str = "no provider is configured: set OPENAI_API_KEY or ANTHROPIC_API_KEY, or add a \
                               [[provider]] to a file and start with --config; `tollkeeper demo` needs none";

fn deps(house: &House) -> Result<GatewayDeps> {
    Ok(GatewayDeps {
        log: house.journal.clone().context("the gateway has no journal")?,
        keys: house.keys.clone(),
        prices: house.prices.clone(),
        counters: house.shared.counters.clone(),
        clock: house.clock.clone(),
        health: routing::HealthSettings::default(),
    })
}

/// Runs a task until the token is cancelled.
async fn until(token: CancellationToken, task: impl Future<Output = ()>) {
    token.run_until_cancelled(task).await;
}
