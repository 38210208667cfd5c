//! One program at a time changes a folder.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use super::ExportError;

/// Publishing takes moments, and on a slow disk seconds: whoever waits longer than these pauses, a minute,
/// would wait for ever.
pub(super) const PAUSES_MAX: u32 = 1_200;

const PAUSE: Duration = Duration::from_millis(50);

/// A folder that no other program of ours changes while the value lives.
#[derive(Debug)]
pub(super) struct Lock {
    /// The system lets go of the lock with the handle, also of a program that is killed.
    _handle: Option<File>,
}

impl Lock {
    /// Waits for the folder, up to so many pauses. A folder that does not exist needs no lock, for it
    /// appears in one step; where the system locks no folders, nothing is locked.
    pub(super) fn of(folder: &Path, pauses: u32) -> Result<Self, ExportError> {
        let Ok(handle) = File::open(folder) else { return Ok(Self { _handle: None }) };
        for _ in 0..=pauses {
            match handle.try_lock() {
                Ok(()) => return Ok(Self { _handle: Some(handle) }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(TryLockError::Error(_)) => return Ok(Self { _handle: None }),
            }
        }
        Err(ExportError::Busy { path: folder.into() })
    }
}
