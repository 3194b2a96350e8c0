//! Runs a sandbox by itself, for SDK scripts and for looking at with curl: `cargo run -p sandbox --example serve`.
//! `SANDBOX_LISTEN` sets the address, `SANDBOX_KEY` the one key taken, `SANDBOX_SPEED` plays the demo's personas,
//! `SANDBOX_MODELS` names the only models of an even-tempered one, separated by commas.
#![allow(clippy::print_stdout, reason = "the address it listens on is its output")]

use sandbox::{Persona, Profile, Sandbox, SandboxConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut config = SandboxConfig { api_key: std::env::var("SANDBOX_KEY").ok(), ..SandboxConfig::default() };
    if let Ok(listen) = std::env::var("SANDBOX_LISTEN") {
        config.listen = listen.parse()?;
    }
    if let Ok(speed) = std::env::var("SANDBOX_SPEED") {
        config.profile = Profile::demo(speed.parse()?);
    }
    if let Ok(models) = std::env::var("SANDBOX_MODELS") {
        let models = models.split(',').map(str::to_owned).collect();
        config.profile = Profile { personas: vec![Persona::steady("", models)], speed: 1.0 };
    }
    let running = Sandbox::start(config).await?;
    println!("{}", running.addr);
    tokio::signal::ctrl_c().await?;
    Ok(())
}
