//! `tollkeeper price`: lists prices, sets them, and names what was used without one.

use super::admin::{Admin, cell, encoded};
use super::table::lay_out;
use crate::cli::{PriceCommand, PriceSet};
use anyhow::{Context as _, Result, bail};
use domain::PicoSum;
use http::Method;
use serde_json::{Value, json};

/// Does what was asked.
///
/// # Errors
/// The server's words.
pub async fn run(admin: &Admin, command: PriceCommand) -> Result<()> {
    match command {
        PriceCommand::List { catalogue, model } => {
            let asked = [("catalogue", catalogue), ("model", model)];
            let given = asked.iter().filter_map(|(key, value)| Some(format!("{key}={}", encoded(value.as_ref()?))));
            let query: Vec<String> = given.collect();
            let prices = admin.list(&format!("/api/v1/admin/prices?{}", query.join("&"))).await?;
            let rows: Vec<_> = prices.iter().map(row).collect();
            println!(
                "{}",
                lay_out(&["id", "catalogue", "model", "input", "output", "cache read", "from", "to", "whose"], &rows)
            );
            println!("US dollars per million tokens");
        }
        PriceCommand::Set(set) => {
            check(&set)?;
            let tenant = match &set.tenant {
                Some(name) => Some(admin.tenant(name).await?),
                None => None,
            };
            let made = admin.ask(Method::POST, "/api/v1/admin/prices", Some(&body(&set, tenant))).await?;
            println!(
                "price {} of {}/{} holds from {}",
                made["id"],
                set.catalogue,
                set.model,
                cell(&made["effective_from"])
            );
        }
        PriceCommand::Unpriced => {
            let models = admin.list("/api/v1/admin/prices/unpriced").await?;
            if models.is_empty() {
                println!("every model that was used has a price");
                return Ok(());
            }
            let row =
                |model: &Value| ["provider", "catalogue", "model", "requests"].map(|key| cell(&model[key])).to_vec();
            let rows: Vec<_> = models.iter().map(row).collect();
            println!("{}", lay_out(&["provider", "catalogue", "model", "requests"], &rows));
        }
    }
    Ok(())
}

/// Checks the figures here, where an error may show them: the server's answers never repeat a body.
fn check(set: &PriceSet) -> Result<()> {
    let given =
        [("--input", Some(&set.input)), ("--output", set.output.as_ref()), ("--cache-read", set.cache_read.as_ref())];
    for (flag, text) in given {
        let Some(text) = text else { continue };
        let amount: PicoSum =
            text.parse().with_context(|| format!("{flag} {text:?}: write US dollars such as 1.25"))?;
        if amount < PicoSum::default() {
            bail!("{flag} {text:?}: a price is not negative");
        }
    }
    Ok(())
}

fn body(set: &PriceSet, tenant: Option<String>) -> Value {
    let rates = json!({
        "input_usd_per_mtok": set.input,
        "output_usd_per_mtok": set.output,
        "cache_read_usd_per_mtok": set.cache_read,
    });
    json!({
        "catalogue": set.catalogue,
        "model": set.model,
        "effective_from": set.from,
        "tenant_id": tenant,
        "source": set.source,
        "tiers": [{"above_input_tokens": 0, "rates": rates}],
    })
}

fn row(price: &Value) -> Vec<String> {
    let rates = &price["tiers"][0]["rates"];
    let whose = if price["tenant_id"].is_null() { "list".to_owned() } else { cell(&price["tenant_id"]) };
    let rate = |name: &str| cell(&rates[format!("{name}_usd_per_mtok")]);
    vec![
        cell(&price["id"]),
        cell(&price["catalogue"]),
        cell(&price["model"]),
        rate("input"),
        rate("output"),
        rate("cache_read"),
        cell(&price["effective_from"]),
        cell(&price["effective_to"]),
        whose,
    ]
}
