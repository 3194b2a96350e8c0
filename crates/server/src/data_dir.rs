//! The data folder: one process at a time, its version, the operator's key, and where the running server listens.

use domain::Secret;
use rand::RngCore as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The layout of the folder that this version writes and reads.
const LAYOUT: u32 = 1;

/// The variable that holds the operator's key, where the operator sets it.
pub const ADMIN_KEY_VARIABLE: &str = "TOLLKEEPER_ADMIN_KEY";

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// Another process has it.
    #[error(
        "the data folder {0} is in use by another tollkeeper; stop that one, or give this one its own with --data-dir"
    )]
    InUse(PathBuf),
    /// It was written by a newer version.
    #[error(
        "the data folder {path} has layout {found}, written by tollkeeper {by}; this is tollkeeper {} and reads layout \
         {LAYOUT}: start tollkeeper {by} or newer, or choose another folder with --data-dir",
        env!("CARGO_PKG_VERSION")
    )]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Its layout.
        found: u32,
        /// The version that wrote it.
        by: String,
    },
    /// Its version file is not one.
    #[error("{0} does not say which layout the folder has; restore the file, or choose another folder with --data-dir")]
    Unreadable(PathBuf),
    /// The disk is full.
    #[error("the disk that holds {0} is full; free some space, or choose another folder with --data-dir")]
    Full(PathBuf),
    /// The system refused.
    #[error(
        "{path} cannot be {action}: {source}; check the folder's owner and rights, or choose another with --data-dir"
    )]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// The system's own words.
        source: io::Error,
    },
}

fn at(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> DataDirError {
    let path = path.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => DataDirError::Full(path),
        _ => DataDirError::Io { path, action, source },
    }
}

/// An open data folder, locked for this process until it is dropped.
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// It is in use, newer, or the system refuses; each names the fix.
    pub fn open(path: &Path) -> Result<Self, DataDirError> {
        // Only its owner may look inside: it holds the operator's key and the ledger.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(at(path, "made"))?;
        let lock_path = path.join("tollkeeper.lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path);
        let lock = lock.map_err(at(&lock_path, "opened"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DataDirError::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(at(&lock_path, "locked")(source)),
        }
        if !check_version(path)? {
            let text = format!("{LAYOUT} {}\n", env!("CARGO_PKG_VERSION"));
            write(&path.join("version"), text.as_bytes(), 0o644)?;
        }
        Ok(Self { path: path.to_owned(), _lock: lock })
    }

    /// A file or folder inside.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The operator's key: the variable's, the file's, or a new one, kept in the file. Says where it lies.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn admin_key(&self) -> Result<(Secret, KeyPlace), DataDirError> {
        if let Some(key) = admin_key(&self.path)? {
            return Ok(key);
        }
        let mut random = [0_u8; 32];
        rand::rng().fill_bytes(&mut random);
        let key: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let key = format!("tka_{key}");
        let path = self.join("admin-key");
        write(&path, format!("{key}\n").as_bytes(), 0o600)?;
        Ok((Secret::new(key), KeyPlace::New(path)))
    }

    /// Notes where the server listens, for the commands that talk to it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn note_address(&self, address: &str) -> Result<(), DataDirError> {
        write(&self.join("listen-addr"), format!("{address}\n").as_bytes(), 0o644)
    }

    /// Takes the note away again: the server stops.
    pub fn forget_address(&self) {
        // A note that stays behind only makes a command's error less exact.
        let _ = fs::remove_file(self.join("listen-addr"));
    }

    /// Writes a file whole that only the owner may read.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_private(&self, name: &str, bytes: &[u8]) -> Result<(), DataDirError> {
        write(&self.join(name), bytes, 0o600)
    }

    /// Writes a secret that only the owner may read.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_secret(&self, name: &str, secret: &Secret) -> Result<PathBuf, DataDirError> {
        let path = self.join(name);
        write(&path, format!("{}\n", secret.expose()).as_bytes(), 0o600)?;
        Ok(path)
    }
}

/// Where the operator's key comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// The environment.
    Variable,
    /// A file of an earlier start.
    File(PathBuf),
    /// A file of this start.
    New(PathBuf),
}

/// The operator's key of a folder, without opening it: the variable's, else the file's.
///
/// # Errors
/// The file is there and cannot be read.
pub fn admin_key(path: &Path) -> Result<Option<(Secret, KeyPlace)>, DataDirError> {
    if let Ok(key) = std::env::var(ADMIN_KEY_VARIABLE)
        && !key.trim().is_empty()
    {
        return Ok(Some((Secret::new(key.trim()), KeyPlace::Variable)));
    }
    let path = path.join("admin-key");
    match fs::read_to_string(&path) {
        Ok(key) => Ok(Some((Secret::new(key.trim()), KeyPlace::File(path)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&path, "read")(error)),
    }
}

/// Checks the folder's layout without changing anything; says whether there is one.
///
/// # Errors
/// A newer layout, or a file that does not say.
pub fn check_version(path: &Path) -> Result<bool, DataDirError> {
    let file = path.join("version");
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(at(&file, "read")(error)),
    };
    let mut words = text.split_whitespace();
    let Some(found) = words.next().and_then(|word| word.parse().ok()) else {
        return Err(DataDirError::Unreadable(file));
    };
    if found > LAYOUT {
        let by = words.next().unwrap_or("of a later release").to_owned();
        return Err(DataDirError::Newer { path: path.to_owned(), found, by });
    }
    Ok(true)
}

/// Writes a file whole: a reader sees the old one or the new one.
fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), DataDirError> {
    let fresh = path.with_extension("new");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(mode)
        .open(&fresh)
        .map_err(at(&fresh, "made"))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(&fresh, "written"))?;
    fs::rename(&fresh, path).map_err(at(path, "written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn one_process_at_a_time_and_a_key_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        let open = DataDir::open(&path).unwrap();
        assert!(matches!(DataDir::open(&path), Err(DataDirError::InUse(_))));
        let (key, place) = open.admin_key().unwrap();
        let KeyPlace::New(file) = place else { panic!("{place:?}") };
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        drop(open);
        let again = DataDir::open(&path).unwrap();
        assert_eq!(again.admin_key().unwrap().0.expose(), key.expose());
    }

    #[test]
    fn a_newer_folder_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("version"), "2 0.9.0\n").unwrap();
        let error = DataDir::open(folder.path()).err().unwrap().to_string();
        assert!(error.contains("layout 2") && error.contains("0.9.0") && error.contains("--data-dir"), "{error}");
        fs::write(folder.path().join("version"), "banana").unwrap();
        assert!(matches!(DataDir::open(folder.path()), Err(DataDirError::Unreadable(_))));
    }
}
