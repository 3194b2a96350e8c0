//! What the sandbox would charge: an independent account that a ledger can be held against.

use crate::seen::{Seen, Wire};
use crate::tokens::Tokens;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How one request ended, as the sandbox saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ended {
    /// Everything was handed to the connection.
    Complete,
    /// Broken off by the scene: cut, stalled, garbage or an error event.
    Broken,
    /// Broken off by the scene with only the end mark missing: the usage has been sent.
    EndMissing,
    /// The client left before the end.
    ClientGone,
    /// Refused with this status; nothing is charged.
    Refused(u16),
    /// Nothing was ever answered; nothing is charged.
    Unanswered,
}

/// One request on the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `x-tollkeeper-request-id`, where it was sent.
    pub request_id: Option<String>,
    /// The request's own `user` or `metadata.user_id`.
    pub marker: Option<String>,
    /// Which persona was asked; empty for none.
    pub persona: String,
    /// The protocol.
    pub wire: Wire,
    /// The model.
    pub model: String,
    /// How it ended.
    pub ended: Ended,
    /// Whether the answer carried its final usage to the connection.
    pub reported: bool,
    /// What is charged.
    pub charged: Tokens,
}

/// Sums over one model on one wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Requests charged whose usage was reported in the answer.
    pub reported_requests: u64,
    /// Their tokens: what a ledger's rows with `usage_source=provider` must sum to.
    pub billed: Tokens,
    /// Requests charged whose usage never reached the client: cut, left, or scripted away.
    pub unreported_requests: u64,
    /// Their tokens: what a ledger can only estimate.
    pub billed_without_report: Tokens,
    /// Requests that cost nothing: refused or never answered.
    pub free_requests: u64,
}

/// The whole account at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Billing {
    /// Sums per wire and model.
    pub accounts: BTreeMap<(Wire, String), Account>,
    /// Single requests, oldest first: the last `SandboxConfig::entries_kept` of them.
    pub entries: Vec<Entry>,
}

impl Billing {
    /// All accounts as one.
    #[must_use]
    pub fn total(&self) -> Account {
        self.accounts.values().fold(Account::default(), |sum, one| Account {
            reported_requests: sum.reported_requests + one.reported_requests,
            billed: sum.billed + one.billed,
            unreported_requests: sum.unreported_requests + one.unreported_requests,
            billed_without_report: sum.billed_without_report + one.billed_without_report,
            free_requests: sum.free_requests + one.free_requests,
        })
    }
}

#[derive(Debug, Default)]
struct Pages {
    accounts: BTreeMap<(Wire, String), Account>,
    entries: VecDeque<Entry>,
}

/// The account as it is kept.
#[derive(Debug)]
pub(crate) struct Book {
    kept: usize,
    inner: Mutex<Pages>,
}

impl Book {
    pub(crate) fn new(kept: usize) -> Self {
        Self { kept, inner: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read(&self) -> Billing {
        let inner = self.lock();
        Billing { accounts: inner.accounts.clone(), entries: inner.entries.iter().cloned().collect() }
    }

    fn enter(&self, entry: Entry) {
        let mut inner = self.lock();
        let account = inner.accounts.entry((entry.wire, entry.model.clone())).or_default();
        match entry.ended {
            Ended::Refused(_) | Ended::Unanswered => account.free_requests += 1,
            _ if entry.reported => {
                account.reported_requests += 1;
                account.billed += entry.charged;
            }
            _ => {
                account.unreported_requests += 1;
                account.billed_without_report += entry.charged;
            }
        }
        if self.kept > 0 {
            if inner.entries.len() == self.kept {
                inner.entries.pop_front();
            }
            inner.entries.push_back(entry);
        }
    }
}

/// The open bill of one request. It is entered once: when closed, or, when it is dropped open, as left by the client.
#[derive(Debug)]
pub(crate) struct Tab {
    book: Arc<Book>,
    entry: Option<Entry>,
    full: Tokens,
    generated_output: u64,
    reports_usage: bool,
}

impl Tab {
    /// Opens a bill. `full` is charged for a complete answer; `streamed` says whether tokens come one by one.
    pub(crate) fn open(book: &Arc<Book>, seen: &Seen, full: Tokens, streamed: bool, reports_usage: bool) -> Self {
        let entry = Entry {
            request_id: seen.request_id.clone(),
            marker: seen.marker.clone(),
            persona: seen.persona.clone(),
            wire: seen.wire,
            model: seen.model.clone(),
            ended: Ended::ClientGone,
            reported: false,
            charged: Tokens::default(),
        };
        // A JSON answer is generated whole before its first byte leaves, so that a client that goes still pays it.
        let generated_output = if streamed { 0 } else { full.output };
        Self { book: Arc::clone(book), entry: Some(entry), full, generated_output, reports_usage }
    }

    /// So many output tokens have been generated by now.
    pub(crate) fn generated(&mut self, output: u64) {
        self.generated_output = self.generated_output.max(output.min(self.full.output));
    }

    /// Enters the bill. Further calls change nothing.
    pub(crate) fn close(&mut self, ended: Ended) {
        let Some(mut entry) = self.entry.take() else { return };
        entry.ended = ended;
        entry.reported = matches!(ended, Ended::Complete | Ended::EndMissing) && self.reports_usage;
        entry.charged = match ended {
            Ended::Complete | Ended::EndMissing => self.full,
            Ended::Broken | Ended::ClientGone => Tokens {
                output: self.generated_output,
                reasoning: self.full.reasoning.min(self.generated_output),
                ..self.full
            },
            Ended::Refused(_) | Ended::Unanswered => Tokens::default(),
        };
        self.book.enter(entry);
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.close(Ended::ClientGone);
    }
}
