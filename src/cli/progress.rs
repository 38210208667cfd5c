//! How far the study is: a bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

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

#[derive(Debug)]
enum Display {
    Nothing,
    Bar(ProgressBar),
    /// A line for each of this many parts of the study.
    Lines(u64),
}

impl Progress {
    /// Progress of `runs` runs, shown as suits standard error.
    pub(super) fn new(runs: u32, quiet: bool) -> Self {
        let display = if quiet {
            Display::Nothing
        } else if std::io::stderr().is_terminal() {
            let style =
                ProgressStyle::with_template("{bar:40} {pos} of {len} runs · {msg} · {eta} left")
                    .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar =
                ProgressBar::with_draw_target(Some(runs.into()), ProgressDrawTarget::stderr());
            bar.set_style(style);
            bar.enable_steady_tick(Duration::from_millis(200));
            Display::Bar(bar)
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
        let rate = format!("{:.1} M member-months/s", done.member_months as f64 / seconds / 1e6);
        match &self.display {
            Display::Nothing => {}
            Display::Bar(bar) => {
                bar.set_message(rate);
                bar.inc(1);
            }
            Display::Lines(parts) => {
                let finished = done.runs;
                if finished * parts / self.runs > (finished - 1) * parts / self.runs {
                    let left = seconds / finished as f64 * (self.runs - finished) as f64;
                    say(&format!(
                        "{finished} of {} runs · {rate} · about {left:.0} s left",
                        self.runs
                    ));
                }
            }
        }
    }

    /// The bar is taken away.
    pub(super) fn end(&self) {
        if let Display::Bar(bar) = &self.display {
            bar.finish_and_clear();
        }
    }
}
