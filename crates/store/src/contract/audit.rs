//! The log of acts.

use super::Opened;
use super::sample::begin;
use crate::audit::AuditEntry;
use test_support::tenant;

pub(super) async fn lists_newest_first(one: Opened, _two: Opened) {
    let audit = one.store.audit();
    let entry = |n: i64, owner: Option<u64>| AuditEntry {
        at: begin().plus_millis(n),
        actor: "operator".into(),
        action: "key.revoke".into(),
        subject: n.to_string(),
        tenant_id: owner.map(tenant),
    };
    for made in [entry(1, Some(1)), entry(2, None), entry(3, Some(2)), entry(4, Some(1))] {
        audit.add(made).await.expect("adds");
    }
    let all = audit.list(None, 3).await.expect("lists");
    assert_eq!(all, [entry(4, Some(1)), entry(3, Some(2)), entry(2, None)]);
    assert_eq!(audit.list(Some(tenant(1)), 9).await.expect("lists"), [entry(4, Some(1)), entry(1, Some(1))]);
}
