//! Several questions for sums, answered by one look at the tables: what they have in common is read once.

use crate::cover::{Segment, cover};
use crate::error::Result;
use crate::figures::{Figures, table};
use crate::rollups::{Gather, Point, RollupQuery};
use crate::tenants::zone;
use crate::{Dimension, Filters};
use domain::Timestamp;
use metering::{Grain, Zone};

/// Questions with their zones and the tenant's own.
pub struct Questions<'a> {
    queries: &'a [RollupQuery],
    zones: Vec<Zone>,
    own: Zone,
}

/// A part of one table that is read, once, for every question that takes rows of it.
pub struct Scan<'a> {
    /// Which table, and from where to where.
    pub segment: Segment,
    /// Which of its rows.
    pub filters: &'a Filters,
    /// By what the questions group: the columns to read, in this order.
    pub dimensions: Vec<Dimension>,
    takers: Vec<Taker>,
}

/// A question that takes the rows of a scan which begin in its own part of it.
struct Taker {
    question: usize,
    from: Timestamp,
    to: Timestamp,
    /// Where its group stands among the scan's dimensions.
    group: Option<usize>,
}

/// The answers as they grow.
pub struct Answers<'a> {
    gathers: Vec<Gather<'a>>,
}

impl<'a> Questions<'a> {
    /// Questions of a tenant whose own zone is `own`.
    ///
    /// # Errors
    /// `Refused` for a zone that does not exist.
    pub fn new(queries: &'a [RollupQuery], own: &str) -> Result<Self> {
        let zones = queries.iter().map(|query| zone(&query.zone)).collect::<Result<_>>()?;
        Ok(Self { queries, zones, own: zone(own)? })
    }

    /// Whether a question is answered from the tables above the base as well.
    fn looks_above(&self, at: usize) -> bool {
        self.zones[at] == self.own && !matches!(self.queries[at].grain, Some(Grain::Quarter | Grain::Hour))
    }

    /// The span in which it matters which hours the tables above the base do not hold yet; `None` where nobody looks there.
    #[must_use]
    pub fn above(&self) -> Option<(Timestamp, Timestamp)> {
        let those = (0..self.queries.len()).filter(|at| self.looks_above(*at));
        those.map(|at| self.queries[at].quarters()).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }

    /// What to read, and where to put it. `pending` are the hours, sorted, that the tables above the base do not hold yet.
    #[must_use]
    pub fn plan(&'a self, pending: &[Timestamp]) -> (Vec<Scan<'a>>, Answers<'a>) {
        // Alike filters, and alike tables, side by side and in the order of time.
        let mut parts: Vec<(usize, usize, Segment)> = Vec::new();
        for (at, (query, zone)) in self.queries.iter().zip(&self.zones).enumerate() {
            let first_alike = self.queries.iter().position(|other| other.filters == query.filters).unwrap_or(at);
            let segments = cover(query.quarters(), query.grain, *zone == self.own, zone, pending);
            parts.extend(segments.into_iter().map(|segment| (first_alike, at, segment)));
        }
        parts.sort_by_key(|(alike, _, segment)| (*alike, table(segment.grain), segment.from));
        let mut scans: Vec<(usize, Scan<'a>)> = Vec::new();
        for (alike, at, segment) in parts {
            let goes_on = |(of, scan): &&mut (usize, Scan<'a>)| {
                let here = scan.segment;
                *of == alike && table(here.grain) == table(segment.grain) && segment.from <= here.to
            };
            match scans.last_mut().filter(goes_on) {
                Some((_, scan)) => scan.segment.to = scan.segment.to.max(segment.to),
                None => scans.push((
                    alike,
                    Scan { segment, filters: &self.queries[at].filters, dimensions: Vec::new(), takers: Vec::new() },
                )),
            }
            if let Some((_, scan)) = scans.last_mut() {
                scan.take(at, segment, self.queries[at].group_by);
            }
        }
        let gathers = self.queries.iter().zip(&self.zones).map(|(query, zone)| Gather::new(query, zone)).collect();
        (scans.into_iter().map(|(_, scan)| scan).collect(), Answers { gathers })
    }
}

impl Scan<'_> {
    fn take(&mut self, question: usize, part: Segment, by: Option<Dimension>) {
        let group = by.map(|by| {
            self.dimensions.iter().position(|dimension| *dimension == by).unwrap_or_else(|| {
                self.dimensions.push(by);
                self.dimensions.len() - 1
            })
        });
        self.takers.push(Taker { question, from: part.from, to: part.to, group });
    }
}

impl Answers<'_> {
    /// Adds a stored sum of a scan; `groups` are its values of the scan's dimensions.
    pub fn add(
        &mut self,
        scan: &Scan<'_>,
        start: Timestamp,
        groups: &[Option<String>],
        figures: &Figures,
        simulated: bool,
    ) {
        for taker in scan.takers.iter().filter(|taker| taker.from <= start && start < taker.to) {
            let group = taker.group.and_then(|at| groups.get(at)).cloned().flatten();
            if let Some(gather) = self.gathers.get_mut(taker.question) {
                gather.add(start, group, figures, simulated);
            }
        }
    }

    /// The answers, in the questions' order.
    ///
    /// # Errors
    /// `Failed` for sums that are damaged.
    pub fn points(self) -> Result<Vec<Vec<Point>>> {
        self.gathers.into_iter().map(Gather::points).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}:00:00Z")).expect("a moment")
    }

    fn query(from: &str, to: &str, grain: Option<Grain>, group_by: Option<Dimension>) -> RollupQuery {
        let filters = Filters::default();
        RollupQuery { from: at(from), to: at(to), grain, zone: "UTC".into(), filters, group_by }
    }

    #[test]
    fn what_questions_share_is_read_once() {
        let narrow = Filters { providers: vec!["openai".parse().expect("a name")], ..Filters::default() };
        let queries = [
            query("2026-11-01T00", "2026-11-20T12", Some(Grain::Day), None),
            query("2026-11-05T00", "2026-11-21T00", None, Some(Dimension::Model)),
            query("2026-11-20T00", "2026-11-20T12", None, Some(Dimension::Key)),
            RollupQuery { filters: narrow, ..query("2026-11-20T00", "2026-11-20T12", None, None) },
        ];
        let questions = Questions::new(&queries, "UTC").expect("a zone");
        assert_eq!(questions.above(), Some((at("2026-11-01T00"), at("2026-11-21T00"))));
        let (scans, _) = questions.plan(&[at("2026-11-10T07")]);
        let found: Vec<_> = scans
            .iter()
            .map(|scan| {
                let Segment { grain, from, to } = scan.segment;
                let questions: Vec<_> = scan.takers.iter().map(|taker| taker.question).collect();
                (grain, from, to, scan.dimensions.clone(), questions)
            })
            .collect();
        let (model, key) = (Dimension::Model, Dimension::Key);
        assert_eq!(
            found,
            [
                (Grain::Day, at("2026-11-01T00"), at("2026-11-10T00"), vec![model], vec![0, 1]),
                (Grain::Day, at("2026-11-11T00"), at("2026-11-21T00"), vec![model], vec![0, 1]),
                (Grain::Quarter, at("2026-11-10T00"), at("2026-11-11T00"), vec![model], vec![0, 1]),
                (Grain::Quarter, at("2026-11-20T00"), at("2026-11-20T12"), vec![key], vec![0, 2]),
                (Grain::Quarter, at("2026-11-20T00"), at("2026-11-20T12"), vec![], vec![3]),
            ]
        );
    }

    #[test]
    fn a_row_is_counted_by_those_whose_part_it_begins_in() {
        let queries = [
            query("2026-11-01T00", "2026-11-03T00", Some(Grain::Day), Some(Dimension::Model)),
            query("2026-11-02T00", "2026-11-04T00", None, Some(Dimension::Key)),
            query("2026-11-02T00", "2026-11-04T00", None, None),
        ];
        let questions = Questions::new(&queries, "UTC").expect("a zone");
        let (scans, mut answers) = questions.plan(&[]);
        assert_eq!(scans.len(), 1);
        for (day, requests) in [("2026-11-01T00", 1), ("2026-11-02T00", 2), ("2026-11-03T00", 4)] {
            let mut figures = [0; crate::figures::COUNT];
            figures[0] = requests;
            answers.add(&scans[0], at(day), &[Some("m".into()), None], &figures, requests == 4);
        }
        let points = answers.points().expect("in range");
        let found: Vec<Vec<_>> = points
            .iter()
            .map(|points| {
                let line = |point: &Point| (point.start, point.group.clone(), point.measures.requests, point.simulated);
                points.iter().map(line).collect()
            })
            .collect();
        let model = Some("m".to_owned());
        assert_eq!(found[0], [(at("2026-11-01T00"), model.clone(), 1, false), (at("2026-11-02T00"), model, 2, false)]);
        assert_eq!(found[1], [(at("2026-11-02T00"), None, 6, true)]);
        assert_eq!(found[2], found[1]);
    }

    #[test]
    fn nobody_looks_above_in_another_zone_or_at_hours() {
        let hourly = [query("2026-11-01T00", "2026-11-03T00", Some(Grain::Hour), None)];
        assert_eq!(Questions::new(&hourly, "UTC").expect("a zone").above(), None);
        let daily = [query("2026-11-01T00", "2026-11-03T00", Some(Grain::Day), None)];
        assert_eq!(Questions::new(&daily, "Asia/Kathmandu").expect("a zone").above(), None);
        assert!(Questions::new(&daily, "Nowhere/Land").is_err());
    }
}
