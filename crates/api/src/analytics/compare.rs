//! What `compare` adds to sums over time: a second span beside the one that was asked for, cut as that one is.

use super::parts::{self, Group};
use super::series::GroupKind;
use crate::answer::{Coverage, Period};
use crate::errors::Problem;
use crate::question::Asked;
use crate::question::params::Compare;
use crate::question::span::Span;
use domain::Timestamp;
use metering::Measures;
use serde::{Deserialize, Serialize};
use store::rollups::Point;
use utoipa::ToSchema;

/// One group of the answer in the span that it is compared with.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ComparedGroup<T> {
    /// What this group is.
    pub kind: GroupKind,
    /// The value; null for `none` and `other`.
    pub key: Option<String>,
    /// What to show.
    pub label: String,
    /// The group's sums over the span.
    pub total: T,
    /// What they know.
    pub coverage: Coverage,
}

/// The span that an answer is compared with, all of it of the same moment as the rest of the answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Compared<T, B> {
    /// The span. It may begin and end at other times of day where clocks changed in between.
    pub period: Period,
    /// What the figures know.
    pub coverage: Coverage,
    /// Whether sandbox rows are among them.
    pub simulated: bool,
    /// The sums over the span.
    pub total: T,
    /// Over time, in buckets as wide as the answer's; there may be more or fewer of them.
    pub buckets: Vec<B>,
    /// The answer's groups in its order, also those that had nothing then. `other` is every group that does not stand
    /// alone in the answer, and stands here also where only this span has such. They sum to the total.
    pub groups: Vec<ComparedGroup<T>>,
}

/// The span that the question names for comparison, if it does.
pub(crate) fn span(asked: &Asked, of: &Span) -> Result<Option<Span>, Problem> {
    let compare = asked.ask.word("compare", "previous or last_year")?;
    Ok(compare.map(|compare| match compare {
        Compare::Previous => of.previous(asked.now),
        Compare::LastYear => of.last_year(asked.now),
    }))
}

/// A second span, read and ready to be cut.
pub(crate) struct Beside<'a> {
    pub span: &'a Span,
    pub starts: Vec<Timestamp>,
    pub points: Vec<Point>,
}

impl Beside<'_> {
    /// The comparison for an answer of these groups.
    pub(crate) fn compared<T, B>(
        &self,
        groups: Option<&[Group<'_>]>,
        bucket: impl Fn((Timestamp, Measures)) -> B,
    ) -> Compared<T, B>
    where
        T: for<'a> From<&'a Measures>,
    {
        let (total, simulated) = parts::total(&self.points);
        let group = |group: Group<'_>| ComparedGroup {
            kind: group.kind,
            key: group.key,
            label: group.label,
            total: (&group.total).into(),
            coverage: (&group.total).into(),
        };
        let groups = groups.map(|groups| regrouped(groups, &self.points)).unwrap_or_default();
        Compared {
            period: self.span.shown(),
            coverage: (&total).into(),
            simulated,
            total: (&total).into(),
            buckets: parts::filled(self.points.iter(), &self.starts).into_iter().map(bucket).collect(),
            groups: groups.into_iter().map(group).collect(),
        }
    }
}

/// Points of another span in the groups of an answer; together they hold every point.
fn regrouped<'a>(groups: &[Group<'_>], points: &'a [Point]) -> Vec<Group<'a>> {
    let alone = groups.iter().filter(|group| group.kind != GroupKind::Other);
    let mut found: Vec<_> = alone.map(|group| Group::empty(group.kind, group.key.clone(), &group.label)).collect();
    let mut other = Group::empty(GroupKind::Other, None, "other");
    for point in points {
        let group = found.iter_mut().find(|group| group.key == point.group).unwrap_or(&mut other);
        group.points.push(point);
        group.total += point.measures;
    }
    if found.len() < groups.len() || !other.points.is_empty() {
        found.push(other);
    }
    found
}
