//! Why a journal does not open.

use std::io;
use std::path::{Path, PathBuf};

/// Why a journal does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "the journal in {dir} is in use by another process; stop that process, or give this one a data_dir of its own"
    )]
    Locked {
        /// The folder.
        dir: PathBuf,
    },
    /// It was written by a newer version.
    #[error(
        "the journal file {path} has format {found}, and this version reads up to {supported}; start the version that \
         wrote it, or a newer one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// What this version reads.
        supported: u32,
    },
    /// A setting cannot work.
    #[error("{setting} = {value} cannot work: {fix}")]
    Setting {
        /// Its name.
        setting: &'static str,
        /// Its value.
        value: u64,
        /// What would.
        fix: &'static str,
    },
    /// The operating system refused.
    #[error("the journal at {path} cannot be {action}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// The system's own words.
        source: io::Error,
    },
}

/// Names the file and what was tried with it.
pub(super) fn at(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> OpenError {
    let path = path.to_owned();
    move |source| OpenError::Io { path, action, source }
}
