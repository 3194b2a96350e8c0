//! Answers kept in Redis, for every process of a cluster.

use super::changes;
use super::generations::{self, Tokens};
use super::kept;
use super::link::{NoAnswer, Redis};
use super::outbox::Outbox;
use crate::answers::{AnswerCache, AnswerKey, AnswerSize, Generation, Looked};
use async_trait::async_trait;
use domain::{TenantId, Timestamp};
use redis::{Value, cmd};
use std::sync::Arc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// The cache in Redis. Its server drops what is too old; `now` says nothing to it, so clocks need not agree.
///
/// A look reads the answer and both marks together. An answer is a hit only if it was computed under the marks that are
/// there now, so that dropping a tenant's answers is one write, and an answer that was begun before a change can be kept
/// after it and still is never found.
pub struct RedisAnswers {
    redis: Redis,
    outbox: Arc<Outbox>,
    tokens: Arc<Tokens>,
}

impl RedisAnswers {
    /// The cache, and the task that tells Redis and the other processes of forgotten tenants. At `stop` it says what is
    /// left; [`Redis::joined`] waits for it.
    #[must_use]
    pub fn start(redis: &Redis, stop: CancellationToken) -> Self {
        let (outbox, tokens) = (Arc::new(Outbox::default()), Arc::new(Tokens::new(redis.process())));
        redis.spawn(changes::keep_saying(redis.clone(), outbox.clone(), tokens.clone(), stop));
        Self { redis: redis.clone(), outbox, tokens }
    }

    /// Waits until Redis and the other processes know of everything that was forgotten here.
    pub async fn settled(&self) {
        self.outbox.emptied().await;
    }

    async fn read(&self, key: &AnswerKey) -> Result<Looked, NoAnswer> {
        let tenant_id = key.tenant_id();
        let get = |name: String| {
            let mut command = cmd("GET");
            command.arg(name);
            command
        };
        let commands =
            vec![get(key.to_string()), get(generations::key(tenant_id)), get(generations::EVERYONE.to_owned())];
        let answers = self.redis.ask(commands).await?;
        let [answer, tenant, everyone] = answers.as_slice() else { return Err(NoAnswer::Refused) };
        let (tenant, everyone) = match (token(tenant), token(everyone)) {
            (Some(tenant), Some(everyone)) => (tenant, everyone),
            _ => self.begin(tenant_id).await?,
        };
        let generation = Generation { everyone, tenant };
        // The answer was read before the marks were known to hold, which is right: it must have been kept under them.
        Ok(match bytes(answer).and_then(|bytes| kept::unpack(bytes, generation)) {
            Some(answer) => Looked::Hit(answer),
            None => Looked::Miss(generation),
        })
    }

    /// Puts the marks that are missing there. This must be done before anything is computed: a mark that is made after it
    /// would vouch for data that changed meanwhile.
    async fn begin(&self, tenant_id: TenantId) -> Result<(u128, u128), NoAnswer> {
        let (new_tenant, new_everyone) = (self.tokens.next(), self.tokens.next());
        let commands = vec![
            generations::unless_there(generations::begin(tenant_id, new_tenant)),
            generations::unless_there(generations::begin_everyone(new_everyone)),
        ];
        let there = self.redis.ask(commands).await?;
        let [tenant, everyone] = there.as_slice() else { return Err(NoAnswer::Refused) };
        // What is there now counts, not what was there a moment ago; nothing means that the new mark was taken.
        let settle = |there: &Value, new: u128| match there {
            Value::Nil => Some(new),
            there => token(there),
        };
        let (tenant, everyone) = (settle(tenant, new_tenant), settle(everyone, new_everyone));
        // Something that is no mark would stay and make every look a miss, so it is written over.
        if everyone.is_none() {
            self.outbox.forget_all();
        } else if tenant.is_none() {
            self.outbox.forget(tenant_id);
        }
        tenant.zip(everyone).ok_or(NoAnswer::Refused)
    }
}

#[async_trait]
impl AnswerCache for RedisAnswers {
    async fn look(&self, key: &AnswerKey, _now: Timestamp) -> Looked {
        if self.outbox.holds(key.tenant_id()) {
            // Whoever was woken by the change asks at once. Confirming it takes less than computing the same answer for
            // each of them without keeping any.
            let waited = self.redis.is_up()
                && timeout(self.redis.confirm_timeout(), self.outbox.released(key.tenant_id())).await.is_ok();
            if !waited {
                return Looked::Miss(Generation::NEVER);
            }
        }
        match self.read(key).await {
            // It may have been forgotten while Redis was asked.
            Ok(looked) if !self.outbox.holds(key.tenant_id()) => looked,
            _ => Looked::Miss(Generation::NEVER),
        }
    }

    async fn keep(&self, key: &AnswerKey, generation: Generation, answer: Arc<str>, _now: Timestamp) {
        if generation == Generation::NEVER || self.outbox.holds(key.tenant_id()) {
            return;
        }
        let Some(bytes) = kept::pack(generation, &answer) else { return };
        let mut set = cmd("SET");
        set.arg(key.to_string()).arg(bytes).arg("PX").arg(key.metric().ttl_ms());
        // An answer that is not kept is computed once more, which is what a cache may do.
        let _ = self.redis.ask(vec![set]).await;
    }

    fn forget(&self, tenant_id: TenantId) {
        self.outbox.forget(tenant_id);
    }

    fn forget_all(&self) {
        self.outbox.forget_all();
    }

    fn size(&self) -> Option<AnswerSize> {
        None
    }
}

fn bytes(value: &Value) -> Option<&[u8]> {
    match value {
        Value::BulkString(bytes) => Some(bytes),
        _ => None,
    }
}

fn token(value: &Value) -> Option<u128> {
    bytes(value).and_then(generations::read)
}
