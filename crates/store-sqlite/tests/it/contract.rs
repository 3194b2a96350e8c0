//! The suite that every backend passes.

use crate::opened::fresh;
use std::future::Future;
use std::pin::Pin;
use store::contract::{Factory, Opened, even_a_copy_of_another_time_counts_once, run_all};

struct Sqlite;

impl Factory for Sqlite {
    fn fresh(&self) -> Pin<Box<dyn Future<Output = Opened> + Send + '_>> {
        Box::pin(async { fresh() })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_passes_the_contract() {
    run_all(&Sqlite).await;
}

#[tokio::test]
async fn sqlite_knows_an_event_again_whenever_its_copy_says_it_was() {
    even_a_copy_of_another_time_counts_once(fresh()).await;
}
