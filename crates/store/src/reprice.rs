//! Frozen buckets under other prices: what changes, and the difference to write if it still stands. Pure, so that every
//! backend does the same.

use crate::error::Result;
use crate::figures::{self, from_figures, to_figures};
use crate::fold::Sums;
use crate::ledger::Reprice;

/// Buckets that become something else.
#[derive(Debug, Default)]
pub struct Repriced {
    /// What they held when they were looked at.
    pub old: Sums,
    /// What they hold then.
    pub new: Sums,
}

impl Repriced {
    /// Asks for each bucket what it becomes.
    ///
    /// # Errors
    /// `Failed` for a sum that is damaged.
    pub fn of(before: Sums, reprice: &Reprice<'_>) -> Result<Self> {
        let mut changed = Self::default();
        for ((owner, start, dims), figures) in before {
            let Some((to_dims, to)) = reprice(start, &dims, &from_figures(&figures)?) else { continue };
            let to = to_figures(&to);
            if to != figures || to_dims != dims {
                figures::add(changed.new.entry((owner, start, to_dims)).or_insert([0; figures::COUNT]), &to, 1);
                changed.old.insert((owner, start, dims), figures);
            }
        }
        Ok(changed)
    }

    /// What is to be added to the stored sums; `None` where one of them is no longer what was looked at.
    #[must_use]
    pub fn delta(&self, now: &Sums) -> Option<Sums> {
        if self.old.iter().any(|(key, figures)| now.get(key) != Some(figures)) {
            return None;
        }
        let mut delta = self.new.clone();
        for (key, figures) in &self.old {
            figures::add(delta.entry(key.clone()).or_insert([0; figures::COUNT]), figures, -1);
        }
        Some(delta)
    }
}
