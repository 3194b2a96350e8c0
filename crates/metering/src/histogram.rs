//! A histogram with a fixed logarithmic layout: merging is addition, in any order, and a quantile is off by 1 % at most.

use std::collections::BTreeMap;

/// Counts by bucket. Layout 1: see the functions that are to come beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Histogram {
    pub(crate) counts: BTreeMap<u16, u64>,
}
