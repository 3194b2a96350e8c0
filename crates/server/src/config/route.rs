//! `[[route]]`: names that a client may send as `model`, and who can serve them.

use super::names;
use super::section::Section;
use super::tree::{Kind, Origin, Value};
use domain::{ModelRef, RouteName};
use gateway::RouteCandidate;
use routing::{Class, Strategy};

/// One configured route.
#[derive(Clone)]
pub struct Route {
    /// What a client sends as `model`.
    pub name: RouteName,
    /// How candidates are ordered.
    pub strategy: &'static dyn Strategy,
    /// Who can be asked.
    pub candidates: Vec<RouteCandidate>,
    /// What savings are measured against.
    pub baseline: Option<ModelRef>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Route({}, {})", self.name, self.strategy.name())
    }
}

/// What a route refers to, to be held against the providers once all are read: the key, what it names, and where.
pub type Mentions = Vec<(&'static str, ModelRef, Origin)>;

/// Reads one route.
pub fn read(mut section: Section<'_>) -> (Option<Route>, Mentions, SectionPath) {
    let name = names::required(&mut section, "name", "write what clients send as `model`", |text| RouteName::new(text));
    let find = |text: &str| routing::strategy::find(text).map_err(|error| error.to_string());
    let strategy = section.text("strategy", find).map(|found| found.value);
    if strategy.is_none() && !section.was_given("strategy") {
        let says = "is missing; write one of cost_optimized, performance, priority, weighted";
        section.problem(&section.at, "strategy", None, says);
    }
    let baseline = section.text("baseline", names::model);
    let mut mentions = Mentions::new();
    if let Some(found) = &baseline {
        mentions.push(("baseline", found.value.clone(), found.at.clone()));
    }
    let candidates = candidates(&mut section, &mut mentions);
    let path = SectionPath { key: section.full("name"), at: section.at.clone() };
    section.finish();
    let route = name.zip(strategy).zip(candidates).map(|((name, strategy), candidates)| Route {
        name,
        strategy,
        candidates,
        baseline: baseline.map(|found| found.value),
    });
    (route, mentions, path)
}

/// Where a route's name stands.
pub struct SectionPath {
    /// The key with its section.
    pub key: String,
    /// Where.
    pub at: Origin,
}

fn candidates(section: &mut Section<'_>, mentions: &mut Mentions) -> Option<Vec<RouteCandidate>> {
    let fix = "write a list such as [\"openai/gpt-5.4-mini\", \"anthropic/claude-haiku-4-5\"]";
    let found = section.read("candidates", |value| match &value.kind {
        Kind::List(items) if !items.is_empty() => Ok(items.clone()),
        _ => Err(fix.to_owned()),
    });
    let Some(found) = found else {
        if !section.was_given("candidates") {
            section.problem(&section.at, "candidates", None, format!("is missing; {fix}"));
        }
        return None;
    };
    let mut candidates: Vec<RouteCandidate> = Vec::new();
    for item in &found.value {
        match candidate(section, item) {
            Ok(candidate) if candidates.iter().any(|known| known.target == candidate.target) => {
                section.problem(&item.at, "candidates", Some(item.shown()), "stands there twice; leave one out");
            }
            Ok(candidate) => {
                mentions.push(("candidates", candidate.target.clone(), item.at.clone()));
                candidates.push(candidate);
            }
            Err(Some(says)) => section.problem(&item.at, "candidates", Some(item.shown()), says),
            Err(None) => {}
        }
    }
    (candidates.len() == found.value.len()).then_some(candidates)
}

/// Reads `"provider/model"` or `{ model = "provider/model", weight = 3, max_complexity = "simple" }`. Its error is what
/// is wrong with the whole of it; what is wrong with one of its keys is noted already.
fn candidate(section: &Section<'_>, item: &Value) -> Result<RouteCandidate, Option<String>> {
    match &item.kind {
        Kind::Text(text) => {
            let target = names::model(text).map_err(Some)?;
            Ok(RouteCandidate { target, weight: 1, max_complexity: None })
        }
        Kind::Table(table) => {
            let mut inner = section.inside("candidates", item.at.clone(), table.clone());
            let target = inner.text("model", names::model).map(|found| found.value);
            let weight = inner.whole("weight", 0, 1_000_000).unwrap_or(1);
            let classes: Vec<_> = Class::ALL.iter().map(|class| (class.as_str(), *class)).collect();
            let max_complexity = inner.word("max_complexity", &classes);
            let named = inner.was_given("model");
            inner.finish();
            let target = target.ok_or_else(|| (!named).then(|| "`model` is missing: \"provider/model\"".to_owned()))?;
            Ok(RouteCandidate { target, weight: u32::try_from(weight).unwrap_or(1), max_complexity })
        }
        _ => Err(Some("write \"provider/model\" in quotes".to_owned())),
    }
}
