//! Disks that are full or fail, as tests need them.

use crate::journal::disk::{Disk, SegmentFile, SystemDisk};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A disk that has so many bytes left, writes in part what does not fit, and never waits.
pub(super) struct TightDisk {
    pub(super) left: Arc<AtomicU64>,
}

struct TightFile {
    file: Arc<dyn SegmentFile>,
    left: Arc<AtomicU64>,
}

impl Disk for TightDisk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        Ok(Arc::new(TightFile { file: SystemDisk.create(path)?, left: Arc::clone(&self.left) }))
    }

    fn sync_dir(&self, _dir: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl SegmentFile for TightFile {
    fn write_at(&self, bytes: &[u8], place: u64) -> io::Result<()> {
        let left = self.left.load(Ordering::SeqCst);
        let fits = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        self.file.write_at(&bytes[..fits], place)?;
        if fits < bytes.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.left.store(left - fits as u64, Ordering::SeqCst);
        Ok(())
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A disk whose `fdatasync` fails as long as it is told to.
pub(super) struct DeafDisk {
    pub(super) fails: Arc<AtomicBool>,
}

struct DeafFile {
    file: Arc<dyn SegmentFile>,
    fails: Arc<AtomicBool>,
}

impl Disk for DeafDisk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn SegmentFile>> {
        Ok(Arc::new(DeafFile { file: SystemDisk.create(path)?, fails: Arc::clone(&self.fails) }))
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        SystemDisk.sync_dir(dir)
    }
}

impl SegmentFile for DeafFile {
    fn write_at(&self, bytes: &[u8], place: u64) -> io::Result<()> {
        self.file.write_at(bytes, place)
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        if self.fails.load(Ordering::SeqCst) { Err(io::ErrorKind::Other.into()) } else { self.file.sync() }
    }
}
