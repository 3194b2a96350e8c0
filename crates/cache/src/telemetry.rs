//! Every metric of the cache, by name. None carries a tenant, a key or anything a caller wrote.

/// Questions of the dashboard that an answer was kept for, by what they are about (`metric`).
pub const HITS: &str = "tollkeeper_cache_hits_total";
/// Questions that were computed, by what they are about (`metric`). The hit ratio is hits over both.
pub const MISSES: &str = "tollkeeper_cache_misses_total";

/// Every metric of this crate.
pub const ALL: &[&str] = &[HITS, MISSES];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ours_and_each_stands_once() {
        let mut names = ALL.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(names.iter().all(|name| name.starts_with("tollkeeper_")));
    }
}
