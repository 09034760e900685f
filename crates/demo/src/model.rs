//! How the simulated adults are, what they think, and who of them answers: the assumptions, in one place.

/// Cells: sex, age group, education, mood (whether content with services).
pub(crate) const CELLS: usize = 2 * 5 * 3 * 2;
/// Questions with an answer of their own.
pub(crate) const QUESTIONS: usize = 7;
/// Names of the questions.
pub(crate) const NAMES: [&str; QUESTIONS] =
    ["service", "trust", "concerns", "aware", "wait_before", "wait_after", "score"];
/// Sets of concerns that people name together.
pub(crate) const CONCERNS: [&str; 10] = [
    "prices",
    "prices jobs",
    "jobs",
    "prices health",
    "health",
    "prices schools",
    "schools jobs",
    "environment",
    "environment traffic",
    "prices traffic",
];

/// Who a cell is: sex, age group, education, content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who {
    pub(crate) sex: usize,
    pub(crate) age: usize,
    pub(crate) education: usize,
    pub(crate) content: bool,
}

pub(crate) fn who(cell: usize) -> Who {
    Who { sex: cell / 30, age: cell / 6 % 5, education: cell / 2 % 3, content: cell % 2 == 1 }
}

/// Code of the `answer`-th answer.
pub(crate) fn code(question: usize, answer: usize) -> String {
    const SERVICE: [&str; 6] = ["1", "2", "3", "4", "5", "98"];
    match question {
        0 | 4 | 5 => SERVICE[answer].into(),
        1 => ["1", "2", "3", "4", "98", "99"][answer].into(),
        2 => CONCERNS[answer].into(),
        3 => (answer + 1).to_string(),
        _ => answer.to_string(),
    }
}

/// Cumulated answer shares for every question, cell, region and area.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    limits: Vec<Vec<f64>>,
}

impl Model {
    pub(crate) fn new() -> Model {
        let mut limits = Vec::new();
        for question in 0..QUESTIONS {
            for cell in 0..CELLS {
                for region in 0..6 {
                    for urban in [false, true] {
                        let weights = weights(question, who(cell), region, urban);
                        let total: f64 = weights.iter().sum();
                        let mut sum = 0.0;
                        limits.push(
                            weights
                                .iter()
                                .map(|weight| {
                                    sum += weight;
                                    sum / total
                                })
                                .collect(),
                        );
                    }
                }
            }
        }
        Model { limits }
    }

    pub(crate) fn limits(&self, question: usize, cell: usize, region: usize, urban: bool) -> &[f64] {
        &self.limits[((question * CELLS + cell) * 6 + region) * 2 + usize::from(urban)]
    }

    /// Shares of the cells in a residential group.
    pub(crate) fn shares(region: usize, urban: bool, effect: f64) -> [f64; CELLS] {
        const AGE: [[f64; 5]; 2] = [[0.21, 0.20, 0.20, 0.17, 0.22], [0.25, 0.24, 0.20, 0.15, 0.16]];
        const HIGH: [f64; 5] = [0.30, 0.26, 0.18, 0.12, 0.09];
        const REGION: [f64; 6] = [0.03, 0.02, 0.01, 0.0, -0.04, -0.01];
        let mut shares = [0.0; CELLS];
        for (cell, share) in shares.iter_mut().enumerate() {
            let who = who(cell);
            let sex = [0.49, 0.51][who.sex];
            let high = HIGH[who.age] * if urban { 1.6 } else { 0.7 };
            let middle = if urban { 0.32 } else { 0.27 };
            let education = [1.0 - high - middle, middle, high][who.education];
            let base = 0.50 + 0.045 * who.age as f64 - 0.03 * who.education as f64;
            let content = (base - if urban { 0.06 } else { 0.0 } + REGION[region] + effect).clamp(0.05, 0.95);
            let mood = if who.content { content } else { 1.0 - content };
            *share = sex * AGE[usize::from(urban)][who.age] * education * mood;
        }
        shares
    }
}

fn weights(question: usize, who: Who, region: usize, urban: bool) -> Vec<f64> {
    let (old, high) = (who.age as f64 - 2.0, who.education as f64 - 1.0);
    let place = if urban { -0.05 } else { 0.05 } + 0.03 * (2.0 - region as f64);
    // The upper end of a scale of k answers gets more of the weight when the tilt is above zero.
    let tilted = |base: &[f64], k: usize, tilt: f64| -> Vec<f64> {
        base.iter()
            .enumerate()
            .map(|(at, weight)| {
                let side = if at < k { at as f64 - (k - 1) as f64 / 2.0 } else { 0.0 };
                weight * (tilt * side).exp()
            })
            .collect()
    };
    match (question, who.content) {
        (0, true) => tilted(&[2.0, 8.0, 25.0, 47.0, 15.0, 3.0], 5, 0.05 * old + place),
        (0, false) => tilted(&[13.0, 30.0, 32.0, 16.0, 4.0, 5.0], 5, 0.05 * old + place),
        (1, true) => tilted(&[5.0, 18.0, 46.0, 21.0, 7.0, 3.0], 4, 0.08 * old + place),
        (1, false) => tilted(&[21.0, 38.0, 22.0, 5.0, 8.0, 6.0], 4, 0.08 * old + place),
        (2, _) => {
            let young = 1.0 - 0.3 * old;
            let town = if urban { 1.5 } else { 0.8 };
            vec![
                16.0,
                17.0 * young,
                10.0 * young,
                13.0 + 3.0 * old,
                8.0 + 2.5 * old,
                9.0,
                5.0 * young,
                7.0 * town,
                5.0 * town,
                6.0 * town,
            ]
        }
        (3, _) => tilted(&[16.0, 49.0, 35.0], 3, 0.55 * high + 0.1 * old + if urban { 0.1 } else { -0.1 }),
        (4, true) => tilted(&[7.0, 19.0, 38.0, 26.0, 5.0, 5.0], 5, place),
        (4, false) => tilted(&[18.0, 31.0, 30.0, 13.0, 2.0, 6.0], 5, place),
        (5, true) => tilted(&[3.0, 10.0, 28.0, 42.0, 13.0, 4.0], 5, 0.06 * high + place),
        (5, false) => tilted(&[12.0, 25.0, 33.0, 21.0, 4.0, 5.0], 5, 0.06 * high + place),
        (_, true) => tilted(
            &[0.5, 0.5, 1.0, 2.0, 4.0, 10.0, 17.0, 27.0, 23.0, 10.0, 5.0],
            11,
            0.03 * old + place / 3.0,
        ),
        (_, false) => tilted(
            &[4.0, 4.0, 7.0, 11.0, 15.0, 22.0, 16.0, 11.0, 6.0, 2.0, 2.0],
            11,
            0.03 * old + place / 3.0,
        ),
    }
}

/// Chance to be found at home: young people and towns least.
pub(crate) fn contact(who: Who, urban: bool) -> f64 {
    [0.74, 0.81, 0.88, 0.92, 0.95][who.age] - if urban { 0.07 } else { 0.0 }
}

/// Chance to agree: the content more than the others.
pub(crate) fn cooperation(who: Who, urban: bool) -> f64 {
    0.70 + 0.025 * who.age as f64 + if who.content { 0.09 } else { 0.0 } - if urban { 0.06 } else { 0.0 }
}
