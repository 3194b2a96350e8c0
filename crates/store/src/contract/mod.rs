//! The suite that every backend passes. A backend's test makes a [`Factory`] and calls [`run_all`].

mod alerts;
mod audit;
mod dead_letters;
mod jobs;
mod keys;
pub mod leak;
pub mod leaky;
mod ledger;
pub mod look;
mod performance;
mod platform_cost;
mod prices;
mod rebuild;
mod replay;
mod rollups;
pub mod sample;
mod sessions;
mod survey;
mod tenants;
mod usage;
mod users;
mod watch;

pub use ledger::even_a_copy_of_another_time_counts_once;

use crate::Store;
use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// An empty store, and how to look at all of it.
pub struct Opened {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Every row of every table that replay must give again, as text in a fixed order.
    pub look: Box<dyn Fn() -> Looked + Send + Sync>,
    /// What must live as long as the store, such as its folder.
    pub keep: Box<dyn Any + Send + Sync>,
}

/// What a look at a store will show.
pub type Looked = Pin<Box<dyn Future<Output = String> + Send>>;

impl Opened {
    /// What stands in the tables once every sum is up to date.
    async fn dump(&self) -> String {
        while self.store.ledger().roll_up(1_000).await.expect("rolls up") > 0 {}
        (self.look)().await
    }
}

/// Makes empty stores.
pub trait Factory: Send + Sync {
    /// One more, with nothing in it.
    fn fresh(&self) -> Pin<Box<dyn Future<Output = Opened> + Send + '_>>;
}

type Check = fn(Opened, Opened) -> Pin<Box<dyn Future<Output = ()> + Send>>;

macro_rules! checks {
    ($($module:ident :: $check:ident),* $(,)?) => {
        /// Every check by name. Each gets two empty stores: one to work on, one to compare with.
        const ALL: &[(&str, Check)] =
            &[$((concat!(stringify!($module), "::", stringify!($check)), |one, two| Box::pin($module::$check(one, two)))),*];
    };
}

checks![
    tenants::names_are_unique_and_closing_stops_keys,
    users::are_put_listed_and_removed,
    keys::work_until_they_are_revoked,
    sessions::end_with_their_time_and_their_key,
    sessions::links_work_once,
    alerts::keep_their_state_until_the_rule_changes,
    platform_cost::is_nothing_until_it_is_put,
    prices::follow_each_other,
    prices::what_was_rated_with_old_ones_is_refused,
    prices::bad_ones_are_refused,
    prices::seeding_twice_adds_nothing,
    dead_letters::are_filed_once_and_paged,
    audit::lists_newest_first,
    jobs::one_process_runs_a_job_at_a_time,
    jobs::a_killed_run_is_begun_anew,
    ledger::a_row_comes_back_exactly,
    ledger::a_batch_is_all_or_nothing,
    ledger::only_the_newest_claim_writes,
    ledger::an_event_counts_once_whatever_its_copy_says,
    ledger::unknown_tenants_are_named,
    ledger::figures_out_of_range_are_refused,
    survey::open_tenants_with_rules_are_watched,
    survey::models_without_a_price_are_counted_over_all_tenants,
    replay::order_and_copies_do_not_matter,
    replay::a_redelivered_batch_changes_nothing,
    rebuild::from_raw_rows_gives_the_same_tables,
    rebuild::a_healthy_store_differs_nowhere,
    rebuild::swept_hours_are_frozen,
    rebuild::frozen_buckets_are_priced_again_in_every_table,
    rebuild::a_new_zone_moves_days_weeks_and_months,
    rebuild::a_new_price_gives_the_tables_it_would_have_given,
    usage::pages_hold_every_row_once,
    usage::filters_let_through_what_they_name,
    usage::erasing_leaves_nothing,
    rollups::sums_are_the_sums_of_the_rows,
    rollups::groups_add_up_to_the_whole,
    rollups::questions_asked_together_are_answered_as_each_alone,
    performance::histograms_merge_to_the_whole,
    watch::a_window_holds_the_rows_in_it_and_no_other,
    watch::the_past_is_what_was_watched_then,
    leak::no_tenant_reads_another,
    leak::the_check_fails_on_a_leaky_store,
];

/// Runs every check, each on fresh stores.
///
/// # Panics
/// When a check fails; its name is in the output of the test.
pub async fn run_all(factory: &dyn Factory) {
    for (name, check) in ALL {
        let (one, two) = (factory.fresh().await, factory.fresh().await);
        // The name stands before a failure's own text, which the test harness shows.
        let running = Named(name);
        check(one, two).await;
        std::mem::forget(running);
    }
}

/// Says which check was running when it is dropped by a panic.
struct Named(&'static str);

impl Drop for Named {
    #[allow(clippy::print_stderr, reason = "the test harness captures it and shows it with the failure")]
    fn drop(&mut self) {
        eprintln!("failed in contract check {}", self.0);
    }
}
