//! `[cache]`: what processes of a cluster share and may forget.

use super::secret::Outside;
use super::section::Section;
use super::url;
use cache::redis::Address;

/// `[cache]`.
#[derive(Clone, Debug)]
pub enum Cache {
    /// In this process only.
    Memory,
    /// Redis, one server, a cluster or behind sentinels.
    Redis(Address),
}

const SCHEMES: &[&str] =
    &["redis://", "rediss://", "redis-cluster://", "rediss-cluster://", "redis-sentinel://", "rediss-sentinel://"];

/// Reads `[cache]`.
pub fn read(mut section: Section<'_>, outside: &Outside<'_>) -> Cache {
    let found = url::read(&mut section, "url", outside, |url| match url.expose() {
        "memory:" => Ok(Cache::Memory),
        text if url::is_one_of(&url, SCHEMES) => {
            Address::parse(text).map(Cache::Redis).map_err(|problem| problem.to_string())
        }
        _ => Err("this is no cache that this build knows; write \"memory:\", \"redis://host:6379\", \
                  \"redis-cluster://host:6379,host:6379\" or \"redis-sentinel://host:26379,host:26379/name\""
            .to_owned()),
    });
    section.finish();
    found.map_or(Cache::Memory, |found| found.value)
}
