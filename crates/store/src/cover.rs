//! Which tables of sums answer a span: the widest buckets that lie wholly inside it and are up to date.

use crate::fold::{HOUR_MS, QUARTER_MS};
use domain::Timestamp;
use metering::period::{bucket_end, bucket_start};
use metering::{Grain, Zone};

/// A part of a span, and the table that answers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    /// The width of the table's buckets.
    pub grain: Grain,
    /// From here, included.
    pub from: Timestamp,
    /// To here, excluded.
    pub to: Timestamp,
}

/// Covers a span with segments in order, without gaps. `asked` is the width of the answer's buckets, `own_zone` says
/// whether the tables above the base are counted in `zone`, and `pending` are the UTC hours (sorted) that those tables do
/// not hold yet: they are answered from the base.
#[must_use]
pub fn cover(
    (from, to): (Timestamp, Timestamp),
    asked: Option<Grain>,
    own_zone: bool,
    zone: &Zone,
    pending: &[Timestamp],
) -> Vec<Segment> {
    // In zones off the full hour, the quarters of an hour can lie in two days.
    let stale: Vec<_> = pending.iter().flat_map(|hour| [*hour, hour.plus_millis(HOUR_MS - QUARTER_MS)]).collect();
    let mut found = Cover { zone, stale: &stale, segments: Vec::new() };
    found.add(from, to, grains(asked, own_zone));
    found.segments
}

/// The tables that may answer, from wide to narrow: the tenant's own only in its own zone, and none wider than the
/// answer's buckets.
fn grains(asked: Option<Grain>, own_zone: bool) -> &'static [Grain] {
    if !own_zone {
        return &[Grain::Quarter];
    }
    match asked {
        Some(Grain::Quarter | Grain::Hour) => &[Grain::Quarter],
        Some(Grain::Day) => &[Grain::Day, Grain::Quarter],
        // Months are not made of weeks, so each stands on days alone.
        Some(Grain::Week) => &[Grain::Week, Grain::Day, Grain::Quarter],
        Some(Grain::Month) | None => &[Grain::Month, Grain::Day, Grain::Quarter],
    }
}

struct Cover<'a> {
    zone: &'a Zone,
    /// Sorted moments that must be answered from the base.
    stale: &'a [Timestamp],
    segments: Vec<Segment>,
}

impl Cover<'_> {
    fn add(&mut self, from: Timestamp, to: Timestamp, grains: &[Grain]) {
        let Some((&grain, narrower)) = grains.split_first() else { return };
        if from >= to {
            return;
        }
        if narrower.is_empty() {
            self.push(grain, from, to);
            return;
        }
        let begun = bucket_start(self.zone, grain, from);
        let first = if begun == from { from } else { bucket_end(self.zone, grain, begun) };
        let last = bucket_start(self.zone, grain, to);
        if first >= last {
            self.add(from, to, narrower);
            return;
        }
        self.add(from, first, narrower);
        self.whole(grain, first, last, narrower);
        self.add(last, to, narrower);
    }

    /// Covers whole buckets of a grain, those with a stale moment from the narrower tables.
    fn whole(&mut self, grain: Grain, from: Timestamp, to: Timestamp, narrower: &[Grain]) {
        let mut at = from;
        let begin = self.stale.partition_point(|moment| *moment < from);
        for moment in &self.stale[begin..] {
            if *moment >= to {
                break;
            }
            if *moment < at {
                continue;
            }
            let start = bucket_start(self.zone, grain, *moment);
            let end = bucket_end(self.zone, grain, start);
            self.push(grain, at, start);
            self.add(start, end, narrower);
            at = end;
        }
        self.push(grain, at, to);
    }

    /// Adds a segment, or lengthens the last one where it goes on in the same table.
    fn push(&mut self, grain: Grain, from: Timestamp, to: Timestamp) {
        if from >= to {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.grain == grain && last.to == from => last.to = to,
            _ => self.segments.push(Segment { grain, from, to }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("{text}:00:00Z")).expect("a moment")
    }

    /// The segments from the middle of a day in January to the middle of the first day of March in Berlin, where local
    /// midnight is 23:00 UTC.
    fn winter(pending: &[&str]) -> Vec<(Grain, String, String)> {
        let zone = Zone::new("Europe/Berlin").expect("known");
        let pending: Vec<_> = pending.iter().map(|hour| at(hour)).collect();
        let span = (at("2026-01-30T12"), at("2026-03-01T12"));
        let found = cover(span, None, true, &zone, &pending);
        let hour = |moment: Timestamp| moment.to_string()[..13].to_owned();
        found.iter().map(|s| (s.grain, hour(s.from), hour(s.to))).collect()
    }

    fn segment(grain: Grain, from: &str, to: &str) -> (Grain, String, String) {
        (grain, from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_span_is_covered_once_by_the_widest_buckets_inside_it() {
        assert_eq!(
            winter(&[]),
            [
                segment(Grain::Quarter, "2026-01-30T12", "2026-01-30T23"),
                segment(Grain::Day, "2026-01-30T23", "2026-01-31T23"),
                segment(Grain::Month, "2026-01-31T23", "2026-02-28T23"),
                segment(Grain::Quarter, "2026-02-28T23", "2026-03-01T12"),
            ]
        );
    }

    #[test]
    fn what_the_wider_tables_do_not_hold_yet_comes_from_the_base() {
        // An hour of the first day, and three of two days inside the month; one that lies outside changes nothing.
        let pending = ["2025-12-01T00", "2026-01-31T22", "2026-02-10T22", "2026-02-10T23", "2026-02-11T05"];
        assert_eq!(
            winter(&pending),
            [
                segment(Grain::Quarter, "2026-01-30T12", "2026-01-31T23"),
                segment(Grain::Day, "2026-01-31T23", "2026-02-09T23"),
                segment(Grain::Quarter, "2026-02-09T23", "2026-02-11T23"),
                segment(Grain::Day, "2026-02-11T23", "2026-02-28T23"),
                segment(Grain::Quarter, "2026-02-28T23", "2026-03-01T12"),
            ]
        );
    }

    #[test]
    fn an_hour_that_two_days_share_makes_both_stale() {
        // Midnight in Kathmandu is 18:15 UTC.
        let zone = Zone::new("Asia/Kathmandu").expect("known");
        let day = |text: &str| Timestamp::parse(&format!("{text}T18:15:00Z")).expect("a moment");
        let span = (day("2026-11-01"), day("2026-11-05"));
        let found = cover(span, Some(Grain::Day), true, &zone, &[at("2026-11-03T18")]);
        let wanted = [
            Segment { grain: Grain::Day, from: span.0, to: day("2026-11-02") },
            Segment { grain: Grain::Quarter, from: day("2026-11-02"), to: day("2026-11-04") },
            Segment { grain: Grain::Day, from: day("2026-11-04"), to: span.1 },
        ];
        assert_eq!(found, wanted);
    }
}
