//! Weights that count nobody twice.

use super::FramesError;

/// Samples from several frames, one below the other.
#[derive(Debug, Clone, Copy)]
pub struct FramesInput<'a> {
    /// Number of frames, at most 64.
    pub frames: usize,
    /// Frame from which each row was drawn.
    pub frame: &'a [u32],
    /// Frames that the unit of each row belongs to: bit *f* for frame *f*.
    pub member: &'a [u64],
    /// Weight of each row in its own frame's sample.
    pub weights: &'a [f64],
}

/// How the units that belong to several frames are shared among the samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FrameEstimator<'a> {
    /// Two frames: the rows of frame 0 count this share of the overlap, those of frame 1 the rest (Hartley).
    Fixed(f64),
    /// Every sample of a frame that the unit belongs to counts the same (Mecatti's multiplicity).
    Multiplicity,
    /// In proportion to one number for each frame, such as effective sample sizes over frame sizes.
    Shares(&'a [f64]),
    /// In proportion to the unit's probability of inclusion in each sample: one column for each frame, looked at where the unit belongs to it
    /// (Bankier; Kalton and Anderson).
    SingleFrame(&'a [&'a [f64]]),
}

/// The weights of all rows with which the samples together stand for the union of the frames.
pub fn frame_weights(
    input: &FramesInput<'_>,
    estimator: &FrameEstimator<'_>,
) -> Result<Vec<f64>, FramesError> {
    check(input)?;
    let (frames, rows) = (input.frames, input.frame.len());
    match estimator {
        FrameEstimator::Fixed(_) if frames != 2 => return Err(FramesError::NotTwo { frames }),
        FrameEstimator::Fixed(share) if !(0.0..=1.0).contains(share) => {
            return Err(FramesError::Share { frame: 0, value: *share });
        }
        FrameEstimator::Fixed(_) | FrameEstimator::Multiplicity => {}
        FrameEstimator::Shares(shares) => {
            if shares.len() != frames {
                return Err(FramesError::Length { expected: frames, found: shares.len() });
            }
            if let Some(frame) = shares.iter().position(|share| !(share.is_finite() && *share > 0.0)) {
                return Err(FramesError::Share { frame, value: shares[frame] });
            }
        }
        FrameEstimator::SingleFrame(columns) => {
            if columns.len() != frames {
                return Err(FramesError::Length { expected: frames, found: columns.len() });
            }
            for (frame, column) in columns.iter().enumerate() {
                if column.len() != rows {
                    return Err(FramesError::Length { expected: rows, found: column.len() });
                }
                let belongs = |row: usize| input.member[row] >> frame & 1 == 1;
                let wrong = |row: &usize| belongs(*row) && !(column[*row] > 0.0 && column[*row] <= 1.0);
                if let Some(row) = (0..rows).find(wrong) {
                    return Err(FramesError::Probability { row, frame, value: column[row] });
                }
            }
        }
    }
    let share = |row: usize, frame: usize| match estimator {
        FrameEstimator::Fixed(share) if frame == 0 => *share,
        FrameEstimator::Fixed(share) => 1.0 - share,
        FrameEstimator::Multiplicity => 1.0,
        FrameEstimator::Shares(shares) => shares[frame],
        FrameEstimator::SingleFrame(columns) => columns[frame][row],
    };
    let weight = |row: usize| {
        let mine = input.frame[row] as usize;
        let belongs = (0..frames).filter(|frame| input.member[row] >> frame & 1 == 1);
        // A unit of one frame counts in full, whatever that frame's share.
        if input.member[row].is_power_of_two() {
            return input.weights[row];
        }
        input.weights[row] * share(row, mine) / belongs.map(|frame| share(row, frame)).sum::<f64>()
    };
    Ok((0..rows).map(weight).collect())
}

/// Refuses rows that do not belong to their frame.
pub(super) fn check(input: &FramesInput<'_>) -> Result<(), FramesError> {
    let rows = input.frame.len();
    for found in [input.member.len(), input.weights.len()] {
        if found != rows {
            return Err(FramesError::Length { expected: rows, found });
        }
    }
    if input.frames > 64 {
        return Err(FramesError::TooMany { frames: input.frames });
    }
    for row in 0..rows {
        let (frame, member) = (input.frame[row], input.member[row]);
        let beyond = input.frames < 64 && member >> input.frames != 0;
        if frame as usize >= input.frames || member >> frame & 1 == 0 || beyond {
            return Err(FramesError::Frame { row, frame });
        }
        if !(input.weights[row].is_finite() && input.weights[row] >= 0.0) {
            return Err(FramesError::Weight { row, value: input.weights[row] });
        }
    }
    Ok(())
}

/// Weights by pseudo maximum likelihood.
#[derive(Debug, Clone, PartialEq)]
pub struct PseudoMl {
    /// The weight of each row.
    pub weights: Vec<f64>,
    /// The estimated size of the overlap.
    pub overlap: f64,
}

/// Weights for two frames of known sizes, which the weighted sample meets (Skinner and Rao). `effective` are the sample sizes of the two over
/// their design effects, or the sample sizes.
pub fn pseudo_ml(
    input: &FramesInput<'_>,
    sizes: [f64; 2],
    effective: [f64; 2],
) -> Result<PseudoMl, FramesError> {
    check(input)?;
    if input.frames != 2 {
        return Err(FramesError::NotTwo { frames: input.frames });
    }
    for frame in 0..2 {
        if !(effective[frame].is_finite() && effective[frame] > 0.0) {
            return Err(FramesError::Share { frame, value: effective[frame] });
        }
        if !(sizes[frame].is_finite() && sizes[frame] > 0.0) {
            return Err(FramesError::Size { frame, value: sizes[frame] });
        }
    }
    // Estimated sizes: of what only the frame has, and of the overlap, from each sample.
    let (mut alone, mut common) = ([0.0; 2], [0.0; 2]);
    for row in 0..input.frame.len() {
        let part = if input.member[row] == 3 { &mut common } else { &mut alone };
        part[input.frame[row] as usize] += input.weights[row];
    }
    if common.contains(&0.0) {
        return Err(FramesError::Part);
    }
    let [a, b] = sizes;
    let [n, m] = effective;
    // The smaller root of q x² − r x + s = 0, by the form that loses no digits.
    let q = n + m;
    let r = n * b + m * a + n * common[0] + m * common[1];
    let s = n * common[0] * b + m * common[1] * a;
    let overlap = 2.0 * s / (r + (r * r - 4.0 * q * s).max(0.0).sqrt());
    for frame in 0..2 {
        let rest = sizes[frame] - overlap;
        if rest < 0.0 || alone[frame] == 0.0 && rest > 1e-9 * sizes[frame] {
            return Err(FramesError::Size { frame, value: sizes[frame] });
        }
    }
    let rates = [n / a, m / b];
    let mixed = rates[0] * common[0] + rates[1] * common[1];
    let weight = |row: usize| {
        let frame = input.frame[row] as usize;
        if input.member[row] == 3 {
            input.weights[row] * rates[frame] * overlap / mixed
        } else {
            input.weights[row] * (sizes[frame] - overlap) / alone[frame]
        }
    };
    let weights = (0..input.frame.len()).map(weight).collect();
    Ok(PseudoMl { weights, overlap })
}
