//! The event log on a local disk: segmented append-only files, one process at a time.

mod settings;

pub use settings::{OnFull, Settings};
