//! Brings the file, the environment and the command line together and checks the whole: a pure function of its sources.

use super::problem::{Problem, Problems};
use super::roles::Roles;
use super::route::Mentions;
use super::secret::Outside;
use super::section::{Found, Section};
use super::tree::{self, Origin, Table};
use super::{Config, Provider, Route, cache, events, limits, provider, retention, retry, route, store, telemetry};
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::PathBuf;

/// What environment variables of settings begin with.
pub const PREFIX: &str = "TOLLKEEPER__";

/// Where a configuration comes from.
pub struct Sources<'a> {
    /// The file's name and text, if there is a file.
    pub file: Option<(&'a str, &'a str)>,
    /// Every environment variable; those that begin with [`PREFIX`] count.
    pub environment: &'a [(String, String)],
    /// Flags of the command line: the key they set, their name, the value.
    pub flags: &'a [(&'static str, &'static str, String)],
    /// Where secrets lie.
    pub outside: Outside<'a>,
    /// Whether a name is a model in some catalogue: `(catalogue, name)`.
    pub in_catalogue: &'a dyn Fn(&str, &str) -> bool,
}

/// Reads and checks a configuration.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(sources: &Sources<'_>) -> Result<Config, Problems> {
    let mut problems = Vec::new();
    let mut table = Table::new();
    if let Some((name, text)) = sources.file {
        match tree::parse(name, text) {
            Ok(read) => table = read,
            // Nothing else can be judged without the file.
            Err((at, reason)) => {
                let says = format!("this is not TOML: {reason}");
                return Err(Problems(vec![Problem { at, key: String::new(), value: None, says }]));
            }
        }
    }
    for (name, value) in sources.environment {
        let Some(path) = name.strip_prefix(PREFIX) else { continue };
        let path: Vec<String> = path.split("__").map(str::to_lowercase).collect();
        let at = Origin::Environment(name.clone());
        if let Err(says) = tree::put(&mut table, &path, value, &at) {
            problems.push(Problem { at, key: path.join("."), value: None, says });
        }
    }
    for (key, flag, value) in sources.flags {
        let path = [(*key).to_owned()];
        if let Err(says) = tree::put(&mut table, &path, value, &Origin::Flag(flag)) {
            problems.push(Problem { at: Origin::Flag(flag), key: (*key).to_owned(), value: None, says });
        }
    }
    let problems = RefCell::new(problems);
    let config = read(table, sources, &problems);
    let mut problems = problems.into_inner();
    if problems.is_empty() {
        return Ok(config);
    }
    problems.sort_by_key(|problem| problem.at.place());
    Err(Problems(problems))
}

fn read(table: Table, sources: &Sources<'_>, problems: &RefCell<Vec<Problem>>) -> Config {
    let name = sources.file.map_or("defaults", |(name, _)| name);
    let mut root = Section::new(String::new(), Origin::File(name.into(), 1, 1), table, problems);
    let listen = root.text("listen", listen).map_or_else(|| "127.0.0.1:8787".to_owned(), |found| found.value);
    let data_dir = root.text("data_dir", |text| match text {
        "" => Err("write a folder, such as \"./tollkeeper-data\"".to_owned()),
        _ => Ok(PathBuf::from(text)),
    });
    let data_dir = data_dir.map_or_else(|| "./tollkeeper-data".into(), |found| found.value);
    let roles = root.text("role", Roles::parse);
    let roles = roles.unwrap_or_else(|| Found { value: Roles::ALL, at: root.at.clone() });
    let store = store::read(root.section("store"), &sources.outside, &roles);
    let events = events::read(root.section("events"), &sources.outside, &roles);
    let cache = cache::read(root.section("cache"), &sources.outside);
    let sizes = limits::read(root.section("limits"), root.section("timeouts"));
    let retry = retry::read(root.section("retry"));
    let retention = retention::read(root.section("retention"));
    let telemetry = telemetry::read(root.section("telemetry"));
    let providers = providers(&mut root, sources);
    let routes = routes(&mut root, sources, &providers);
    root.finish();
    let providers = providers.into_iter().filter_map(|(_, provider)| provider).collect();
    let roles = roles.value;
    Config { listen, data_dir, roles, store, events, cache, providers, routes, sizes, retry, retention, telemetry }
}

/// Reads every provider. One that is wrong keeps its name, so that routes that mention it are not called wrong too.
fn providers(root: &mut Section<'_>, sources: &Sources<'_>) -> Vec<(Option<String>, Option<Provider>)> {
    let mut known: Vec<(Option<String>, Option<Provider>)> = Vec::new();
    for section in root.sections("provider") {
        let name = section.named();
        let (key, at) = (section.full("name"), section.at.clone());
        if name.is_some() && known.iter().any(|(other, _)| *other == name) {
            let says = "two providers have this name; rename one".to_owned();
            root.note(Problem { at, key, value: name.as_ref().map(|name| format!("{name:?}")), says });
        }
        known.push((name, provider::read(section, &sources.outside)));
    }
    known
}

fn routes(
    root: &mut Section<'_>,
    sources: &Sources<'_>,
    providers: &[(Option<String>, Option<Provider>)],
) -> Vec<Route> {
    let mut routes: Vec<Route> = Vec::new();
    let names: HashSet<&str> = providers.iter().filter_map(|(name, _)| name.as_deref()).collect();
    for section in root.sections("route") {
        let prefix = section.full("");
        let (route, mentions, path) = route::read(section);
        for problem in strangers(mentions, &prefix, &names) {
            root.note(problem);
        }
        let Some(route) = route else { continue };
        if let Some(says) = collision(&route, &routes, providers, sources) {
            root.note(Problem { at: path.at, key: path.key, value: Some(format!("{:?}", route.name.as_str())), says });
        }
        routes.push(route);
    }
    routes
}

/// Models that a route mentions of providers that are not there.
fn strangers(mentions: Mentions, prefix: &str, names: &HashSet<&str>) -> Vec<Problem> {
    let missing = mentions.into_iter().filter(|(_, target, _)| !names.contains(target.provider.as_str()));
    let problem = |(key, target, at): (&str, domain::ModelRef, Origin)| {
        let says = match super::problem::nearest(target.provider.as_str(), names.iter().copied()) {
            Some(meant) => format!("no provider `{}` is configured; did you mean `{meant}`?", target.provider),
            None => format!("no provider `{}` is configured; add a [[provider]] of that name", target.provider),
        };
        Problem { at, key: format!("{prefix}{key}"), value: Some(format!("\"{target}\"")), says }
    };
    missing.map(problem).collect()
}

/// What a route's name would hide.
fn collision(
    route: &Route,
    routes: &[Route],
    providers: &[(Option<String>, Option<Provider>)],
    sources: &Sources<'_>,
) -> Option<String> {
    let name = route.name.as_str();
    if routes.iter().any(|other| other.name == route.name) {
        return Some("two routes have this name; rename one".to_owned());
    }
    let hidden = providers
        .iter()
        .filter_map(|(_, provider)| provider.as_ref())
        .find(|provider| (sources.in_catalogue)(provider.catalogue.as_str(), name))?;
    Some(format!("a route of this name would hide the model `{}/{name}`; rename the route", hidden.name))
}

/// Checks `host:port`.
fn listen(text: &str) -> Result<String, String> {
    let fix = || "write an address and a port, such as \"127.0.0.1:8787\" or \"[::]:8787\"".to_owned();
    let (host, port) = text.rsplit_once(':').ok_or_else(fix)?;
    if host.is_empty() || port.parse::<u16>().is_err() {
        return Err(fix());
    }
    Ok(text.to_owned())
}
