//! The API's wiring: its state, and what it asks of the other parts of the process.

use super::house::House;
use ::api::{ApiSettings, ApiState, Hooks, ReplayRefused};
use async_trait::async_trait;
use events::{EventLog as _, Intent};
use metering::PriceRow;
use rand::RngCore as _;
use std::sync::Arc;
use store::dead_letters::DeadLetter;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use worker::Context;

/// What the API works with.
pub fn state(house: &Arc<House>, worker: Option<Arc<Context>>, stopping: CancellationToken) -> ApiState {
    let settings = ApiSettings::default();
    ApiState {
        store: house.store.clone(),
        keys: house.keys.clone(),
        prices: house.prices.clone(),
        tenants: Arc::default(),
        live: house.shared.live.clone(),
        answers: house.shared.answers.clone(),
        health: house.shared.board.clone(),
        operator: house.operator,
        clock: house.clock.clone(),
        random: Arc::new(|bytes| rand::rng().fill_bytes(bytes)),
        hooks: Arc::new(Parts { house: house.clone(), worker }),
        settings,
        stopping,
        sockets: Arc::new(Semaphore::new(settings.max_sockets)),
    }
}

struct Parts {
    house: Arc<House>,
    worker: Option<Arc<Context>>,
}

#[async_trait]
impl Hooks for Parts {
    async fn price_changed(&self, _price: &PriceRow) {
        if let Err(error) = self.house.read_prices().await {
            tracing::error!(%error, "the new price is kept, and used once the price book can be read");
        }
        match self.worker.clone() {
            // Its schedule does the same within seconds; a failure is logged there.
            Some(context) => drop(tokio::spawn(async move { worker::jobs::run_now(&context, "prices").await })),
            None => {
                if let Err(error) = self.house.store.jobs().ask("prices", self.house.clock.now()).await {
                    tracing::warn!(%error, "a worker rates again by its schedule, since it could not be asked to now");
                }
            }
        }
    }

    async fn replay(&self, _letter: &DeadLetter, event_json: &str) -> Result<(), ReplayRefused> {
        let event = events::usage::decode(event_json.as_bytes(), self.house.clock.now()).map_err(|rejected| {
            ReplayRefused::Invalid {
                reason: rejected.reason.as_str().to_owned(),
                field: rejected.field.map(str::to_owned),
            }
        })?;
        let unavailable = |error: events::LogError| ReplayRefused::Unavailable(error.to_string());
        let no_journal = || ReplayRefused::Unavailable("this process has no event log".to_owned());
        let journal = self.house.journal.as_ref().ok_or_else(no_journal)?;
        journal.begin(&Intent::before(&event)).map_err(unavailable)?;
        journal.settle(&event).map_err(unavailable)
    }
}
