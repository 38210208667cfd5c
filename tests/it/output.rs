//! The folder of results: written whole or not at all, and never at the cost of other files.

use std::fs;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use insta::assert_snapshot;

use crate::support::{Folder, Said};

/// What the program says to these words; it must fail for want of a place, before any run.
fn refused(folder: &Folder, arguments: &str) -> Said {
    let said = folder.run(arguments);
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "mlmsim {arguments}: {said}");
    assert!(!said.stderr.contains(" of 4 runs"), "no run is wasted: {said}");
    said
}

#[test]
fn a_result_replaces_an_older_one() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out results");
    let older = folder.files("results");
    folder.run_silently("small.toml --seed 2 --out results");
    let newer = folder.files("results");
    assert!(older.keys().eq(newer.keys()));
    assert_ne!(older["runs.csv"], newer["runs.csv"]);
    folder.run_silently("small.toml --out results");
    assert_eq!(folder.files("results"), older);
}

#[test]
fn a_manifest_lists_every_other_file_with_its_size() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out results");
    let mut files = folder.files("results");
    let manifest = files.remove("manifest.json").unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len());
    for entry in listed {
        let name = entry["name"].as_str().unwrap();
        assert_eq!(entry["bytes"], files[name].len(), "{name}");
    }
}

#[test]
fn a_folder_that_holds_other_things_is_left_alone() {
    let folder = Folder::new();
    folder.write("holiday/beach.jpg", "sand");
    folder.write("holiday/income.csv", "my own");
    let before = folder.files("holiday");
    assert_snapshot!(refused(&folder, "small.toml --out holiday"), @r#"
    exit code 2
    ----- stderr
    error: no run was started: `holiday` holds `beach.jpg`, which no result written there lists; name another folder, move the file away, or force the output
    "#);
    assert_eq!(folder.files("holiday"), before);
}

#[test]
fn force_writes_beside_other_things() {
    let folder = Folder::new();
    folder.write("holiday/beach.jpg", "sand");
    folder.write("holiday/income.csv", "my own");
    folder.run_silently("small.toml --out holiday --force");
    folder.run_silently("small.toml --out alone");
    let mut files = folder.files("holiday");
    assert_eq!(files.remove("beach.jpg").as_deref(), Some(&b"sand"[..]));
    assert_eq!(files, folder.files("alone"));
}

#[test]
fn a_file_in_place_of_a_folder() {
    let folder = Folder::new();
    folder.write("results", "text");
    assert_snapshot!(refused(&folder, "small.toml --out results"), @r#"
    exit code 2
    ----- stderr
    error: no run was started: `results` is a file; name a folder for the results
    "#);
    assert_eq!(refused(&folder, "small.toml --out results --force").code, Some(2));
    assert_eq!(fs::read_to_string(folder.path("results")).unwrap(), "text");
}

#[cfg(unix)]
#[test]
fn a_folder_inside_a_file() {
    assert_snapshot!(refused(&Folder::new(), "small.toml --out plan.toml/results"), @r#"
    exit code 2
    ----- stderr
    error: no run was started: cannot look into `plan.toml/results`; name another folder: Not a directory (os error 20)
    "#);
}

/// A folder that not even root can write to.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to() {
    let said = refused(&Folder::new(), "small.toml --out /proc/results").to_string();
    let said = said.split_once(": No such file").unwrap().0;
    assert_snapshot!(said, @r#"
    exit code 2
    ----- stderr
    error: no run was started: cannot write to `/proc`; make room and see that the folder may be written to, or name another
    "#);
}

#[test]
fn nothing_temporary_is_left() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out new");
    folder.run_silently("small.toml --out new");
    refused(&folder, "small.toml --out plan.toml");
    assert_eq!(folder.names(""), ["new", "plan.toml", "small.toml"]);
    assert!(folder.names("new").iter().all(|name| !name.starts_with('.')));
}

#[cfg(unix)]
#[test]
fn a_program_waits_for_another_that_is_publishing() {
    let folder = Folder::new();
    fs::create_dir(folder.path("results")).unwrap();
    let other = fs::File::open(folder.path("results")).unwrap();
    other.lock().unwrap();
    let mut program = folder.program("small.toml --quiet --out results").spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(program.try_wait().unwrap(), None, "it waits");
    assert_eq!(folder.names("results"), [""; 0]);
    drop(other);
    assert!(program.wait().unwrap().success());
    assert!(folder.path("results/manifest.json").is_file());
}

/// As a second Ctrl-C leaves it, or the end of the power.
#[test]
fn what_a_run_left_that_was_ended_is_no_obstacle() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out results");
    let whole = folder.files("results");
    folder.write("results/.mlmsim-a1B2c3.tmp/new/income.csv", "half a tab");
    folder.write("results/.mlmsim-a1B2c3.tmp/old/manifest.json", &whole["manifest.json"]);
    fs::remove_file(folder.path("results/manifest.json")).unwrap();
    folder.run_silently("small.toml --out results");
    assert_eq!(folder.files("results"), whole);
}

/// What a world has nothing to show of is not drawn, and an older picture of it would tell of another.
#[test]
fn charts_of_an_older_result_do_not_outlive_it() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out results");
    let charts = ["income_by_entry.svg", "income_by_entry.png", "money_over_time.svg"];
    let has = |name: &str| folder.names("results").iter().any(|file| file == name);
    assert!(charts.into_iter().all(has));
    folder.write("plan.toml", "name = \"nothing\"\n");
    let no_money = "--set selling.conversion=0 --set purchasing.demand=0 --set costs.expenses=0";
    let said = folder.run(&format!("small.toml {no_money} --out results"));
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stdout.contains("\nNo money moved: nobody bought, paid or earned"), "{said}");
    assert!(!charts.into_iter().any(has) && has("growth.svg"), "{:?}", folder.names("results"));
}

/// Files may not grow beyond some kilobytes, as on a disk that is nearly full: writing fails in
/// the middle, as `SIGXFSZ` is ignored.
#[cfg(unix)]
#[test]
fn on_a_full_disk_the_older_result_survives() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out results");
    let older = folder.files("results");
    for out in ["results", "elsewhere"] {
        let output = Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh"])
            .arg(cargo_bin!("mlmsim"))
            .args(["small.toml", "--quiet", "--seed", "2", "--out", out])
            .current_dir(folder.path(""))
            .output()
            .unwrap();
        let said = Said::from(output);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{said}");
        let expected = format!(
            "error: failed to write the results: cannot write to `{out}`; make room and see that \
             the folder may be written to, or name another: "
        );
        assert!(said.stderr.starts_with(&expected), "{said}");
    }
    assert_eq!(folder.files("results"), older);
    assert_eq!(folder.names(""), ["plan.toml", "results", "small.toml"]);
}
