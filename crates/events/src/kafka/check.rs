//! Is Kafka there, does it let us in, and are our topics as they should be?

use super::client::{Ears, config, make};
use super::problem::KafkaProblem;
use super::settings::KafkaSettings;
use super::topics::{NAMES, NEEDED_MESSAGE_BYTES};
use rdkafka::admin::{AdminClient, AdminOptions, ResourceSpecifier};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::metadata::Metadata;
use rdkafka::types::RDKafkaErrorCode as Code;
use std::time::{Duration, Instant};

/// Words of a client that are listened to between two questions.
const WORDS_AT_ONCE: usize = 100;

/// How long a broker may go on ending our connections before that is what is told.
const HANG_UP_TIME: Duration = Duration::from_secs(3);

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Brokers of the cluster.
    pub brokers: usize,
    /// Partitions of the topic of usage events.
    pub partitions: u32,
}

/// One topic as the cluster tells it.
pub(super) struct Topic {
    pub(super) name: String,
    pub(super) partitions: u32,
    /// Why it cannot be used, where the cluster says so.
    pub(super) error: Option<Code>,
}

/// What a cluster tells about itself.
pub(super) struct Cluster {
    pub(super) brokers: usize,
    pub(super) topics: Vec<Topic>,
}

/// Reaches Kafka and looks at our topics. Waits a bounded time.
///
/// # Errors
/// Everything that is wrong, each with its fix.
pub async fn check(settings: &KafkaSettings) -> Result<Found, Vec<KafkaProblem>> {
    let cluster = look(settings).await.map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut partitions = 0;
    for name in NAMES {
        let topic = settings.topic(name);
        match cluster.topics.iter().find(|found| found.name == topic) {
            Some(Topic { error: Some(code), .. }) if *code != Code::UnknownTopicOrPartition => {
                problems.push(KafkaProblem::of_trying(format!("show the topic {topic}"), *code));
            }
            Some(Topic { error: None, partitions: found, .. }) => {
                if *name == crate::topics::USAGE {
                    partitions = *found;
                }
                if *found < settings.partitions {
                    problems.push(KafkaProblem::FewPartitions { topic, found: *found, wanted: settings.partitions });
                }
            }
            _ => problems.push(KafkaProblem::MissingTopic { topic, partitions: settings.partitions }),
        }
    }
    if problems.is_empty() {
        problems.extend(small_messages(settings).await?);
    }
    if problems.is_empty() { Ok(Found { brokers: cluster.brokers, partitions }) } else { Err(problems) }
}

/// Asks for all topics: asking for one that is missing waits for it to appear.
pub(super) async fn look(settings: &KafkaSettings) -> Result<Cluster, KafkaProblem> {
    let settings = settings.clone();
    let looking = tokio::task::spawn_blocking(move || {
        let client: BaseConsumer<Ears> = make(&config(&settings), Ears::default())?;
        metadata(&client, &settings).map(|metadata| Cluster {
            brokers: metadata.brokers().len(),
            topics: metadata
                .topics()
                .iter()
                .map(|topic| Topic {
                    name: topic.name().to_owned(),
                    partitions: u32::try_from(topic.partitions().len()).unwrap_or(u32::MAX),
                    error: topic.error().map(Code::from).filter(|code| *code != Code::NoError),
                })
                .collect(),
        })
    });
    looking.await.unwrap_or_else(|_| {
        let says = "the question was cut off by a defect".into();
        Err(KafkaProblem::Refused { what: "answer".into(), says })
    })
}

/// Asks until somebody answers or time is up. What is refused for good is not asked again.
fn metadata(client: &BaseConsumer<Ears>, settings: &KafkaSettings) -> Result<Metadata, KafkaProblem> {
    let begun = Instant::now();
    let deadline = begun + settings.answer_time;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let answer = client.fetch_metadata(None, left.clamp(Duration::from_millis(100), Duration::from_secs(1)));
        // What the client says reaches its listener only from here, a word a call.
        for _ in 0..WORDS_AT_ONCE {
            client.poll(Duration::ZERO);
        }
        let error = match answer {
            Ok(metadata) => return Ok(metadata),
            Err(error) => error,
        };
        let heard = client.context().heard();
        let problem = KafkaProblem::of_connecting(&settings.addresses(), &heard);
        let is_final = match problem {
            KafkaProblem::Login { .. } | KafkaProblem::Tls { .. } => true,
            // A broker that is just starting or stopping does that too.
            KafkaProblem::HangsUp { .. } => begun.elapsed() >= HANG_UP_TIME,
            _ => false,
        };
        if is_final || left.is_zero() {
            return Err(match error.rdkafka_error_code() {
                Some(code @ (Code::ClusterAuthorizationFailed | Code::TopicAuthorizationFailed)) => {
                    KafkaProblem::of_trying("list the topics", code)
                }
                _ => problem,
            });
        }
    }
}

/// Topics that would refuse our largest events. A login that may not look at this is no problem: it may still write.
async fn small_messages(settings: &KafkaSettings) -> Result<Vec<KafkaProblem>, Vec<KafkaProblem>> {
    let admin: AdminClient<DefaultClientContext> =
        make(&config(settings), DefaultClientContext).map_err(|problem| vec![problem])?;
    let topics: Vec<String> = NAMES.iter().map(|name| settings.topic(name)).collect();
    let resources: Vec<ResourceSpecifier<'_>> = topics.iter().map(|topic| ResourceSpecifier::Topic(topic)).collect();
    let options = AdminOptions::new().request_timeout(Some(settings.answer_time));
    let Ok(answers) = admin.describe_configs(&resources, &options).await else { return Ok(Vec::new()) };
    let mut problems = Vec::new();
    for (topic, answer) in topics.iter().zip(answers) {
        let Ok(resource) = answer else { continue };
        let value = resource.get("max.message.bytes").and_then(|entry| entry.value.as_ref());
        let Some(max_bytes) = value.and_then(|value| value.parse().ok()) else { continue };
        if max_bytes < NEEDED_MESSAGE_BYTES {
            let topic = topic.clone();
            problems.push(KafkaProblem::SmallMessages { topic, max_bytes, needed_bytes: NEEDED_MESSAGE_BYTES });
        }
    }
    Ok(problems)
}
