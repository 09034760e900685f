//! Work on blocks of rows, on all processors, put together in the order of the blocks.

use std::ops::Range;

/// What `work` gives for each block of `block` of `0..count`, in order. The blocks do not depend on the number of threads.
pub(crate) fn in_blocks<T: Send>(
    count: usize,
    block: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let blocks = count.div_ceil(block);
    let of = |number: usize| work(number * block..count.min((number + 1) * block));
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8).min(blocks);
    if threads <= 1 {
        return (0..blocks).map(of).collect();
    }
    std::thread::scope(|scope| {
        let of = &of;
        let each = blocks.div_ceil(threads);
        let running: Vec<_> = (0..blocks)
            .step_by(each)
            .map(|first| scope.spawn(move || (first..blocks.min(first + each)).map(of).collect::<Vec<T>>()))
            .collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_in_order() {
        let rows: Vec<usize> = in_blocks(10, 3, Iterator::collect::<Vec<_>>).concat();
        assert_eq!(rows, (0..10).collect::<Vec<_>>());
        assert!(in_blocks(0, 3, |_| 0).is_empty());
    }
}
