//! The suite that every backend passes.

use crate::databases::Database;
use std::future::Future;
use std::pin::Pin;
use store::contract::{Factory, Opened, run_all};

struct Postgres;

impl Factory for Postgres {
    fn fresh(&self) -> Pin<Box<dyn Future<Output = Opened> + Send + '_>> {
        Box::pin(async { Database::fresh().await.opened().await })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_passes_the_contract() {
    run_all(&Postgres).await;
}
