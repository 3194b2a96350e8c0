//! `tollkeeper demo`: the real server on simulated providers, with two months of history and a client that never rests.
#![allow(clippy::print_stdout, reason = "what a person who starts the demonstration must read")]

mod body;
mod cast;
mod dice;
mod history;
mod keys;
mod past;
mod setup;
mod traffic;

use crate::cli::{DemoArgs, Settings};
use crate::serve::Server;
use crate::serve::house::House;
use crate::serve::plan::{self, Plan};
use crate::{sources, telemetry};
use anyhow::{Result, bail};
use keys::Keys;
use sandbox::{Persona, Profile};
use std::sync::Arc;
use traffic::Traffic;

/// The configuration that is used where none is given.
const CONFIG: (&str, &str) = ("the demo's own configuration", include_str!("demo.toml"));
/// Who of the sandbox's cast plays the third provider, which the demonstration calls by its catalogue.
const PLAYS_MISTRAL: &str = "sandbox-fast";

/// Serves the demonstration until a signal says stop.
///
/// # Errors
/// Anything that keeps it from starting, with its fix.
pub async fn run(settings: Settings, args: DemoArgs) -> Result<()> {
    let config = sources::config_or(&settings, CONFIG)?;
    telemetry::log::start(&config.telemetry);
    if config.providers.iter().any(|provider| !provider.kind.simulated()) {
        bail!(
            "the demo calls simulated providers only, and --config names a real one; use `tollkeeper serve` for that"
        );
    }
    let mut house = House::open(&config).await?;
    plan::start_sandbox(&config.providers, profile(), &mut house.sandbox).await?;
    let plan = Plan::of(&config, &config.providers, &house, house.sandbox.as_ref());
    let keys = Keys::prepare(&house).await?;
    let written = history::write(&house, &keys, args.history_days, args.history_per_day).await?;
    let sandbox = house.sandbox.take();
    let server = Server::start(house, &config, plan, None).await?;
    tell(&server, &keys);
    let setting_up = written.map(|past| tokio::spawn(set_up(server.house.clone(), keys.clone(), past)));
    let client = gateway::client::client(gateway::client::connector(config.sizes.gateway.connect_time)?);
    let traffic = Traffic { address: server.address, members: keys.members, rate: args.rate, client };
    let asking = (args.rate > 0.0).then(|| tokio::spawn(traffic.run(server.stop.clone())));
    let ended = server.until_stopped().await;
    for task in [asking, setting_up].into_iter().flatten() {
        task.abort();
    }
    drop(sandbox);
    ended
}

/// Sets the tenant up beside what is served; without it the demonstration still is one.
async fn set_up(house: Arc<House>, keys: Keys, past: history::Written) {
    if let Err(error) = setup::run(&house, &keys, past).await {
        tracing::warn!("the demo's alert rules and platform cost were not made: {error:#}");
    }
}

/// The cast of the sandbox: its own, with one of them under another name.
fn profile() -> Profile {
    let mut profile = Profile::demo(1.0);
    let player = profile.persona(PLAYS_MISTRAL).cloned();
    profile.personas.extend(player.map(|player| Persona { name: "sandbox-mistral".to_owned(), ..player }));
    profile
}

fn tell(server: &Server, keys: &Keys) {
    let (address, file) = (server.address, keys.file.display());
    println!();
    println!("tollkeeper demo: every provider here is simulated, and so is every figure");
    println!("  dashboard       http://{address}/ui/sign-in?link={}", keys.link.expose());
    println!("                  (signs in once; later: http://{address}/ with the key in {file})");
    println!("  OpenAI SDK      base_url http://{address}/v1");
    println!("  Anthropic SDK   base_url http://{address}");
    println!("  API key         {file}");
    println!("  models          auto, fast, careful, or any of GET http://{address}/v1/models");
    println!("stop with Ctrl-C");
}
