//! Many respondents, counted.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::chance::Bits;
use super::plan::Plan;
use super::respondent::{Ended, Stuck, Walked};

/// What a simulation found.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// How many respondents.
    pub respondents: u64,
    /// How many came to the end.
    pub finished: u64,
    /// Questions and notes in order.
    pub questions: Vec<Reach>,
    /// Where the form let nobody go on, the most frequent first.
    pub dead_ends: Vec<DeadEnd>,
    /// Expressions that had no value, the most frequent first.
    pub unsolved: Vec<Unsolved>,
    /// Questions asked in an interview that came to the end.
    pub asked: Spread,
    /// Minutes of an interview that came to the end.
    pub minutes: Spread,
}

/// Who reached a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Name of the question.
    pub question: String,
    /// Its path.
    pub path: String,
    /// Respondents who were asked at least once.
    pub respondents: u64,
    /// How often it was asked, in repeats more than once of a respondent.
    pub asked: u64,
    /// How often it was answered.
    pub answered: u64,
}

/// Where a walk did not come to the end of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadEnd {
    /// The question or repeat.
    pub question: String,
    /// Why; `None` where the walk did not end at all.
    pub why: Option<Stuck>,
    /// How many respondents.
    pub respondents: u64,
    /// Number of the first of them, from 0.
    pub first: u64,
}

/// An expression that had no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsolved {
    /// Path of the element.
    pub path: String,
    /// Which of its expressions.
    pub column: &'static str,
    /// What went wrong.
    pub what: String,
    /// How many respondents.
    pub respondents: u64,
    /// Number of the first of them, from 0.
    pub first: u64,
}

/// How a number is spread over respondents: sample quantiles, each the least value that at least that share does not exceed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spread {
    /// The least.
    pub least: f64,
    /// A quarter of the respondents have less or as much.
    pub quarter: f64,
    /// Half of them.
    pub median: f64,
    /// Three quarters of them.
    pub three_quarters: f64,
    /// Nine in ten.
    pub nine_tenths: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Spread {
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = (share * values.len() as f64).ceil() as usize;
            values.get(rank.max(1) - 1).copied().unwrap_or(0.0)
        };
        Spread {
            least: at(0.0),
            quarter: at(0.25),
            median: at(0.5),
            three_quarters: at(0.75),
            nine_tenths: at(0.9),
            greatest: at(1.0),
        }
    }
}

/// What the walks of some respondents add up to.
#[derive(Default)]
struct Sums {
    reach: Vec<[u64; 3]>,
    finished: Vec<(u64, f64, f64)>,
    ends: BTreeMap<(String, Option<Stuck>), (u64, u64)>,
    unsolved: BTreeMap<(String, &'static str, String), (u64, u64)>,
}

impl Sums {
    fn add(&mut self, number: u64, walked: &Walked) {
        self.reach.resize(walked.asked.len(), [0; 3]);
        for (sums, &(asked, answered)) in self.reach.iter_mut().zip(&walked.asked) {
            sums[0] += u64::from(asked > 0);
            sums[1] += u64::from(asked);
            sums[2] += u64::from(answered);
        }
        let end = match &walked.ended {
            Ended::Finished => {
                let asked = walked.asked.iter().map(|(asked, _)| f64::from(*asked)).sum();
                self.finished.push((number, asked, walked.seconds / 60.0));
                None
            }
            Ended::Stuck(question, why) => Some((question.clone(), Some(*why))),
            Ended::Endless(question) => Some((question.clone(), None)),
        };
        if let Some(end) = end {
            self.ends.entry(end).or_insert((0, number)).0 += 1;
        }
        for trouble in &walked.troubles {
            let key = (trouble.path.clone(), trouble.column, trouble.error.to_string());
            self.unsolved.entry(key).or_insert((0, number)).0 += 1;
        }
    }

    fn join(&mut self, other: Sums) {
        self.reach.resize(self.reach.len().max(other.reach.len()), [0; 3]);
        for (sums, more) in self.reach.iter_mut().zip(other.reach) {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        self.finished.extend(other.finished);
        for (end, (count, first)) in other.ends {
            let sum = self.ends.entry(end).or_insert((0, first));
            *sum = (sum.0 + count, sum.1.min(first));
        }
        for (key, (count, first)) in other.unsolved {
            let sum = self.unsolved.entry(key).or_insert((0, first));
            *sum = (sum.0 + count, sum.1.min(first));
        }
    }
}

/// Lets `respondents` walk through the form. `bits` gives each its own random bits by its number from 0; the report is the same for
/// any number of threads.
pub fn simulate<'b>(
    plan: &Plan,
    respondents: u64,
    bits: &(dyn Fn(u64) -> Bits<'b> + Sync),
    threads: NonZeroUsize,
) -> Report {
    let some = |from: u64, until: u64| {
        let mut sums = Sums::default();
        for number in from..until {
            sums.add(number, &plan.walk(bits(number), &BTreeMap::new()));
        }
        sums
    };
    let threads = threads.get() as u64;
    let mut sums = Sums::default();
    if threads == 1 || respondents < 2 * threads {
        sums = some(0, respondents);
    } else {
        let cut = |at: u64| respondents * at / threads;
        std::thread::scope(|scope| {
            let parts: Vec<_> =
                (0..threads).map(|at| scope.spawn(move || some(cut(at), cut(at + 1)))).collect();
            for part in parts {
                match part.join() {
                    Ok(more) => sums.join(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
    }
    report(plan, respondents, sums)
}

fn report(plan: &Plan, respondents: u64, mut sums: Sums) -> Report {
    sums.reach.resize(plan.questions.len(), [0; 3]);
    let reach = plan.questions.iter().zip(&sums.reach).map(|(known, counts)| Reach {
        question: known.name.clone(),
        path: known.path.clone(),
        respondents: counts[0],
        asked: counts[1],
        answered: counts[2],
    });
    let questions = reach.collect();
    let mut dead_ends: Vec<DeadEnd> = sums
        .ends
        .into_iter()
        .map(|((question, why), (respondents, first))| DeadEnd { question, why, respondents, first })
        .collect();
    dead_ends.sort_by_key(|end| std::cmp::Reverse(end.respondents));
    let mut unsolved: Vec<Unsolved> = sums
        .unsolved
        .into_iter()
        .map(|((path, column, what), (respondents, first))| Unsolved {
            path,
            column,
            what,
            respondents,
            first,
        })
        .collect();
    unsolved.sort_by_key(|unsolved| std::cmp::Reverse(unsolved.respondents));
    Report {
        respondents,
        finished: sums.finished.len() as u64,
        questions,
        dead_ends,
        unsolved,
        asked: Spread::of(sums.finished.iter().map(|(_, asked, _)| *asked).collect()),
        minutes: Spread::of(sums.finished.iter().map(|(_, _, minutes)| *minutes).collect()),
    }
}
