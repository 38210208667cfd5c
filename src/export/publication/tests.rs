use std::collections::BTreeMap;

use super::*;
use crate::results::fixture;

fn file(name: &str, content: &str) -> OutputFile {
    OutputFile { name: name.into(), meaning: "A test.".into(), bytes: content.into() }
}

fn older() -> Vec<OutputFile> {
    vec![file("income.csv", "older"), file("gone.svg", "older picture")]
}

fn newer() -> Vec<OutputFile> {
    vec![file("income.csv", "newer"), file("losses.csv", "new table")]
}

fn publish_files(folder: &Path, files: &[OutputFile], foreign: Foreign) -> Result<(), ExportError> {
    publish(folder, &fixture::study().provenance, files, foreign)
}

/// All entries of a folder with their contents, those of folders by path.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.insert(format!("{name}/"), String::new());
            let inner = tree(&entry.path()).into_iter();
            found.extend(inner.map(|(inner, content)| (format!("{name}/{inner}"), content)));
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

#[test]
fn a_result_appears_in_a_folder_of_its_own_making() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("output/study");
    check(&folder, Foreign::Refuse).unwrap();
    assert_eq!(names(place.path()), [""; 0], "a check leaves nothing behind");
    publish_files(&folder, &older(), Foreign::Refuse).unwrap();
    let written = tree(place.path());
    let expected = [
        "output/",
        "output/study/",
        "output/study/gone.svg",
        "output/study/income.csv",
        "output/study/manifest.json",
    ];
    assert_eq!(written.keys().collect::<Vec<_>>(), expected);
    assert_eq!(written["output/study/income.csv"], "older");
}

#[test]
fn an_empty_folder_may_be_used() {
    let place = tempfile::tempdir().unwrap();
    check(place.path(), Foreign::Refuse).unwrap();
    publish_files(place.path(), &older(), Foreign::Refuse).unwrap();
    assert_eq!(names(place.path()), ["gone.svg", "income.csv", "manifest.json"]);
}

#[test]
fn a_partial_result_goes_beside_a_complete_one_and_replaces_a_partial_one() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("study");
    assert_eq!(place_of_partial(&folder), folder);
    let mut provenance = fixture::study().provenance;
    assert!(provenance.is_partial());
    publish(&folder, &provenance, &older(), Foreign::Refuse).unwrap();
    assert_eq!(place_of_partial(&folder), folder);
    provenance.runs = provenance.runs_requested;
    publish(&folder, &provenance, &older(), Foreign::Refuse).unwrap();
    let beside = place.path().join("study-partial");
    assert_eq!(place_of_partial(&folder), beside);
    assert_eq!(place_of_partial(&folder.join("..").join("study")).file_name(), beside.file_name());
    fs::create_dir(folder.join("sub")).unwrap();
    let named = fs::canonicalize(&folder).unwrap().with_file_name("study-partial");
    assert_eq!(place_of_partial(&folder.join("sub").join("..")).file_name(), named.file_name());
    assert_eq!(place_of_partial(place.path()), place.path());
}

#[test]
fn a_newer_result_replaces_the_older_one() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("study");
    publish_files(&folder, &older(), Foreign::Refuse).unwrap();
    check(&folder, Foreign::Refuse).unwrap();
    publish_files(&folder, &newer(), Foreign::Refuse).unwrap();
    let replaced = tree(&folder);
    assert_eq!(names(&folder), ["income.csv", "losses.csv", "manifest.json"]);
    assert_eq!(replaced["income.csv"], "newer");
    let fresh = place.path().join("fresh");
    publish_files(&fresh, &newer(), Foreign::Refuse).unwrap();
    assert_eq!(replaced, tree(&fresh));
}

#[test]
fn a_folder_of_others_is_refused_and_left_alone() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("thesis.tex"), "years").unwrap();
    let before = tree(place.path());
    for result in [
        check(place.path(), Foreign::Refuse),
        publish_files(place.path(), &newer(), Foreign::Refuse),
    ] {
        let error = result.unwrap_err();
        assert!(matches!(&error, ExportError::Foreign { entry, .. } if entry == "thesis.tex"));
        assert!(error.to_string().contains(place.path().to_str().unwrap()), "{error}");
        assert_eq!(tree(place.path()), before);
    }
}

#[test]
fn a_file_added_to_an_older_result_is_not_lost() {
    let place = tempfile::tempdir().unwrap();
    publish_files(place.path(), &older(), Foreign::Refuse).unwrap();
    fs::write(place.path().join("notes.txt"), "mine").unwrap();
    let before = tree(place.path());
    let error = publish_files(place.path(), &newer(), Foreign::Refuse).unwrap_err();
    assert!(matches!(&error, ExportError::Foreign { entry, .. } if entry == "notes.txt"));
    assert_eq!(tree(place.path()), before);
    publish_files(place.path(), &newer(), Foreign::Overwrite).unwrap();
    assert_eq!(tree(place.path())["notes.txt"], "mine");
    assert_eq!(names(place.path()), ["income.csv", "losses.csv", "manifest.json", "notes.txt"]);
}

#[test]
fn a_file_that_was_changed_by_hand_is_not_lost() {
    let place = tempfile::tempdir().unwrap();
    publish_files(place.path(), &older(), Foreign::Refuse).unwrap();
    fs::write(place.path().join("income.csv"), "older, with my notes").unwrap();
    let before = tree(place.path());
    for result in [
        check(place.path(), Foreign::Refuse),
        publish_files(place.path(), &newer(), Foreign::Refuse),
    ] {
        let error = result.unwrap_err();
        assert!(matches!(&error, ExportError::Changed { entry, .. } if entry == "income.csv"));
        assert!(error.to_string().contains("changed after it was written"), "{error}");
        assert_eq!(tree(place.path()), before);
    }
    check(place.path(), Foreign::Overwrite).unwrap();
    publish_files(place.path(), &newer(), Foreign::Overwrite).unwrap();
    assert_eq!(tree(place.path())["income.csv"], "newer");
    // Nor is a manifest.
    let manifest = place.path().join(manifest::NAME);
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replacen("\"seed\"", "\"my notes\": 1, \"seed\"", 1)).unwrap();
    let error = publish_files(place.path(), &older(), Foreign::Refuse).unwrap_err();
    assert!(
        matches!(&error, ExportError::Changed { entry, .. } if entry == manifest::NAME),
        "{error}"
    );
    fs::write(&manifest, text).unwrap();
    // What is missing can be written again.
    fs::remove_file(place.path().join("income.csv")).unwrap();
    publish_files(place.path(), &newer(), Foreign::Refuse).unwrap();
}

#[test]
fn force_replaces_only_files_with_a_name_of_ours() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("income.csv"), "of others").unwrap();
    fs::write(place.path().join("manifest.json"), r#"{"program": "other"}"#).unwrap();
    fs::create_dir(place.path().join("data")).unwrap();
    fs::write(place.path().join("data/raw"), "raw").unwrap();
    check(place.path(), Foreign::Overwrite).unwrap();
    publish_files(place.path(), &newer(), Foreign::Overwrite).unwrap();
    let written = tree(place.path());
    assert_eq!((&*written["income.csv"], &*written["data/raw"]), ("newer", "raw"));
    assert_eq!(written.len(), 5);
}

#[test]
fn even_force_does_not_replace_a_folder_by_a_file() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("losses.csv")).unwrap();
    fs::write(place.path().join("losses.csv/part"), "precious").unwrap();
    let before = tree(place.path());
    let error = publish_files(place.path(), &newer(), Foreign::Overwrite).unwrap_err();
    assert!(matches!(error, ExportError::Foreign { .. }), "{error}");
    assert_eq!(tree(place.path()), before);
}

#[test]
fn a_manifest_cannot_reach_out_of_its_folder() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("study");
    fs::create_dir(&folder).unwrap();
    fs::write(place.path().join("outside"), "safe").unwrap();
    let forged = r#"{"program": "mlmsim 9", "files": [{"name": "../outside"}]}"#;
    fs::write(folder.join("manifest.json"), forged).unwrap();
    publish_files(&folder, &newer(), Foreign::Refuse).unwrap();
    assert_eq!(tree(place.path())["outside"], "safe");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_reported() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("study");
    fs::write(&path, "a file").unwrap();
    for foreign in [Foreign::Refuse, Foreign::Overwrite] {
        assert!(matches!(check(&path, foreign), Err(ExportError::NotAFolder { .. })));
        let below = check(&path.join("deeper"), foreign).unwrap_err();
        assert!(std::error::Error::source(&below).is_some(), "{below}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "a file");
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_older_result() {
    let place = tempfile::tempdir().unwrap();
    publish_files(place.path(), &older(), Foreign::Refuse).unwrap();
    let before = tree(place.path());
    // No file system takes a name of a thousand letters.
    let files = [file("income.csv", "newer"), file(&"x".repeat(1000), "too long")];
    let error = publish_files(place.path(), &files, Foreign::Overwrite).unwrap_err();
    assert!(matches!(error, ExportError::Unreadable { .. } | ExportError::Unwritable { .. }));
    assert_eq!(tree(place.path()), before);
}

#[test]
fn a_failure_at_any_rename_leaves_everything_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let existing = place.path().join("existing");
    publish_files(&existing, &older(), Foreign::Refuse).unwrap();
    fs::write(existing.join("notes.txt"), "mine").unwrap();
    let before = tree(place.path());
    let provenance = fixture::study().provenance;
    for (folder, renames) in [("existing", 6), ("absent", 1)] {
        for failing in 0..renames {
            let mut calls = 0;
            let mut rename = |from: &Path, to: &Path| {
                calls += 1;
                if calls == failing + 1 {
                    return Err(io::Error::from(io::ErrorKind::StorageFull));
                }
                fs::rename(from, to)
            };
            let folder = place.path().join(folder);
            let result = publish_by(
                &mut rename,
                &folder,
                (&provenance).into(),
                &newer(),
                Foreign::Overwrite,
            );
            assert!(matches!(result, Err(ExportError::Unwritable { .. })), "{result:?}");
            assert_eq!(calls, 2 * failing + 1, "done, failed, and taken back");
            assert_eq!(tree(place.path()), before, "after failure {failing}");
        }
    }
}

#[test]
fn what_cannot_be_put_back_is_kept_and_named() {
    let place = tempfile::tempdir().unwrap();
    publish_files(place.path(), &older(), Foreign::Refuse).unwrap();
    let before = tree(place.path());
    let mut calls = 0;
    let mut rename = |from: &Path, to: &Path| {
        calls += 1;
        if calls > 2 { Err(io::Error::other("unplugged")) } else { fs::rename(from, to) }
    };
    let provenance = fixture::study().provenance;
    let error =
        publish_by(&mut rename, place.path(), (&provenance).into(), &newer(), Foreign::Refuse)
            .unwrap_err();
    let ExportError::Torn { aside, .. } = &error else { panic!("{error}") };
    assert!(error.to_string().contains(aside.to_str().unwrap()), "{error}");
    let mut kept = tree(&aside.join("old"));
    kept.extend(tree(place.path()).into_iter().filter(|(name, _)| before.contains_key(name)));
    assert_eq!(kept, before);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A copy of the folder before each rename is what a program leaves that is killed there.
#[test]
fn what_a_killed_program_leaves_is_cleared_away() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("study");
    let provenance = fixture::study().provenance;
    publish_files(&folder, &older(), Foreign::Refuse).unwrap();
    let mut killed = Vec::new();
    let mut rename = |from: &Path, to: &Path| {
        let left = place.path().join(format!("left-{}", killed.len()));
        copy(&folder, &left);
        killed.push(left);
        fs::rename(from, to)
    };
    publish_by(&mut rename, &folder, (&provenance).into(), &newer(), Foreign::Refuse).unwrap();
    let expected = tree(&folder);
    assert_eq!(killed.len(), 6, "three files leave and three come");
    for left in killed {
        let before = tree(&left);
        assert!(before.keys().any(|name| name.starts_with(".mlmsim-")), "{before:?}");
        check(&left, Foreign::Refuse).unwrap();
        assert_eq!(tree(&left), before, "a check changes nothing");
        publish_files(&left, &newer(), Foreign::Refuse).unwrap();
        assert_eq!(tree(&left), expected);
    }
}

#[test]
fn a_folder_that_only_looks_temporary_is_of_others() {
    for path in [".mlmsim-1.tmp/notes.txt", ".mlmsim-1.tmp/data/raw", ".mlmsim-1", "mlmsim.tmp/new"]
    {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let error = publish_files(place.path(), &newer(), Foreign::Refuse).unwrap_err();
        assert!(matches!(error, ExportError::Foreign { .. }), "{error}");
        publish_files(place.path(), &newer(), Foreign::Overwrite).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_is_changed_by_one_at_a_time() {
    let place = tempfile::tempdir().unwrap();
    let held = Lock::of(place.path(), 0).unwrap();
    let error = Lock::of(place.path(), 1).unwrap_err();
    assert!(matches!(&error, ExportError::Busy { path } if path == place.path()), "{error}");
    drop(held);
    Lock::of(place.path(), 0).unwrap();
    Lock::of(&place.path().join("absent"), 0).unwrap();
}

/// Several writers, each with a result of its own, at the same time and many times over, also where
/// there is no folder yet.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "what happens at once is what is tested")]
fn of_results_that_are_published_at_once_one_stays_whole() {
    const ROUNDS: usize = 10;
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("study");
    let result = |writer: usize| -> Vec<OutputFile> {
        (0..10).map(|n| file(&format!("{n}.csv"), &format!("by {writer}"))).collect()
    };
    for _ in 0..4 {
        let _ = fs::remove_dir_all(&folder);
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let (folder, files) = (&folder, result(writer));
                scope.spawn(move || {
                    for _ in 0..ROUNDS {
                        publish_files(folder, &files, Foreign::Refuse).unwrap();
                    }
                });
            }
        });
        let found = tree(&folder);
        assert_eq!(found.len(), 11, "{found:?}");
        assert!((0..10).all(|n| found[&format!("{n}.csv")] == found["0.csv"]), "{found:?}");
        assert!(names(place.path()).iter().all(|name| !name.starts_with('.')));
    }
}

#[test]
fn a_folder_that_another_made_in_the_meantime_is_replaced_whole() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("study");
    let provenance = fixture::study().provenance;
    let mut forestalled = false;
    let mut rename = |from: &Path, to: &Path| {
        if !forestalled {
            forestalled = true;
            publish_files(&folder, &older(), Foreign::Refuse).unwrap();
        }
        fs::rename(from, to)
    };
    publish_by(&mut rename, &folder, (&provenance).into(), &newer(), Foreign::Refuse).unwrap();
    assert!(forestalled);
    assert_eq!(names(place.path()).len(), 4, "{:?}", names(place.path()));
    assert_eq!(names(&folder), ["income.csv", "losses.csv", "manifest.json"]);
    assert_eq!(tree(&folder)["income.csv"], "newer");
}

#[test]
fn names_with_folders_are_not_plain() {
    assert!(is_plain("income.csv"));
    for name in ["", ".", "..", "a/b", "../a", "/a", "a/"] {
        assert!(!is_plain(name), "{name}");
    }
}
