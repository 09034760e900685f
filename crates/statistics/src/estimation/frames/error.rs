//! What can be wrong with samples from several frames.

use std::fmt;

/// Samples from several frames that cannot be combined. Rows and frames are counted from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum FramesError {
    /// A column has another length than the rows, or there is not one for each frame.
    Length {
        /// What is expected.
        expected: usize,
        /// What was found.
        found: usize,
    },
    /// A row was drawn from a frame that there is not, or that its unit does not belong to.
    Frame {
        /// The first such row.
        row: usize,
        /// The frame.
        frame: u32,
    },
    /// The method is for two frames.
    NotTwo {
        /// Frames given.
        frames: usize,
    },
    /// More frames than a row can name.
    TooMany {
        /// Frames given.
        frames: usize,
    },
    /// A share is not above zero, or a fixed share of the overlap is outside 0 to 1.
    Share {
        /// The frame.
        frame: usize,
        /// What was found.
        value: f64,
    },
    /// The probability of a row's unit in a frame that it belongs to is outside (0, 1].
    Probability {
        /// The first such row.
        row: usize,
        /// The frame.
        frame: usize,
        /// What was found.
        value: f64,
    },
    /// A weight is negative or not finite.
    Weight {
        /// The first such row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// A part of the population has no sampled unit, or its estimates do not vary, so that no optimum is known: the overlap in both
    /// samples, or what only one frame has.
    Part,
    /// A frame's known size is below what its overlap with the other is estimated to be, or not a positive number.
    Size {
        /// The frame.
        frame: usize,
        /// What was given.
        value: f64,
    },
}

impl fmt::Display for FramesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FramesError::Length { expected, found } => write!(f, "expected {expected} values, found {found}"),
            FramesError::Frame { row, frame } => {
                write!(f, "row {row}: its unit does not belong to frame {frame}, from which it was drawn")
            }
            FramesError::NotTwo { frames } => {
                write!(f, "this estimator is for two frames, and there are {frames}")
            }
            FramesError::TooMany { frames } => write!(f, "{frames} frames are more than 64"),
            FramesError::Share { frame, value } => {
                write!(f, "frame {frame}: {value} cannot be its share of the overlap")
            }
            FramesError::Probability { row, frame, value } => {
                write!(
                    f,
                    "row {row}: {value} is not a probability of inclusion in the sample of frame {frame}"
                )
            }
            FramesError::Weight { row, value } => write!(f, "row {row}: {value} is not a weight"),
            FramesError::Part => {
                write!(f, "a part of the frames has no sampled unit, or its estimates do not vary")
            }
            FramesError::Size { frame, value } => {
                write!(f, "frame {frame}: its size cannot be {value}")
            }
        }
    }
}

impl std::error::Error for FramesError {}
