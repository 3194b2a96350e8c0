//! The board behind its lock, and how the thread that reads and the worker wake each other.

use super::board::Board;
use crate::log::LogError;
use crate::source::Reading;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// What the thread and the worker share.
#[derive(Default)]
pub(super) struct Shared {
    board: Mutex<Board>,
    /// Something can be given.
    pub(super) arrived: Notify,
    /// Something was given, so that there is room again.
    room: Condvar,
}

impl Shared {
    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the thread that something changed that it waits for.
    pub(super) fn wake(&self) {
        self.room.notify_all();
    }

    /// Waits for room, not for ever; says whether there is some.
    pub(super) fn wait_for_room(&self, reading: &Reading, patience: Duration) -> bool {
        let full = |board: &mut Board| !board.has_room(reading) && !board.is_closing;
        let waited = self.room.wait_timeout_while(self.board(), patience, full);
        let (board, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        drop(board);
        !timeout.timed_out()
    }

    /// Tells the worker what it must hear.
    pub(super) fn trouble(&self, trouble: LogError) {
        self.board().trouble = Some(trouble);
        self.arrived.notify_waiters();
    }
}
