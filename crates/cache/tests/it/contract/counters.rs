//! The contract of [`Counters`]: run [`all`] over each, seen from two processes that share them.

use cache::{CounterKey, Counters, Window};
use domain::Clock as _;
use std::pin::Pin;
use std::sync::Arc;
use test_support::FakeClock;
use uuid::Uuid;

/// Counters as two processes see them; where there is one process only, twice the same.
pub struct Shared {
    pub here: Arc<dyn Counters>,
    pub there: Arc<dyn Counters>,
    /// The clock of both.
    pub clock: FakeClock,
    /// Exchanges what both counted.
    pub exchanged: Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>,
}

/// Runs every check.
pub async fn all(shared: &Shared) {
    counts_add_up_over_processes_and_keys_are_apart(shared).await;
    exchanging_again_adds_nothing(shared).await;
    what_is_past_counts_nothing(shared).await;
}

fn key(what: &'static str, window: Window) -> CounterKey {
    CounterKey { what, id: Uuid::new_v4(), window }
}

async fn counts_add_up_over_processes_and_keys_are_apart(Shared { here, there, clock, exchanged }: &Shared) {
    let (mine, other) = (key("requests", Window::Minute), key("requests", Window::Minute));
    let same_id = CounterKey { what: "tokens", ..mine };
    let longer = CounterKey { window: Window::FiveMinutes, ..mine };
    let now = clock.now();
    here.count(mine, 3, now);
    there.count(mine, 4, now);
    there.count(same_id, 1_000_000_000_000, now);
    here.count(longer, 5, now);
    assert!(here.total(mine, now) >= 3, "what is counted here counts at once");
    // Whoever asks is told from the next exchange on.
    let asked = [mine, other, same_id, longer].map(|key| (here.total(key, now), there.total(key, now)));
    assert_eq!(asked[1], (0, 0));
    exchanged().await;
    let now = clock.now();
    for counters in [here, there] {
        assert_eq!(counters.total(mine, now), 7);
        assert_eq!(counters.total(other, now), 0);
        assert_eq!(counters.total(same_id, now), 1_000_000_000_000);
        assert_eq!(counters.total(longer, now), 5);
    }
}

async fn exchanging_again_adds_nothing(Shared { here, there, clock, exchanged }: &Shared) {
    let mine = key("requests", Window::FiveMinutes);
    for round in 1..=5 {
        here.count(mine, 2, clock.now());
        let _ = there.total(mine, clock.now());
        exchanged().await;
        exchanged().await;
        assert_eq!(there.total(mine, clock.now()), 2 * round);
        assert_eq!(here.total(mine, clock.now()), 2 * round);
    }
}

async fn what_is_past_counts_nothing(Shared { here, there, clock, exchanged }: &Shared) {
    let mine = key("requests", Window::Minute);
    here.count(mine, 9, clock.now());
    let _ = there.total(mine, clock.now());
    exchanged().await;
    assert_eq!(there.total(mine, clock.now()), 9);
    let later = clock.now().plus_millis(Window::Minute.width_ms() + Window::Minute.slot_ms());
    assert_eq!((here.total(mine, later), there.total(mine, later)), (0, 0));
}
