//! A folder of results that appears whole or not at all, and never at the cost of other files.

mod error;
mod lock;
#[cfg(test)]
mod tests;

pub use error::ExportError;
use lock::{Lock, PAUSES_MAX};

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;

use super::{OutputFile, Source, manifest};

/// What to do with a folder that holds files of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Write nothing; nor if a file of an older result was changed since.
    Refuse,
    /// Replace files that have a name of ours, changed or not, and leave the others alone.
    Overwrite,
}

/// Whether results may be written to `folder`, as far as can be known before they are there: for
/// the start, so that no hour of simulation ends in a refusal.
///
/// A folder that does not exist, that is empty, or that holds an older result and nothing else
/// may be written to.
///
/// # Errors
///
/// If the folder is a file, cannot be read or written to, or holds files of others or changed ones.
pub fn check(folder: &Path, foreign: Foreign) -> Result<(), ExportError> {
    let _lock = Lock::of(folder, PAUSES_MAX)?;
    let existing = survey(folder, foreign)?;
    let ancestor = if existing.is_some() {
        folder
    } else {
        let mut ancestors = folder.ancestors().skip(1).map(or_here);
        ancestors.find(|ancestor| ancestor.exists()).unwrap_or(Path::new("."))
    };
    staging_in(ancestor).map(drop)
}

/// Where a partial result goes that was to go to `folder`: there, or, if there is a complete result of
/// ours, which it must not replace, into a folder of that name with `-partial` behind it.
pub fn place_of_partial(folder: &Path) -> PathBuf {
    let holds_complete =
        manifest_of(folder).ok().flatten().is_some_and(|found| found.is_complete());
    if !holds_complete {
        return folder.into();
    }
    // The working directory, say, has a name of its own.
    let folder = match folder.file_name() {
        Some(_) => folder.into(),
        None => fs::canonicalize(folder).unwrap_or_else(|_| folder.into()),
    };
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push("-partial");
    folder.with_file_name(name)
}

/// Writes a result, its files and their manifest, to `folder`, which is created if need be.
///
/// Everything is first written beside its place, on the same file system, and then renamed into
/// it: what fails on the way (a full disk, say) leaves the folder as it was. Of an older result,
/// the files that its manifest lists are replaced or removed. If the program is ended in the middle
/// of the renaming, the older files are in a folder `.mlmsim-*.tmp` in the folder; such folders are
/// known again, and removed once a result is in place.
///
/// Of several programs that publish into one folder at once each puts its whole result there, one
/// after the other, where the system can lock folders; the last one stays.
///
/// # Errors
///
/// Those of [`check`], and if the files cannot be written or renamed.
pub fn publish<'a>(
    folder: &Path,
    source: impl Into<Source<'a>>,
    files: &[OutputFile],
    foreign: Foreign,
) -> Result<(), ExportError> {
    publish_by(&mut |from, to| fs::rename(from, to), folder, source.into(), files, foreign)
}

/// Moves a file or folder within a file system.
type Rename<'a> = &'a mut dyn FnMut(&Path, &Path) -> io::Result<()>;

fn publish_by(
    rename: Rename,
    folder: &Path,
    source: Source<'_>,
    files: &[OutputFile],
    foreign: Foreign,
) -> Result<(), ExportError> {
    let names: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names.len(), files.len(), "two files have one name");
    assert!(names.iter().all(|name| is_plain(name) && *name != manifest::NAME), "{names:?}");

    let manifest = manifest::encode(source, files);
    // A folder that another program made in the meantime is there when it is tried again.
    while put(rename, folder, files, &manifest, foreign)? == Put::Forestalled {}
    Ok(())
}

/// What came of putting a result in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Put {
    InPlace,
    /// There was no folder, and then there was one.
    Forestalled,
}

fn put(
    rename: Rename,
    folder: &Path,
    files: &[OutputFile],
    manifest: &str,
    foreign: Foreign,
) -> Result<Put, ExportError> {
    let _lock = Lock::of(folder, PAUSES_MAX)?;
    let existing = survey(folder, foreign)?;
    // The folder in which names will change.
    let anchor = match &existing {
        Some(_) => folder,
        None => folder.parent().map_or(Path::new("."), or_here),
    };
    fs::create_dir_all(anchor).map_err(unwritable(anchor))?;
    let staging = staging_in(anchor)?;
    let [new, old] = STAGED.map(|name| staging.path().join(name));
    stage(&new, files, manifest).map_err(unwritable(folder))?;
    fs::create_dir(&old).map_err(unwritable(&old))?;
    let is_new = existing.is_none();
    let (moves, leftovers) = match existing {
        None => (vec![(new, folder.to_path_buf())], Vec::new()),
        Some(Ours { files: ours, leftovers }) => {
            let names = files.iter().map(|file| file.name.as_str()).collect();
            (exchange(folder, &new, &old, &ours, names)?, leftovers)
        }
    };
    if let Err(failure) = move_all(rename, &moves) {
        if is_new && folder.exists() {
            return Ok(Put::Forestalled);
        }
        return Err(if failure.undone {
            unwritable(folder)(failure.cause)
        } else {
            let aside = staging.keep();
            ExportError::Torn { path: folder.into(), aside, source: failure.cause }
        });
    }
    // The result is in place: that its names may not have reached the disk, or that something of
    // ours could not be removed, is no reason to report a failure.
    let _ = sync_folder(anchor);
    for leftover in leftovers {
        let _ = fs::remove_dir_all(leftover);
    }
    Ok(Put::InPlace)
}

/// What is ours in a folder.
#[derive(Debug, Default)]
struct Ours {
    /// Names of the files of an older result, its manifest included.
    files: Vec<String>,
    /// Folders that a program left which was ended while it published.
    leftovers: Vec<PathBuf>,
}

/// What is ours in a folder; `None` if there is no folder.
fn survey(folder: &Path, foreign: Foreign) -> Result<Option<Ours>, ExportError> {
    let unreadable = |source: io::Error| ExportError::Unreadable { path: folder.into(), source };
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(ExportError::NotAFolder { path: folder.into() });
        }
        Ok(_) => {}
    }
    let mut ours = Ours::default();
    let mut others = Vec::new();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        match entry.file_name().into_string() {
            Ok(name) if kind.is_file() => files.push(name),
            Ok(name)
                if kind.is_dir() && is_leftover(&name, &entry.path()).map_err(unreadable)? =>
            {
                ours.leftovers.push(entry.path());
            }
            Ok(name) => others.push(name),
            Err(name) => others.push(name.to_string_lossy().into_owned()),
        }
    }
    // A program that was ended in the middle of the renaming has put the manifest aside.
    let aside = ours.leftovers.iter().flat_map(|path| STAGED.map(|name| path.join(name)));
    let mut listed = BTreeSet::new();
    for place in aside {
        let manifest = manifest_of(&place).map_err(unreadable)?;
        listed.extend(manifest.iter().flat_map(files_of_result));
    }
    let manifest = manifest_of(folder).map_err(unreadable)?;
    listed.extend(manifest.iter().flat_map(files_of_result));
    // The names come from the folder: whatever a manifest lists, nothing outside is ours.
    let (known, unknown): (Vec<_>, _) = files.into_iter().partition(|name| listed.contains(name));
    ours.files = known;
    ours.files.sort();
    others.extend(unknown);
    if foreign == Foreign::Refuse {
        if let Some(entry) = others.into_iter().min() {
            return Err(ExportError::Foreign { path: folder.into(), entry });
        }
        let changed = manifest.map(|manifest| first_changed(folder, &ours.files, manifest));
        if let Some(entry) = changed.transpose().map_err(unreadable)?.flatten() {
            return Err(ExportError::Changed { path: folder.into(), entry });
        }
    }
    Ok(Some(ours))
}

/// The first of these files whose content is not that of which the manifest in the folder has the hash; the
/// manifest, if it is not as it was written itself.
fn first_changed(
    folder: &Path,
    files: &[String],
    manifest: manifest::Found,
) -> io::Result<Option<String>> {
    if !manifest.may_be_as_written {
        return Ok(Some(manifest::NAME.into()));
    }
    for listed in manifest.files {
        if files.contains(&listed.name) && !listed.may_be(&fs::read(folder.join(&listed.name))?) {
            return Ok(Some(listed.name));
        }
    }
    Ok(None)
}

/// What the manifest of ours in this folder says; `None` if there is none.
fn manifest_of(folder: &Path) -> io::Result<Option<manifest::Found>> {
    match fs::read(folder.join(manifest::NAME)) {
        Ok(bytes) => Ok(manifest::read(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The files that a manifest lists, and the manifest.
fn files_of_result(manifest: &manifest::Found) -> impl Iterator<Item = String> {
    manifest.files.iter().map(|file| file.name.clone()).chain([manifest::NAME.into()])
}

/// The folders in a temporary one: of the files to come and of the older ones.
const STAGED: [&str; 2] = ["new", "old"];

/// How the name of a temporary folder begins and ends.
const TEMPORARY: (&str, &str) = (".mlmsim-", ".tmp");

/// Whether a folder is a temporary one of ours: it has the name of one, and nothing else in it.
fn is_leftover(name: &str, path: &Path) -> io::Result<bool> {
    let (prefix, suffix) = TEMPORARY;
    if !(name.starts_with(prefix) && name.ends_with(suffix)) {
        return Ok(false);
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let is_ours = entry.file_type()?.is_dir() && STAGED.iter().any(|n| entry.file_name() == *n);
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A new folder that vanishes with all that is left in it when the value is dropped.
fn staging_in(folder: &Path) -> Result<TempDir, ExportError> {
    let (prefix, suffix) = TEMPORARY;
    tempfile::Builder::new()
        .prefix(prefix)
        .suffix(suffix)
        .tempdir_in(folder)
        .map_err(unwritable(folder))
}

/// Writes the files and the manifest into a new folder, down to the disk.
fn stage(new: &Path, files: &[OutputFile], manifest: &str) -> io::Result<()> {
    fs::create_dir(new)?;
    let contents = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()));
    for (name, bytes) in contents.chain([(manifest::NAME, manifest.as_bytes())]) {
        let mut file = File::create_new(new.join(name))?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    sync_folder(new)
}

/// The moves that take older files out of a folder and new ones in.
///
/// The manifest goes first and comes last: where it is, the result is whole.
fn exchange(
    folder: &Path,
    new: &Path,
    old: &Path,
    ours: &[String],
    names: BTreeSet<&str>,
) -> Result<Vec<(PathBuf, PathBuf)>, ExportError> {
    let mut leaving: BTreeSet<&str> = ours.iter().map(String::as_str).collect();
    for &name in names.iter().chain([&manifest::NAME]) {
        match fs::symlink_metadata(folder.join(name)) {
            // A folder or a link of that name is nothing that a file of ours could replace.
            Ok(metadata) if !metadata.is_file() => {
                return Err(ExportError::Foreign { path: folder.into(), entry: name.into() });
            }
            Ok(_) => drop(leaving.insert(name)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => {
                return Err(ExportError::Unreadable { path: folder.join(name), source });
            }
        }
    }
    let manifest_leaves = leaving.take(manifest::NAME);
    let out = manifest_leaves.into_iter().chain(leaving);
    let out = out.map(|name| (folder.join(name), old.join(name)));
    let coming = names.into_iter().chain([manifest::NAME]);
    let coming = coming.map(|name| (new.join(name), folder.join(name)));
    Ok(out.chain(coming).collect())
}

/// Why a series of moves failed.
struct Failure {
    cause: io::Error,
    /// Whether the moves before it could all be taken back.
    undone: bool,
}

/// Does all moves or, if one fails, none.
fn move_all(rename: Rename, moves: &[(PathBuf, PathBuf)]) -> Result<(), Failure> {
    for (done, (from, to)) in moves.iter().enumerate() {
        if let Err(cause) = rename(from, to) {
            let mut undone = true;
            for (from, to) in moves[..done].iter().rev() {
                undone &= rename(to, from).is_ok();
            }
            return Err(Failure { cause, undone });
        }
    }
    Ok(())
}

/// Brings the names in a folder to the disk, where the system has a way to.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Whether a name is that of a file without folders.
fn is_plain(name: &str) -> bool {
    let mut components = Path::new(name).components();
    let first = components.next();
    matches!(first, Some(Component::Normal(only)) if only == name) && components.next().is_none()
}

/// The parent of a bare name is the working directory.
fn or_here(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> ExportError {
    let path = path.to_path_buf();
    move |source| ExportError::Unwritable { path: path.clone(), source }
}
