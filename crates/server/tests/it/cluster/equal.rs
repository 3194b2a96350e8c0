//! The same log into SQLite: what the cluster's tables must be equal to, figure by figure.

use super::services::Services;
use cache::PriceShelf;
use domain::{Clock, Secret, SystemClock, TenantId};
use events::kafka::KafkaFeed;
use std::path::Path;
use std::sync::Arc;
use store::contract::look::of_tenant;
use store::prices::NewPrice;
use store::scope::WorkerProof;
use store::{Store, Tenant};
use store_postgres::PgStore;
use store_sqlite::SqliteStore;
use tokio_util::sync::CancellationToken;
use worker::replay::rebuild_from_log;
use worker::{Context, Deps, Settings};

/// Rows, sums and histograms of a tenant in the cluster's database, and in a SQLite file that the whole log was read into.
pub async fn tables(services: &Services, folder: &Path, tenant: TenantId) -> (String, String) {
    let cluster = PgStore::open(store_postgres::Settings::new(Secret::new(services.store_url.as_str()))).await;
    let cluster: Arc<dyn Store> = Arc::new(cluster.expect("the cluster's database opens"));
    while cluster.ledger().roll_up(1_000).await.expect("rolls up") > 0 {}
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let alone = SqliteStore::open(folder.join("alone.sqlite"), clock.clone()).expect("opens");
    let alone: Arc<dyn Store> = Arc::new(alone);
    let stored: Tenant = cluster.tenants().get(tenant).await.expect("is there");
    alone.tenants().create(stored).await.expect("creates");
    let prices = cluster.prices().now().await.expect("reads");
    for row in &prices.rows {
        let again = NewPrice {
            tenant_id: row.tenant_id,
            catalogue: row.catalogue.clone(),
            model: row.model.clone(),
            effective_from: row.effective_from,
            effective_to: row.effective_to,
            tiers: row.tiers.clone(),
            source: row.source.clone(),
        };
        let added = alone.prices().add(again, clock.now()).await.expect("adds");
        assert_eq!(added.id, row.id, "prices have the same ids in both");
    }
    alone.prices().put_providers(&prices.providers).await.expect("remembers");

    let mut kafka = services.kafka();
    kafka.group = format!("{}alone", services.topic_prefix);
    let shelf = PriceShelf::new(alone.prices().now().await.expect("reads").book());
    let deps = Deps {
        feed: Arc::new(KafkaFeed::new(kafka)),
        store: alone.clone(),
        prices: Arc::new(shelf),
        live: Arc::new(|_| {}),
        breakers: Arc::new(|| None),
        clock,
        settings: Settings::default(),
    };
    rebuild_from_log(&Context::new(deps), CancellationToken::new()).await.expect("reads the whole log");
    let scope = WorkerProof.scope(tenant);
    (of_tenant(&*cluster, scope).await, of_tenant(&*alone, scope).await)
}
