//! Numbers below the statistics: random streams, distributions, sums.

mod stream;

pub use stream::Stream;
