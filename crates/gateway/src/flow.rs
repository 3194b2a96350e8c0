//! One request, from socket to settlement: authenticate, decode, plan, admit, then for each candidate encode, send and
//! relay, and settle.

use crate::answer::{self, Served};
use crate::ask::{self, Answer, Failed, Question};
use crate::auth::authenticate;
use crate::body;
use crate::detach::{Detach, Presence};
use crate::health::{Finish, announce};
use crate::identity::Identity;
use crate::plan::{self, Planning, View};
use crate::run::Run;
use crate::settings::OnClientGone;
use crate::stream::{StreamBody, Streaming};
use crate::table::{Table, Target};
use crate::{Gateway, Lane, limit, telemetry};
use axum::body::Body;
use bytes::Bytes;
use domain::{Content, ErrorKind, EventId, Fault, ModelRef, Retry, Timestamp, Token};
use events::Intent;
use http::request::Parts;
use http::{Request, Response};
use routing::{Dice, Step, Tried, next_step};
use std::sync::Arc;
use std::time::Duration;
use store::ApiKey;
use wire::{Dialect, Endpoint, Envelope};

/// What is known of a request once it is read.
pub(crate) struct Asked {
    event_id: EventId,
    at: Timestamp,
    parts: Parts,
    body: Bytes,
    envelope: Envelope,
    table: Arc<Table>,
    planning: Planning,
    dice: Dice,
}

impl Asked {
    fn dialect(&self) -> Dialect {
        self.envelope.endpoint.dialect()
    }

    fn served<'a>(&'a self, target: Option<&'a ModelRef>, attempts: usize) -> Served<'a> {
        let route = self.planning.route.as_ref().map(domain::RouteName::as_str);
        Served { event_id: self.event_id, target, route, attempts: Some(attempts) }
    }
}

/// Answers a request to a data plane endpoint.
pub(crate) async fn answer(lane: Arc<Lane>, endpoint: Endpoint, request: Request<Body>) -> Response<Body> {
    let at = lane.gateway.clock.now();
    let event_id = EventId::from_parts(at, rand::random());
    match serve(lane, endpoint, request, at, event_id).await {
        Ok(response) => response,
        Err(fault) => {
            metrics::counter!(telemetry::REFUSED, "error_code" => fault.kind.code()).increment(1);
            tracing::info!(%event_id, code = fault.kind.code(), "refused before admission");
            let served = Served { event_id, target: None, route: None, attempts: None };
            answer::refused(endpoint.dialect(), &fault, &served)
        }
    }
}

/// Everything up to admission; what fails here is refused and leaves no row.
async fn serve(
    lane: Arc<Lane>,
    endpoint: Endpoint,
    request: Request<Body>,
    at: Timestamp,
    event_id: EventId,
) -> Result<Response<Body>, Fault> {
    let gateway = lane.gateway.clone();
    let (parts, body) = request.into_parts();
    let key = authenticate(&parts.headers, &gateway.keys)?;
    let table = gateway.table.load_full();
    if let Endpoint::Models(dialect) = endpoint {
        return Ok(answer::json(200, wire::models(dialect, &table.listed())));
    }
    let body = body::of_request(body, table.limits.body_bytes, table.limits.body_time).await?;
    let envelope = Envelope::read(endpoint, &body)?;
    if endpoint == Endpoint::CountTokens {
        return count_tokens(&lane, &table, &parts, &body, &envelope, at).await;
    }
    let mut dice = Dice::new(rand::random());
    let view =
        View { table: &table, health: &gateway.health, prices: &gateway.prices, tenant: key.tenant_id(), now: at };
    let planning = plan::plan(&view, &envelope, &mut dice)?;
    let asked = Asked { event_id, at, parts, body, envelope, table, planning, dice };
    let presence = Arc::new(Presence::default());
    let run = admit(&gateway, &asked, &key, presence.clone())?;
    let background = gateway.background.clone();
    Ok(Detach::new(carry(lane, asked, run), presence, background).await)
}

/// Writes the intent. From here on there is a row.
fn admit(gateway: &Gateway, asked: &Asked, key: &ApiKey, presence: Arc<Presence>) -> Result<Run, Fault> {
    let Asked { envelope, planning, parts, .. } = asked;
    let tenant_id = key.tenant_id();
    let in_body = envelope.user.as_ref().map(Content::as_str);
    let Identity { user_id, session_id, client } = Identity::read(tenant_id, key.user_id, in_body, &parts.headers);
    let Some((_, upstream, target)) = planning.at(0) else {
        return Err(Fault::new(ErrorKind::Internal, "a plan without candidates was admitted"));
    };
    let first = Tried { position: 0, asked: true };
    let intent = Intent {
        event_id: asked.event_id,
        tenant_id,
        key_id: Some(key.key_id),
        user_id,
        session_id,
        candidate: target.clone(),
        requested_model: planning.requested.clone(),
        route: planning.route.clone(),
        baseline: planning.baseline.clone(),
        request_type: envelope.endpoint.request_type().unwrap_or(domain::RequestType::Chat),
        routing_strategy: Token::new(planning.plan.strategy).ok(),
        alternative_provider: planning.alternative(&[first]),
        estimated_input_tokens: envelope.estimated_input_tokens(),
        streamed: envelope.stream,
        client,
        simulated: upstream.simulated(),
        timestamp: asked.at,
    };
    let Gateway { counters, clock, .. } = gateway;
    let tokens = intent.estimated_input_tokens;
    let meter = limit::admit(counters, clock, &asked.table.limits, key.key_id, tokens, asked.at)?;
    gateway.retries.deposit();
    let run = Run::begin(gateway.log.clone(), intent, presence).map_err(|error| {
        tracing::error!(%error, "a request was refused because the event log did not take its intent");
        Fault::new(
            ErrorKind::Overloaded,
            "the event log cannot take this request now: try again shortly, or see /readyz",
        )
        .with_retry(Retry::After(1_000))
    })?;
    Ok(run.metered(meter))
}

/// Asks candidates until one answers or the plan, the budget or the fault says stop.
async fn carry(lane: Arc<Lane>, mut asked: Asked, mut run: Run) -> Response<Body> {
    let gateway = &lane.gateway;
    let mut history: Vec<Tried> = Vec::with_capacity(2);
    let mut position = 0;
    let mut fault: Option<Fault> = None;
    loop {
        let claimed = claim(gateway, &mut asked, position);
        history.push(Tried { position, asked: claimed.is_some() });
        if let Some(finish) = claimed {
            match attempt(&lane, &asked, position, &history, &mut run).await {
                Ok(answer) => return relay(gateway, &asked, position, answer, run, finish).await,
                Err(Failed { fault: failed, used }) => {
                    finish.failed(&failed);
                    run.end(Some(failed.kind), used, None);
                    tracing::info!(event_id = %asked.event_id, code = failed.kind.code(), why = %failed.message, "an attempt failed");
                    fault = Some(failed);
                }
            }
        } else if let Some(next) = asked.planning.plan.next_untried(&history) {
            position = next;
            continue;
        }
        let last = fault.clone().unwrap_or_else(busy);
        // Nobody waits for what another attempt would cost.
        if run.presence().gone() {
            return give_up(&asked, run, &history, &last);
        }
        let step = next_step(
            &asked.planning.plan,
            &history,
            &last,
            &asked.table.retry,
            run.elapsed_ms(),
            || gateway.retries.take(),
            &mut asked.dice,
        );
        match step {
            Step::Next { position: next } => position = next,
            Step::Retry { position: same, after_ms } => {
                tokio::time::sleep(Duration::from_millis(after_ms)).await;
                if run.presence().gone() {
                    return give_up(&asked, run, &history, &last);
                }
                position = same;
            }
            Step::GiveUp(_) => return give_up(&asked, run, &history, &last),
        }
    }
}

fn busy() -> Fault {
    let message =
        "every candidate is resting after failures, and others are finding out whether one is back: try again shortly";
    Fault::new(ErrorKind::Overloaded, message).with_retry(Retry::After(1_000))
}

/// The right to ask the candidate at this place, unless its health refuses.
fn claim(gateway: &Gateway, asked: &mut Asked, position: usize) -> Option<Finish> {
    let (planned, _, target) = asked.planning.at(position)?;
    let now = gateway.clock.now();
    let (claim, transitions) = if planned.last_resort || asked.planning.plan.direct {
        gateway.health.claim_anyway(target, now)
    } else {
        gateway.health.claim(target, now).ok()?
    };
    announce(&transitions);
    let dice = Dice::new(asked.dice.next_u64());
    let (_, upstream, _) = asked.planning.at(position)?;
    Some(Finish::new(claim, upstream.clone(), gateway.clock.clone(), dice))
}

async fn attempt(
    lane: &Lane,
    asked: &Asked,
    position: usize,
    history: &[Tried],
    run: &mut Run,
) -> Result<Answer, Failed> {
    let internal = |message: &str| Failed { fault: Fault::new(ErrorKind::Internal, message), used: None };
    let Some((_, upstream, target)) = asked.planning.at(position) else {
        return Err(internal("the plan has no such place"));
    };
    run.presence().set_cancel(upstream.on_client_gone == OnClientGone::Cancel);
    run.start(target, upstream.simulated(), asked.planning.alternative(history), lane.gateway.clock.now())
        .map_err(|_| internal("the event log did not take the attempt"))?;
    let question = Question {
        body: &asked.body,
        envelope: &asked.envelope,
        headers: &asked.parts.headers,
        query: asked.parts.uri.query(),
        limits: &asked.table.limits,
        now_unix_s: u64::try_from(asked.at.as_millis() / 1000).unwrap_or(0),
    };
    let answered = ask::ask(&lane.client, upstream, target, &question, run).await;
    // A request that cannot be put in this candidate's words may still be put in the next one's.
    answered.map_err(|failed| match failed.fault.retry {
        Retry::Next if asked.planning.plan.direct && failed.fault.kind == ErrorKind::InvalidRequest => {
            Failed { fault: failed.fault.with_retry(Retry::Never), used: failed.used }
        }
        _ => failed,
    })
}

/// Passes the answer on; whole ones settle here, streams when their last word is in. A stream whose client has left
/// meanwhile is read to its end here, in the place and the time that this request has in the background already.
async fn relay(
    gateway: &Gateway,
    asked: &Asked,
    position: usize,
    answer: Answer,
    mut run: Run,
    finish: Finish,
) -> Response<Body> {
    let attempts = run.attempts();
    let Some((_, upstream, target)) = asked.planning.at(position) else { return give_up(asked, run, &[], &busy()) };
    let served = asked.served(Some(target), attempts);
    let translated = upstream.wire.dialect != asked.dialect();
    match answer {
        Answer::Full { headers, full } => {
            let used = full.settle(run.intent().estimated_input_tokens);
            let ended = run.end(None, Some(used), full.service_tier.clone());
            finish.succeeded(ended, &used.0);
            run.settle();
            answer::relayed(&headers, false, translated, &served, Body::from(full.body))
        }
        Answer::Stream(opened) => {
            let headers = opened.headers.clone();
            let gone = run.presence().gone();
            let streaming = Streaming::new(opened, asked.dialect(), &asked.table.limits, run, finish);
            if gone {
                streaming.drain().await;
                return answer::relayed(&headers, true, translated, &served, Body::empty());
            }
            let body = StreamBody::new(streaming, upstream.on_client_gone, gateway.background.clone());
            answer::relayed(&headers, true, translated, &served, Body::new(body))
        }
    }
}

fn give_up(asked: &Asked, run: Run, history: &[Tried], fault: &Fault) -> Response<Body> {
    let attempts = run.attempts();
    run.settle();
    let last = history.iter().rev().find(|tried| tried.asked);
    let target = last.and_then(|tried| asked.planning.at(tried.position)).map(|(_, _, target)| target);
    answer::refused(asked.dialect(), fault, &asked.served(target, attempts))
}

/// Counting tokens bills nothing and makes no row: passed on where the provider counts, estimated where it does not.
async fn count_tokens(
    lane: &Lane,
    table: &Table,
    parts: &Parts,
    body: &Bytes,
    envelope: &Envelope,
    at: Timestamp,
) -> Result<Response<Body>, Fault> {
    let target = match table.resolve(&envelope.model)? {
        Target::Model(upstream, model) => Some((upstream, model)),
        Target::Route(route) => route.candidates.first().map(|(upstream, setup)| (upstream, setup.target.clone())),
    };
    let Some((upstream, model)) = target.filter(|(upstream, _)| upstream.wire.supports(Endpoint::CountTokens)) else {
        return Ok(answer::json(200, wire::estimated_count(envelope)));
    };
    let question = Question {
        body,
        envelope,
        headers: &parts.headers,
        query: parts.uri.query(),
        limits: &table.limits,
        now_unix_s: u64::try_from(at.as_millis() / 1000).unwrap_or(0),
    };
    match ask::once(&lane.client, upstream, &model, &question).await {
        Ok(full) => Ok(answer::json(200, full.body)),
        Err(fault) => Err(fault),
    }
}
