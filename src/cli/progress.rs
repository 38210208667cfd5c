//! How far the study is: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::say;

/// The progress of one study.
#[derive(Debug)]
pub(super) struct Progress {
    display: Display,
    runs: u64,
    /// Locked while it is shown, so that lines come in order.
    done: Mutex<Done>,
    start: Instant,
}

/// What is done, over all threads.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    runs: u64,
    member_months: u64,
}

impl Done {
    /// The rate so far, given the seconds that it took.
    fn rate(self, seconds: f64) -> String {
        format!("{:.1} M member-months/s", self.member_months as f64 / seconds / 1e6)
    }
}

/// How fast it goes, as was seen when the last run ended.
#[derive(Clone, Debug)]
struct Pace {
    rate: String,
    /// From start to end.
    seconds: f64,
}

/// What is said beside the bar after so many seconds: nothing tells how long it takes before the
/// first run has ended.
fn said(pace: Option<&Pace>, elapsed: f64) -> String {
    match pace {
        None => format!("{elapsed:.0} s so far"),
        Some(Pace { rate, seconds }) => {
            format!("{rate} · about {:.0} s left", (seconds - elapsed).max(0.0))
        }
    }
}

#[derive(Debug)]
enum Display {
    Nothing,
    Bar(ProgressBar, Arc<Mutex<Option<Pace>>>),
    /// A line for each of this many parts of the study.
    Lines(u64),
}

impl Progress {
    /// Progress of `runs` runs, shown as suits standard error.
    pub(super) fn new(runs: u32, quiet: bool) -> Self {
        let display = if quiet {
            Display::Nothing
        } else if std::io::stderr().is_terminal() {
            let pace = Arc::new(Mutex::new(None));
            let shared = Arc::clone(&pace);
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len} runs · {said}")
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .with_key("said", move |state: &ProgressState, text: &mut dyn std::fmt::Write| {
                    let pace = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    // Where a terminal takes no more, nobody reads it.
                    let _ = text.write_str(&said(pace.as_ref(), state.elapsed().as_secs_f64()));
                });
            let bar =
                ProgressBar::with_draw_target(Some(runs.into()), ProgressDrawTarget::stderr());
            bar.set_style(style);
            bar.enable_steady_tick(Duration::from_millis(200));
            Display::Bar(bar, pace)
        } else {
            Display::Lines(10)
        };
        #[expect(clippy::disallowed_methods, reason = "the command line may read the clock")]
        let start = Instant::now();
        Self { display, runs: runs.into(), done: Mutex::default(), start }
    }

    /// One run of so many member-months is done.
    pub(super) fn finish_run(&self, member_months: u64) {
        // The counts of a thread that panicked are whole: nothing in here can fail half-way.
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.runs += 1;
        done.member_months += member_months;
        let seconds = self.start.elapsed().as_secs_f64();
        let finished = done.runs;
        let all = seconds / finished as f64 * self.runs as f64;
        let pace = Pace { rate: done.rate(seconds), seconds: all };
        match &self.display {
            Display::Nothing => {}
            Display::Bar(bar, shared) => {
                // Unlocked before the bar is drawn, which reads it.
                *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(pace);
                bar.inc(1);
            }
            Display::Lines(parts) => {
                if finished * parts / self.runs > (finished - 1) * parts / self.runs {
                    let said = said(Some(&pace), seconds);
                    say(&format!("{finished} of {} runs · {said}", self.runs));
                }
            }
        }
    }

    /// The bar is taken away.
    pub(super) fn end(&self) {
        if let Display::Bar(bar, _) = &self.display {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_known_once_a_run_has_ended_and_falls_from_then_on() {
        assert_eq!(said(None, 7.4), "7 s so far");
        let rate = Done { runs: 1, member_months: 30_000_000 }.rate(2.0);
        let pace = Pace { rate, seconds: 6.0 };
        assert_eq!(said(Some(&pace), 2.0), "15.0 M member-months/s · about 4 s left");
        assert_eq!(said(Some(&pace), 5.0), "15.0 M member-months/s · about 1 s left");
        assert_eq!(said(Some(&pace), 9.0), "15.0 M member-months/s · about 0 s left");
    }
}
