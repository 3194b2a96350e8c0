//! Reads what a configuration is made of: the file, the environment, the flags, and the files secrets lie in.

use crate::cli::Settings;
use crate::config::load::{Sources, load};
use crate::config::{Config, Outside};
use anyhow::{Context as _, Result};
use std::path::Path;

/// Reads and checks the configuration as the command line, the environment and the file have it now.
///
/// # Errors
/// Everything that is wrong with it, a line each.
pub fn config(settings: &Settings) -> Result<Config> {
    read(settings, None)
}

/// The same, with a file's name and text that stand in where no file is given.
///
/// # Errors
/// As [`config`].
pub fn config_or(settings: &Settings, own: (&str, &str)) -> Result<Config> {
    read(settings, Some(own))
}

fn read(settings: &Settings, own: Option<(&str, &str)>) -> Result<Config> {
    let text = match &settings.config {
        Some(path) => Some(std::fs::read_to_string(path).with_context(|| {
            format!("the configuration {} cannot be read; check the path given with --config", path.display())
        })?),
        None => None,
    };
    let name = settings.config.as_ref().map(|path| path.display().to_string());
    let environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let given = [
        ("listen", "--listen", &settings.listen),
        ("data_dir", "--data-dir", &settings.data_dir),
        ("role", "--role", &settings.role),
    ];
    let flags: Vec<_> = given.into_iter().filter_map(|(key, flag, value)| Some((key, flag, value.clone()?))).collect();
    let variable = |name: &str| std::env::var(name).ok();
    let file = |path: &Path| std::fs::read_to_string(path);
    let catalogue = crate::catalogue::Models::builtin();
    let config = load(&Sources {
        file: name.as_deref().zip(text.as_deref()).or(own),
        environment: &environment,
        flags: &flags,
        outside: Outside { variable: &variable, file: &file },
        in_catalogue: &|name, model| catalogue.has(name, model),
    })?;
    Ok(config)
}
