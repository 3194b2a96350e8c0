//! Up to where Kafka has acknowledged, over a restart: a small file beside the journal's segments. Without it, or with an
//! old one, events are sent again and recognized as known, so it is written now and then and never waited for.

use crate::log::Offset;
use std::io;
use std::path::{Path, PathBuf};

/// The file's name.
const NAME: &str = "shipped";

/// The file.
pub(super) struct Place {
    path: PathBuf,
    written: Offset,
}

impl Place {
    /// The file in the journal's folder, and what it says: the start where it says nothing.
    pub(super) fn read(folder: &Path) -> (Self, Offset) {
        let path = folder.join(NAME);
        let offset = match std::fs::read_to_string(&path) {
            Ok(text) => text.trim().parse().map(Offset).unwrap_or_else(|_| {
                tracing::warn!(path = %path.display(), "how far events were sent to Kafka cannot be read; they are sent again");
                Offset::START
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Offset::START,
            Err(error) => {
                tracing::warn!(%error, path = %path.display(), "how far events were sent to Kafka cannot be read; they are sent again");
                Offset::START
            }
        };
        (Self { path, written: offset }, offset)
    }

    /// Writes an offset, if it is another one than before. A file is never seen half written; that a power cut may undo
    /// the last writing costs a few events that are sent again.
    pub(super) fn write(&mut self, offset: Offset) {
        if offset == self.written {
            return;
        }
        let new = self.path.with_extension("new");
        let written = std::fs::write(&new, format!("{offset}\n")).and_then(|()| std::fs::rename(&new, &self.path));
        match written {
            Ok(()) => self.written = offset,
            Err(error) => {
                tracing::warn!(%error, path = %self.path.display(), "how far events were sent to Kafka cannot be noted; a restart sends more of them again");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_what_is_broken_starts_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut place, offset) = Place::read(folder.path());
        assert_eq!(offset, Offset::START);
        place.write(Offset(1 << 40));
        assert_eq!(Place::read(folder.path()).1, Offset(1 << 40));
        std::fs::write(folder.path().join(NAME), "12x").expect("writes");
        assert_eq!(Place::read(folder.path()).1, Offset::START);
    }
}
