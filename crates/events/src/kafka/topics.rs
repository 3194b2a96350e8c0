//! Making our topics.

use super::check::look;
use super::client::{config, make};
use super::problem::KafkaProblem;
use super::settings::KafkaSettings;
use crate::topics::{ERRORS, PERFORMANCE, USAGE};
use rdkafka::admin::{AdminClient, AdminOptions, NewPartitions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::types::RDKafkaErrorCode as Code;
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;

/// The topics, without a deployment's prefix.
pub(super) const NAMES: &[&str] = &[USAGE, PERFORMANCE, ERRORS];

/// Bytes that a topic must take: the largest record of a journal, and what Kafka adds.
pub(super) const NEEDED_MESSAGE_BYTES: u64 = 300 << 10;

/// What was done to a topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TopicChange {
    /// It is as it should be.
    Kept {
        /// Which.
        topic: String,
        /// How many partitions it has; at least as many as are expected.
        partitions: u32,
    },
    /// It was made.
    Made {
        /// Which.
        topic: String,
        /// How many partitions it has.
        partitions: u32,
    },
    /// It was given more partitions.
    Grown {
        /// Which.
        topic: String,
        /// How many partitions it had.
        from: u32,
        /// How many it has.
        to: u32,
    },
}

impl fmt::Display for TopicChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept { topic, partitions } => write!(f, "topic {topic}: {partitions} partitions, as before"),
            Self::Made { topic, partitions } => write!(f, "topic {topic}: made with {partitions} partitions"),
            Self::Grown { topic, from, to } => write!(f, "topic {topic}: {from} partitions became {to}"),
        }
    }
}

/// Makes the topics that are missing, and gives more partitions to those that have too few.
///
/// More partitions change where a tenant's events go from then on. That is harmless: events are recognized by their id and
/// priced by their time, in whatever order they come, and each partition has an offset of its own. Partitions are never
/// taken away, which Kafka cannot do.
///
/// # Errors
/// Kafka cannot be reached, or refuses; each with its fix.
pub async fn ensure_topics(settings: &KafkaSettings) -> Result<Vec<TopicChange>, KafkaProblem> {
    let cluster = look(settings).await?;
    let admin: AdminClient<DefaultClientContext> = make(&config(settings), DefaultClientContext)?;
    let wanted = settings.partitions;
    let mut changes = Vec::new();
    for name in NAMES {
        let topic = settings.topic(name);
        let found = cluster.topics.iter().find(|found| found.name == topic && found.error.is_none());
        changes.push(match found.map(|found| found.partitions) {
            None => match make_topic(&admin, settings, &topic).await? {
                true => TopicChange::Made { topic, partitions: wanted },
                // Another process made it a moment ago.
                false => TopicChange::Kept { topic, partitions: wanted },
            },
            Some(from) if from < wanted => {
                add_partitions(&admin, settings, &topic).await?;
                TopicChange::Grown { topic, from, to: wanted }
            }
            Some(partitions) => TopicChange::Kept { topic, partitions },
        });
    }
    until_told(settings).await?;
    Ok(changes)
}

/// Removes the topics with everything in them: for tests, which make topics of their own.
///
/// # Errors
/// Kafka cannot be reached, or refuses.
#[cfg(any(test, feature = "contract"))]
pub async fn remove_topics(settings: &KafkaSettings) -> Result<(), KafkaProblem> {
    let admin: AdminClient<DefaultClientContext> = make(&config(settings), DefaultClientContext)?;
    let topics: Vec<String> = NAMES.iter().map(|name| settings.topic(name)).collect();
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    let removed = admin.delete_topics(&topics, &options(settings)).await;
    answer("remove the topics", removed)?.map_err(|code| KafkaProblem::of_trying("remove the topics", code))
}

fn options(settings: &KafkaSettings) -> AdminOptions {
    AdminOptions::new().request_timeout(Some(settings.answer_time)).operation_timeout(Some(settings.answer_time))
}

/// Makes a topic; says whether it was not there.
async fn make_topic(
    admin: &AdminClient<DefaultClientContext>,
    settings: &KafkaSettings,
    topic: &str,
) -> Result<bool, KafkaProblem> {
    let what = format!("make the topic {topic}");
    let partitions = i32::try_from(settings.partitions).unwrap_or(i32::MAX);
    // -1 is the cluster's own default.
    let replication = settings.replication.map_or(-1, i32::from);
    let new = NewTopic::new(topic, partitions, TopicReplication::Fixed(replication)).set("cleanup.policy", "delete");
    match answer(&what, admin.create_topics([&new], &options(settings)).await)? {
        Ok(()) => Ok(true),
        Err(Code::TopicAlreadyExists) => Ok(false),
        Err(code) => Err(KafkaProblem::of_trying(what, code)),
    }
}

async fn add_partitions(
    admin: &AdminClient<DefaultClientContext>,
    settings: &KafkaSettings,
    topic: &str,
) -> Result<(), KafkaProblem> {
    let what = format!("add partitions to the topic {topic}");
    let wanted = usize::try_from(settings.partitions).unwrap_or(usize::MAX);
    let new = NewPartitions::new(topic, wanted);
    answer(&what, admin.create_partitions([&new], &options(settings)).await)?
        .map_err(|code| KafkaProblem::of_trying(what, code))
}

/// The answer for the one topic that was asked about.
fn answer(
    what: &str,
    answers: rdkafka::error::KafkaResult<Vec<rdkafka::admin::TopicResult>>,
) -> Result<Result<(), Code>, KafkaProblem> {
    let refused = |says: String| KafkaProblem::Refused { what: what.to_owned(), says };
    let answers = answers.map_err(|error| refused(error.to_string()))?;
    let answer = answers.into_iter().next().ok_or_else(|| refused("it gave no answer".into()))?;
    Ok(answer.map(|_| ()).map_err(|(_, code)| code))
}

/// Waits until the cluster tells of every topic with all its partitions: a moment after it has made them.
async fn until_told(settings: &KafkaSettings) -> Result<(), KafkaProblem> {
    let deadline = Instant::now() + settings.answer_time;
    loop {
        let cluster = look(settings).await?;
        let lacking = NAMES.iter().map(|name| settings.topic(name)).find(|topic| {
            let is_there = |found: &super::check::Topic| {
                found.name == *topic && found.error.is_none() && found.partitions >= settings.partitions
            };
            !cluster.topics.iter().any(is_there)
        });
        let Some(topic) = lacking else { return Ok(()) };
        if Instant::now() >= deadline {
            return Err(KafkaProblem::MissingTopic { topic, partitions: settings.partitions });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
