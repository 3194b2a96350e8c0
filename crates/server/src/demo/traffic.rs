//! The demonstration's client: asks through the real socket with real keys, as busy as a working day that never ends.

use super::body;
use super::cast::{Ask, CAST, Member};
use super::dice::pick;
use super::keys::MemberKey;
use gateway::client::{Client, Pieces};
use http::{Request, header};
use http_body_util::BodyExt as _;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Requests under way at once; further ones are left out, as a person waits for an answer before the next question.
const MOST_AT_ONCE: usize = 64;
/// The longest one request may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// One wave of busy and calm.
const WAVE_S: f64 = 420.0;
/// The share of streams that their reader leaves.
const LEAVES: f64 = 0.015;

/// What the traffic is made with.
pub struct Traffic {
    /// Where the gateway listens.
    pub address: SocketAddr,
    /// A key for each of the cast.
    pub members: Vec<MemberKey>,
    /// Requests a second when it is busiest.
    pub rate: f64,
    /// The HTTP client.
    pub client: Client,
}

impl Traffic {
    /// Asks until stopped, then waits for what runs.
    pub async fn run(self, stop: CancellationToken) {
        let traffic = Arc::new(self);
        let mut random = StdRng::from_os_rng();
        let (room, running, began) = (Arc::new(Semaphore::new(MOST_AT_ONCE)), TaskTracker::new(), Instant::now());
        while !stop.is_cancelled() {
            let wave = (began.elapsed().as_secs_f64() / WAVE_S * std::f64::consts::TAU).sin();
            let rate = traffic.rate * (0.7 + 0.3 * wave);
            // The gaps between requests that do not know of each other.
            let gap_s = -random.random_range(f64::EPSILON..1.0_f64).ln() / rate.max(0.01);
            if stop.run_until_cancelled(tokio::time::sleep(Duration::from_secs_f64(gap_s.min(30.0)))).await.is_none() {
                break;
            }
            let Ok(seat) = room.clone().try_acquire_owned() else { continue };
            let (traffic, seed, stop) = (traffic.clone(), random.random(), stop.clone());
            running.spawn(async move {
                let asked = tokio::time::timeout(PATIENCE, traffic.one(StdRng::seed_from_u64(seed)));
                // Whatever becomes of it stands in the ledger; the client only goes on.
                let _ = stop.run_until_cancelled(asked).await;
                drop(seat);
            });
        }
        running.close();
        running.wait().await;
    }

    async fn one(&self, mut random: StdRng) {
        let pairs: Vec<(&Member, &MemberKey)> = CAST.iter().zip(&self.members).collect();
        let Some((member, key)) = pick(&mut random, &pairs, |(member, _)| member.share) else { return };
        let Some(ask) = pick(&mut random, member.asks, |ask| ask.share) else { return };
        if let Err(error) = self.ask(member, key, ask, &mut random).await {
            tracing::debug!(%error, "a request of the demonstration's client failed");
        }
    }

    async fn ask(&self, member: &Member, key: &MemberKey, ask: &Ask, random: &mut StdRng) -> anyhow::Result<()> {
        let (path, body) = body::of(member, ask, random);
        let half_hour = jiff::Timestamp::now().as_second() / 1_800;
        let mut request = Request::post(format!("http://{}{path}", self.address))
            .header(header::AUTHORIZATION, format!("Bearer {}", key.secret.expose()))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, member.client)
            .header("x-session-id", format!("{}-{half_hour}", member.name));
        if path == "/v1/messages" {
            request = request.header("anthropic-version", "2026-10-21");
        }
        let request = request.body(Pieces::from(vec![body.to_string().into()]))?;
        let mut answer = self.client.request(request).await?.into_body();
        let leaves = ask.streamed && random.random_bool(LEAVES);
        let mut pieces = 0_u32;
        while let Some(piece) = answer.frame().await {
            piece?;
            pieces += 1;
            if leaves && pieces > 6 {
                break;
            }
        }
        Ok(())
    }
}
