//! Replicates over threads, without a trace of the threads in the result.

use std::num::NonZeroUsize;
use std::thread;

/// Fills the rows of `out` (each `width` long, the last possibly shorter), each by one call of `fill(row number, state, row)`. A row is computed
/// by one thread from its number alone, so that the result is the same for any number of threads. Of several errors,
/// that of the lowest row is returned. `state` makes the working memory of one thread.
pub(super) fn fill_rows<S, E: Send>(
    out: &mut [f64],
    width: usize,
    threads: NonZeroUsize,
    state: impl Fn() -> S + Sync,
    fill: impl Fn(usize, &mut S, &mut [f64]) -> Result<(), E> + Sync,
) -> Result<(), E> {
    if width == 0 || out.is_empty() {
        return Ok(());
    }
    let per_thread = out.len().div_ceil(width).div_ceil(threads.get());
    let run = |first: usize, rows: &mut [f64]| -> Result<(), E> {
        let mut state = state();
        for (i, row) in rows.chunks_mut(width).enumerate() {
            fill(first + i, &mut state, row)?;
        }
        Ok(())
    };
    if threads.get() == 1 {
        return run(0, out);
    }
    thread::scope(|scope| {
        let workers: Vec<_> = out
            .chunks_mut(per_thread * width)
            .enumerate()
            .map(|(i, rows)| {
                let run = &run;
                scope.spawn(move || run(i * per_thread, rows))
            })
            .collect();
        let mut result = Ok(());
        for worker in workers {
            let outcome = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            if result.is_ok() {
                result = outcome;
            }
        }
        result
    })
}
