//! What the program is said to need, against what the system says that it took.

use std::fs;
use std::process::{Child, Stdio};
use std::time::Duration;

use mlmsim::scenario::Scenario;

use crate::support::{Folder, PLAN, SCENARIO};

/// The most memory that a program had, in bytes, as the system tells while it runs.
fn most_memory(mut child: Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        most = kibibytes.unwrap_or(most);
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    1024 * most
}

/// What a study of the small scenario takes, and what it is said to take, charts included.
fn taken_and_told(set: &[&str]) -> (f64, f64) {
    let folder = Folder::new();
    let set: Vec<String> = set.iter().map(|&set| set.into()).collect();
    let words = set.join(" --set ");
    let mut program = folder.program(&format!("small.toml --threads 1 --quiet --set {words}"));
    let child = program.stdout(Stdio::null()).spawn().unwrap();
    let taken = most_memory(child);
    let scenario = Scenario::parse("small.toml", SCENARIO, &set, &mut |_| Ok(PLAN.into())).unwrap();
    let (program, chart) = (32 << 20, 96 << 20);
    let told = program + scenario.reports_estimate() + scenario.memory_estimate().max(chart);
    (taken as f64, told as f64)
}

#[test]
fn a_study_takes_the_memory_that_it_is_said_to_take() {
    let many = ["study.runs=1", "study.months=12", "market.population=6e5", "market.founders=1e4"];
    let stay = ["recruiting.contacts=100", "quitting.survival_12=1", "quitting.loss_tolerance=inf"];
    let people = [&many[..], &stay].concat();
    let runs = ["study.runs=3000", "study.months=12", "market.population=20"];
    for shape in [people, runs.to_vec()] {
        let (taken, told) = taken_and_told(&shape);
        assert!(taken <= told && told <= 2.0 * taken, "{shape:?}: {taken} bytes, not {told}");
        assert!(taken > 1.2e8, "charts alone take less: {taken}");
    }
}
