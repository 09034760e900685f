//! One line for each step of a long job, with a bar while it runs.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The steps of a job on standard error: a moving line on a terminal, plain lines in a log.
pub(crate) struct Progress {
    bar: ProgressBar,
    total: u64,
    done: u64,
}

impl Progress {
    pub(crate) fn new(total: u64) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:24.cyan/dim} {pos}/{len}  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━─"));
        Progress { bar, total, done: 0 }
    }

    /// Says what begins.
    pub(crate) fn begin(&self, step: &str) {
        self.bar.set_message(step.to_owned());
        self.bar.tick();
    }

    /// Says what was done.
    pub(crate) fn end(&mut self, line: &str) {
        self.done += 1;
        let line = format!("[{}/{}] {line}", self.done, self.total);
        if self.bar.is_hidden() {
            super::note(&line);
        } else {
            self.bar.println(line);
        }
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
