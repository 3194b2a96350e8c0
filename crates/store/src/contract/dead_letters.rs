//! Dead letters.

use super::Opened;
use super::sample::{PARTITION, begin};
use crate::StoreError;
use crate::dead_letters::DeadLetter;
use crate::ledger::Batch;
use test_support::tenant;

pub(super) fn letter(offset: u64, reason: &str) -> DeadLetter {
    DeadLetter {
        partition: PARTITION.into(),
        offset,
        reason: reason.into(),
        field: Some("input_tokens".into()),
        tenant_id: Some(tenant(1)),
        event_id: None,
        known: Some(r#"{"provider":"openai"}"#.into()),
        at: begin(),
    }
}

pub(super) async fn are_filed_once_and_paged(one: Opened, _two: Opened) {
    let store = &*one.store;
    let letters = store.dead_letters();
    let dead: Vec<_> = (0..5).map(|offset| letter(offset, if offset == 0 { "damaged" } else { "negative" })).collect();
    store.ledger().apply(Batch { dead: dead.clone(), ..Batch::default() }).await.expect("files");
    let again = vec![letter(3, "other"), letter(5, "negative")];
    store.ledger().apply(Batch { dead: again, ..Batch::default() }).await.expect("files");

    assert_eq!(letters.get(PARTITION, 3).await.expect("is there"), dead[3], "the first filing stands");
    let mut after = None;
    let mut seen = Vec::new();
    loop {
        let page = letters.list(after.clone(), 2).await.expect("lists");
        let Some(last) = page.last() else { break };
        after = Some((last.partition.clone(), last.offset));
        seen.extend(page.into_iter().map(|letter| letter.offset));
    }
    assert_eq!(seen, [5, 4, 3, 2, 1, 0], "newest first, each once");
    let counts = letters.counts().await.expect("counts");
    assert_eq!(counts, [("damaged".to_owned(), 1), ("negative".to_owned(), 5)]);
    letters.remove(PARTITION, 3).await.expect("removes");
    assert!(matches!(letters.remove(PARTITION, 3).await, Err(StoreError::NotFound(_))));
    assert!(matches!(letters.get(PARTITION, 3).await, Err(StoreError::NotFound(_))));
}
