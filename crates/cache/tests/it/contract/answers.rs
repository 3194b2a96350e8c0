//! The contract of [`AnswerCache`]: run [`all`] over each, seen from two processes that share it.

use crate::place::soon;
use crate::world::{NOW, fill, found, key, tenant};
use cache::{AnswerCache, AnswerKey, Answers, Generation, Looked, Metric};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A cache as two processes see it; where there is one process only, twice the same.
pub struct Shared {
    pub here: Arc<dyn AnswerCache>,
    pub there: Arc<dyn AnswerCache>,
    /// Waits until what was forgotten here is forgotten everywhere.
    pub settled: Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>,
}

/// Runs every check. Nobody else may use the cache meanwhile.
pub async fn all(shared: &Shared) {
    what_is_kept_is_found_by_everyone_and_nothing_else_is(shared).await;
    a_change_forgets_what_is_kept_and_what_is_being_computed(shared).await;
    forgetting_holds_here_at_once(shared).await;
    everyone_is_forgotten_at_once(shared).await;
    what_nobody_vouches_for_is_not_kept(shared).await;
    nobody_finds_what_was_before_a_settled_change(shared).await;
    a_question_is_computed_once(shared).await;
    who_was_woken_by_a_change_shares_one_computation(shared).await;
}

async fn what_is_kept_is_found_by_everyone_and_nothing_else_is(Shared { here, there, .. }: &Shared) {
    let (mine, theirs) = (tenant(), tenant());
    fill(&**here, &key(mine), "mine, with ümlauts").await;
    for cache in [here, there] {
        assert_eq!(found(&**cache, &key(mine)).await.as_deref(), Some("mine, with ümlauts"));
        assert_eq!(found(&**cache, &key(theirs)).await, None);
        assert_eq!(found(&**cache, &AnswerKey::new(mine, Metric::Usage, "7d", &["UTC".into()])).await, None);
        assert_eq!(found(&**cache, &AnswerKey::new(mine, Metric::Costs, "7d", &[])).await, None);
    }
}

async fn a_change_forgets_what_is_kept_and_what_is_being_computed(shared: &Shared) {
    let Shared { here, there, settled } = shared;
    let (mine, other) = (key(tenant()), key(tenant()));
    fill(&**here, &mine, "old").await;
    fill(&**there, &other, "theirs").await;
    here.forget(mine.tenant_id());
    soon("the change settles", settled()).await;
    let Looked::Miss(before) = there.look(&mine, NOW).await else { panic!("forgotten") };
    here.forget(mine.tenant_id());
    soon("the change settles", settled()).await;
    there.keep(&mine, before, "computed from older rows".into(), NOW).await;
    assert_eq!(found(&**here, &mine).await, None);
    assert_eq!(found(&**there, &mine).await, None);
    assert_eq!(found(&**here, &other).await.as_deref(), Some("theirs"));
    fill(&**there, &mine, "new").await;
    assert_eq!(found(&**here, &mine).await.as_deref(), Some("new"));
}

async fn forgetting_holds_here_at_once(Shared { here, .. }: &Shared) {
    let mine = key(tenant());
    fill(&**here, &mine, "old").await;
    let Looked::Hit(_) = here.look(&mine, NOW).await else { panic!("kept") };
    here.forget(mine.tenant_id());
    assert_eq!(found(&**here, &mine).await, None);
}

async fn everyone_is_forgotten_at_once(Shared { here, there, settled }: &Shared) {
    let (one, two) = (key(tenant()), key(tenant()));
    fill(&**here, &one, "one").await;
    fill(&**there, &two, "two").await;
    let Looked::Miss(before) = there.look(&key(tenant()), NOW).await else { panic!("empty") };
    here.forget_all();
    assert_eq!(found(&**here, &two).await, None, "here it holds at once");
    soon("it settles", settled()).await;
    for cache in [here, there] {
        assert_eq!(found(&**cache, &one).await, None);
        assert_eq!(found(&**cache, &two).await, None);
    }
    let three = key(tenant());
    there.keep(&three, before, "begun before".into(), NOW).await;
    assert_eq!(found(&**here, &three).await, None);
    fill(&**there, &one, "anew").await;
    assert_eq!(found(&**here, &one).await.as_deref(), Some("anew"));
}

async fn what_nobody_vouches_for_is_not_kept(Shared { here, .. }: &Shared) {
    let mine = key(tenant());
    assert_eq!(found(&**here, &mine).await, None);
    here.keep(&mine, Generation::NEVER, "of no known age".into(), NOW).await;
    assert_eq!(found(&**here, &mine).await, None);
}

/// Rows change while four readers ask without a pause. Once a change is settled, no reader may be given an older figure.
async fn nobody_finds_what_was_before_a_settled_change(Shared { here, there, settled }: &Shared) {
    let (mine, rows) = (key(tenant()), Arc::new(AtomicU64::new(0)));
    let settled_rows = Arc::new(AtomicU64::new(0));
    let readers: Vec<_> = [here, there, here, there]
        .into_iter()
        .map(|cache| {
            let (answers, mine) = (Answers::new(cache.clone()), mine.clone());
            let (rows, settled_rows) = (rows.clone(), settled_rows.clone());
            tokio::spawn(async move {
                let (mut asked, mut last) = (0_u64, 0);
                while last < 100 {
                    let at_least = settled_rows.load(Ordering::SeqCst);
                    let compute = || async {
                        let read = rows.load(Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        Ok::<Arc<str>, ()>(read.to_string().into())
                    };
                    let answer = answers.get(&mine, NOW, compute).await.expect("computes");
                    last = answer.parse().expect("a number");
                    assert!(last >= at_least, "read {last} after change {at_least} was settled");
                    asked += 1;
                }
                asked
            })
        })
        .collect();
    for change in 1..=100 {
        rows.store(change, Ordering::SeqCst);
        here.forget(mine.tenant_id());
        soon("the change settles", settled()).await;
        settled_rows.store(change, Ordering::SeqCst);
    }
    for reader in readers {
        assert!(soon("the readers see the last change", reader).await.expect("no reader failed") > 0);
    }
}

async fn a_question_is_computed_once(Shared { here, .. }: &Shared) {
    let answers = Answers::new(here.clone());
    assert_eq!(ask_together(&answers, &key(tenant())).await, 1);
    let counts = answers.counts();
    assert_eq!((counts.hits, counts.misses), (CALLERS - 1, 1));
}

async fn who_was_woken_by_a_change_shares_one_computation(Shared { here, .. }: &Shared) {
    let (answers, mine) = (Answers::new(here.clone()), key(tenant()));
    assert_eq!(ask_together(&answers, &mine).await, 1);
    here.forget(mine.tenant_id());
    // At once: a remote cache has not confirmed the change yet.
    assert_eq!(ask_together(&answers, &mine).await, 1);
}

const CALLERS: u64 = 20;

/// Asks the same question from many tasks; answers how often it was computed.
async fn ask_together(answers: &Answers, mine: &AnswerKey) -> u64 {
    let computed = Arc::new(AtomicU64::new(0));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (answers, mine, computed) = (answers.clone(), mine.clone(), computed.clone());
            tokio::spawn(async move {
                let compute = || async {
                    computed.fetch_add(1, Ordering::SeqCst);
                    Ok::<Arc<str>, ()>("answer".into())
                };
                answers.get(&mine, NOW, compute).await
            })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.expect("ends").as_deref(), Ok("answer"));
    }
    computed.load(Ordering::SeqCst)
}
