//! The marks of whose data is how new: one for each tenant, one for everyone. A new mark makes every answer that was kept
//! under the old one a miss, at once and however many there are.

use domain::TenantId;
use redis::{Cmd, cmd};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Where everyone's mark lies. It stays: one key.
pub(crate) const EVERYONE: &str = "analytics:generation";

/// How long a tenant's mark lies there: longer than any answer. Without one its answers are computed once more, so this
/// only bounds what tenants that are gone leave behind.
const MARK_MS: i64 = 24 * 3_600_000;

/// Where a tenant's mark lies.
pub(crate) fn key(tenant_id: TenantId) -> String {
    format!("analytics:{tenant_id}:generation")
}

/// Puts a new mark on a tenant's data.
pub(crate) fn begin(tenant_id: TenantId, token: u128) -> Cmd {
    let mut command = cmd("SET");
    command.arg(key(tenant_id)).arg(mark(token)).arg("PX").arg(MARK_MS);
    command
}

/// Puts a new mark on everyone's data.
pub(crate) fn begin_everyone(token: u128) -> Cmd {
    let mut command = cmd("SET");
    command.arg(EVERYONE).arg(mark(token));
    command
}

/// The command, changed so that a mark that is there stays there and is the answer.
pub(crate) fn unless_there(mut begin: Cmd) -> Cmd {
    begin.arg("NX").arg("GET");
    begin
}

/// A mark as it lies in Redis: text, for whoever looks with `redis-cli`.
fn mark(token: u128) -> String {
    format!("{token:032x}")
}

/// The token of these bytes, if they are a mark.
pub(crate) fn read(bytes: &[u8]) -> Option<u128> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() == 32)?;
    u128::from_str_radix(text, 16).ok().filter(|token| *token != 0)
}

/// Makes tokens that no other process and no earlier start ever makes. Counting alone would not do: after a flush a
/// counter begins anew and meets the marks of answers that were kept before.
pub(crate) struct Tokens {
    process: u64,
    made: AtomicU64,
}

impl Tokens {
    /// Tokens of this process, whose id is random.
    pub(crate) fn new(process: Uuid) -> Self {
        let (high, low) = process.as_u64_pair();
        // The fixed bits of a random UUID lie in different places of the halves, so together none is lost.
        Self { process: high ^ low.rotate_left(32), made: AtomicU64::new(0) }
    }

    /// The next token, never zero.
    pub(crate) fn next(&self) -> u128 {
        let made = self.made.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        (u128::from(self.process) << 64) | u128::from(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        #[test]
        fn marks_read_back(token in 1_u128..) {
            prop_assert_eq!(read(mark(token).as_bytes()), Some(token));
        }

        #[test]
        fn garbage_is_no_mark(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let hexadecimal = bytes.len() == 32 && bytes.iter().all(u8::is_ascii_hexdigit);
            prop_assert!(hexadecimal || bytes.first() == Some(&b'+') || read(&bytes).is_none());
        }
    }

    #[test]
    fn tokens_of_all_processes_differ() {
        let processes = (1..50).map(|n| Tokens::new(Uuid::from_u128((n << 64) | (n * 31))));
        let tokens: HashSet<u128> = processes.flat_map(|tokens| [(); 20].map(|()| tokens.next())).collect();
        assert_eq!(tokens.len(), 49 * 20);
        assert!(!tokens.contains(&0));
        assert_eq!(read(b"00000000000000000000000000000000"), None);
    }
}
