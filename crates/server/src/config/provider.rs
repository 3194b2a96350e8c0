//! `[[provider]]`: whom requests can be sent to.

use super::names;
use super::secret::{self, Outside};
use super::section::{Found, Section};
use domain::{ProviderName, Secret};
use gateway::OnClientGone;

/// One configured provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its name in events and before the slash.
    pub name: ProviderName,
    /// How it is spoken to.
    pub kind: &'static dyn wire::Provider,
    /// Where it is; `None` only for a sandbox, which is then started here.
    pub base_url: Option<http::Uri>,
    /// Its key.
    pub api_key: Option<Secret>,
    /// Whose prices and limits apply.
    pub catalogue: ProviderName,
    /// What happens when a client leaves.
    pub on_client_gone: OnClientGone,
}

/// Kinds that are planned and refused by name until they are built.
const LATER: &[&str] = &["azure-openai", "bedrock", "gemini", "github-copilot"];

/// Reads one provider; `None` where a key it cannot do without is missing or wrong.
pub fn read(mut section: Section<'_>, outside: &Outside<'_>) -> Option<Provider> {
    let name =
        names::required(&mut section, "name", "write a short name, such as \"openai\"", |text| ProviderName::new(text));
    let kind = section.text("kind", find_kind);
    let base_url = section.text("base_url", base_url);
    let catalogue = names::optional(&mut section, "catalogue", |text| ProviderName::new(text));
    let gave_key = section.raw("api_key");
    let words = [("drain", OnClientGone::Drain), ("cancel", OnClientGone::Cancel)];
    let on_client_gone = section.word("on_client_gone", &words).unwrap_or_default();

    let mut whole = true;
    let api_key = match gave_key.as_ref().map(|value| (value, secret::read(value, outside))) {
        None => None,
        Some((_, Ok(key))) => Some(key),
        Some((value, Err(says))) => {
            section.problem(&value.at, "api_key", None, says);
            whole = false;
            None
        }
    };
    let at = section.at.clone();
    let Some(Found { value: kind, .. }) = kind else {
        if !section.was_given("kind") {
            section.problem(&at, "kind", None, format!("is missing; write one of {}", kinds()));
        }
        section.finish();
        return None;
    };
    if base_url.is_none() && kind.base_url().is_none() && !kind.simulated() && !section.was_given("base_url") {
        let says = "is missing; write what the provider's own SDK takes, such as \"https://host/v1\"";
        section.problem(&at, "base_url", None, says);
        whole = false;
    }
    if kind.needs_key() && base_url.is_none() && gave_key.is_none() {
        let variable = kind.kind().to_uppercase().replace('-', "_");
        let says = format!("is missing; write {{ env = \"{variable}_API_KEY\" }} or {{ file = \"path\" }}");
        section.problem(&at, "api_key", None, says);
        whole = false;
    }
    let name = name.filter(|_| whole);
    section.finish();
    let name = name?;
    let known = kind.base_url().and_then(|url| url.parse().ok());
    let own = kind.catalogue().and_then(|own| ProviderName::new(own).ok());
    Some(Provider {
        base_url: base_url.map(|found| found.value).or(known),
        catalogue: catalogue.or(own).unwrap_or_else(|| name.clone()),
        name,
        kind,
        api_key,
        on_client_gone,
    })
}

fn kinds() -> String {
    wire::providers::ALL.iter().map(|kind| kind.kind()).collect::<Vec<_>>().join(", ")
}

fn find_kind(text: &str) -> Result<&'static dyn wire::Provider, String> {
    if LATER.contains(&text) {
        return Err(format!("this build does not have that kind yet; it has {}", kinds()));
    }
    wire::providers::find(text).ok_or_else(|| format!("there is no such kind; write one of {}", kinds()))
}

fn base_url(text: &str) -> Result<http::Uri, String> {
    let fix = "write what the provider's own SDK takes, such as \"https://api.openai.com/v1\"";
    let url: http::Uri = text.parse().map_err(|_| fix.to_owned())?;
    let is_http = matches!(url.scheme_str(), Some("http" | "https"));
    let bare = url.query().is_none() && url.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    if is_http && bare { Ok(url) } else { Err(fix.to_owned()) }
}
