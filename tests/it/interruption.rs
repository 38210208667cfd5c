//! Ctrl-C, and what it leaves.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use crate::support::{Csv, Folder, PATIENCE, data, ends};

const PAUSE: Duration = Duration::from_millis(10);

/// A program under way, which ends with the test.
#[derive(Debug)]
struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // A program that has ended by itself cannot be killed, which is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(folder: &Folder, arguments: &str) -> Self {
        let mut child = folder
            .program(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr }
    }

    /// Reads standard error to a line with these words.
    fn await_line(&mut self, words: &str) {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            let bytes = self.stderr.read_line(&mut line).unwrap();
            assert!(bytes > 0, "the program ended before it said `{words}`");
        }
    }

    /// Waits until the program listens for Ctrl-C, as the system tells.
    #[cfg(target_os = "linux")]
    fn await_handler(&self) {
        const SIGINT: u64 = 1 << 1;
        loop {
            let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
            let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:\t")).unwrap();
            if u64::from_str_radix(caught, 16).unwrap() & SIGINT != 0 {
                break;
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn interrupt(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    }

    /// The exit code, and what was said on standard output, which is less than a pipe holds.
    fn end(&mut self) -> (Option<i32>, String) {
        let mut waited = Duration::ZERO;
        while self.child.try_wait().unwrap().is_none() {
            assert!(waited < PATIENCE, "the program does not end");
            std::thread::sleep(PAUSE);
            waited += PAUSE;
        }
        let mut stdout = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        (self.child.wait().unwrap().code(), stdout)
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_gives_the_runs_so_far_marked_as_partial() {
    let folder = Folder::new();
    let mut running = Running::start(&folder, "small.toml --runs 4000 --threads 2 --out partial");
    // Long after the 400th: what counts are the runs up to the first that is still under way, and a
    // thread may have been kept waiting at one of these while the other went on.
    running.await_line("1200 of 4000 runs");
    running.interrupt();
    running.await_line("stopping: the runs under way are dropped");
    let (code, stdout) = running.end();
    assert_eq!(code, Some(130));
    assert!(stdout.contains(" runs of 4,000 asked for (stopped early)"), "{stdout}");

    let partial = folder.files("partial");
    let summary: serde_json::Value = serde_json::from_slice(&partial["summary.json"]).unwrap();
    assert_eq!(summary["partial"], true);
    let runs = summary["provenance"]["runs"].as_u64().unwrap();
    // The first 400 were done, but for the other thread's, which may be one of them still under way.
    assert!((399..4000).contains(&runs), "{runs} runs");
    for (name, bytes) in &partial {
        if ends(name, "csv") {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.contains(&format!("# runs: {runs} of 4000 (partial result)\n")), "{name}");
        }
        if ends(name, "svg") {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.contains("PARTIAL: "), "{name}");
        }
    }
    assert_eq!(Csv::read(&partial["runs.csv"]).rows().count() as u64, runs);

    // They are the first runs of the whole study, without a gap.
    folder.run_silently("small.toml --runs 50 --out first");
    let [first, partial] = [folder.files("first"), partial].map(|files| data(&files["runs.csv"]));
    assert!(partial.starts_with(&first));
}

#[cfg(unix)]
#[test]
fn a_partial_result_does_not_replace_a_complete_one() {
    let folder = Folder::new();
    folder.run_silently("small.toml --out results");
    let complete = folder.files("results");
    assert!(!String::from_utf8_lossy(&complete["manifest.json"]).contains("partial"));
    for again in ["", " --force"] {
        let arguments = format!("small.toml --runs 4000 --threads 2 --out results{again}");
        let mut running = Running::start(&folder, &arguments);
        running.await_line("400 of 4000 runs");
        running.interrupt();
        running.await_line(
            "`results` keeps its complete result; the partial one is in `results-partial`",
        );
        let (code, stdout) = running.end();
        assert_eq!(code, Some(130));
        assert!(stdout.contains("tables and charts: results-partial\n"), "{stdout}");
        assert_eq!(folder.files("results"), complete);
        let partial = folder.files("results-partial");
        let manifest: serde_json::Value =
            serde_json::from_slice(&partial["manifest.json"]).unwrap();
        assert_eq!(manifest["partial"], true);
    }
    // Nor is anything in the way of a complete one.
    folder.run_silently("small.toml --runs 5 --out results");
    folder.run_silently("small.toml --runs 5 --out results-partial");
    assert_eq!(folder.files("results"), folder.files("results-partial"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_gives_a_comparison_of_the_runs_that_all_scenarios_have() {
    let folder = Folder::new();
    folder.write("other.toml", crate::support::SCENARIO);
    let arguments = "compare small.toml other.toml --runs 4000 --threads 2 --out partial \
                     --set plan.join.fee=70";
    let mut running = Running::start(&folder, arguments);
    running.await_line(" of 8000 runs");
    running.interrupt();
    running.await_line("stopping: the runs under way are dropped");
    let (code, stdout) = running.end();
    assert_eq!(code, Some(130));
    assert!(stdout.contains(" runs each of 4,000 asked for (stopped early)"), "{stdout}");
    let partial = folder.files("partial");
    let summary: serde_json::Value = serde_json::from_slice(&partial["summary.json"]).unwrap();
    assert_eq!(summary["partial"], true);
    let runs = summary["provenance"]["runs"].as_u64().unwrap();
    let table = Csv::read(&partial["runs.csv"]);
    for scenario in ["small", "other"] {
        assert_eq!(table.find(&[("scenario", scenario)]).count() as u64, runs, "{scenario}");
    }
    let svg = String::from_utf8_lossy(&partial["differences.svg"]);
    assert!(svg.contains(&format!("PARTIAL: {runs} of 4,000 runs")) || runs > 999);
}

/// A run of a billion member-months, for which nobody would wait, but whose months are soon over.
const ENDLESS: &str = "small.toml --runs 1 --out results --set market.population=1e6 \
                       --set quitting.survival_12=1 --set study.months=1200 \
                       --set recruiting.contacts=50 --set quitting.sensitivity=0 \
                       --set quitting.loss_tolerance=inf";

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_does_not_wait_for_the_end_of_a_run() {
    let folder = Folder::new();
    let mut running = Running::start(&folder, ENDLESS);
    running.await_handler();
    running.interrupt();
    running.await_line("stopped before a run was finished; nothing was written");
    assert_eq!(running.end(), (Some(130), String::new()));
    assert_eq!(folder.names(""), ["plan.toml", "small.toml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_second_ctrl_c_ends_at_once() {
    let folder = Folder::new();
    // Months of a million members each, so that the first one is not over before the second Ctrl-C.
    let large = format!("{ENDLESS} --set market.founders=1e6");
    let mut running = Running::start(&folder, &large);
    running.await_handler();
    running.interrupt();
    running.await_line("press Ctrl-C again to quit at once");
    running.interrupt();
    assert_eq!(running.end(), (Some(130), String::new()));
    assert_eq!(folder.names(""), ["plan.toml", "small.toml"]);
}
