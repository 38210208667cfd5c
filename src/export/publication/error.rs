//! Why results could not be written.

use std::error::Error;
use std::path::PathBuf;
use std::{fmt, io};

/// Why results could not be written; all but [`ExportError::Torn`] leave everything as it was.
#[derive(Debug)]
pub enum ExportError {
    /// There is a file where the folder should be.
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// The folder holds something that no result of ours lists.
    Foreign {
        /// The folder.
        path: PathBuf,
        /// The first such name.
        entry: String,
    },
    /// A file of an older result is not as it was written.
    Changed {
        /// The folder.
        path: PathBuf,
        /// The first such name.
        entry: String,
    },
    /// The folder could not be looked into.
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Something could not be written.
    Unwritable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another program has been writing to the folder all the time.
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// Renaming failed in the middle, and so did putting the older files back.
    Torn {
        /// The folder.
        path: PathBuf,
        /// Where the older files (`old`) and the new ones (`new`) are.
        aside: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder { path } => {
                write!(f, "`{}` is a file; name a folder for the results", path.display())
            }
            Self::Foreign { path, entry } => write!(
                f,
                "`{}` holds `{entry}`, which no result written there lists; name another folder, \
                 move the file away, or force the output",
                path.display()
            ),
            Self::Changed { path, entry } => write!(
                f,
                "`{entry}` in `{}` was changed after it was written, and would be lost; name another \
                 folder, move the file away, or force the output",
                path.display()
            ),
            Self::Unreadable { path, .. } => {
                write!(f, "cannot look into `{}`; name another folder", path.display())
            }
            Self::Unwritable { path, .. } => write!(
                f,
                "cannot write to `{}`; make room and see that the folder may be written to, or \
                 name another",
                path.display()
            ),
            Self::Busy { path } => write!(
                f,
                "another program is writing to `{}`; let it finish, or name another folder",
                path.display()
            ),
            Self::Torn { path, aside, .. } => write!(
                f,
                "cannot finish writing to `{}` nor put the older result back; find the older \
                 files in `{}` and the new ones in `{}`",
                path.display(),
                aside.join("old").display(),
                aside.join("new").display()
            ),
        }
    }
}

impl Error for ExportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotAFolder { .. }
            | Self::Foreign { .. }
            | Self::Changed { .. }
            | Self::Busy { .. } => None,
            Self::Unreadable { source, .. }
            | Self::Unwritable { source, .. }
            | Self::Torn { source, .. } => Some(source),
        }
    }
}
