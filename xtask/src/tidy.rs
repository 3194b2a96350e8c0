//! Checks what the compiler does not: the house's rules about crates and files. Also runs as a test.

mod arrows;
mod files;

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_path_buf).context("xtask lies in a folder of the repository")
}

/// Every rule that is broken, one line each.
fn broken_rules() -> Result<Vec<String>> {
    let root = root()?;
    let mut broken = arrows::broken(&root)?;
    broken.extend(files::broken(&root)?);
    Ok(broken)
}

/// Checks every rule and names each place that breaks one.
pub fn run(_arguments: &[String]) -> Result<()> {
    let broken = broken_rules()?;
    if broken.is_empty() {
        println!("tidy: every rule holds");
        return Ok(());
    }
    bail!("{} rules broken\n  {}", broken.len(), broken.join("\n  "))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        let broken = super::broken_rules().expect("rules can be checked");
        assert!(broken.is_empty(), "\n  {}", broken.join("\n  "));
    }
}
