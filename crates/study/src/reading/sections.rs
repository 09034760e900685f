//! The sections of `study.toml`, one function each.

use sounding_survey::Language;

use super::analyses::analyses;
use super::design::design;
use super::tables::table;
use super::walk::{Section, Walk};
use super::weighting::weighting;
use crate::definition::{
    About, Allocation, AllocationMethod, AnswersFile, Benchmark, CategoryText, Definition, Derived,
    Eligibility, Fieldwork, Files, FrameSample, Interval, Mode, Permanent, Release, Report, ReportFormat,
    Rotation, Selection, SinglePsu, Stage, VariableNotes, Variance, VarianceMethod,
};

pub(super) fn read(root: &Section<'_>, walk: &mut Walk<'_>) -> Definition {
    root.require(walk, "study");
    let definition = Definition {
        about: root.section(walk, "study").map(|section| about(&section, walk)).unwrap_or_default(),
        files: root.section(walk, "files").map(|section| files(&section, walk)).unwrap_or_default(),
        sample: root.section(walk, "sample").map(|section| sample(&section, walk)),
        answers: root.section(walk, "answers").map(|section| answers(&section, walk)).unwrap_or_default(),
        design: root.section(walk, "design").map(|section| design(&section, walk)),
        variance: root.section(walk, "variance").map(|section| variance(&section, walk)).unwrap_or_default(),
        derive: root.sections(walk, "derive").iter().map(|section| derived(section, walk)).collect(),
        variables: root
            .section(walk, "variables")
            .map(|section| section.named(walk))
            .unwrap_or_default()
            .into_iter()
            .map(|(name, section)| (name, notes(&section, walk)))
            .collect(),
        weighting: root
            .sections(walk, "weighting")
            .iter()
            .filter_map(|section| weighting(section, walk))
            .collect(),
        tables: root.sections(walk, "tables").iter().map(|section| table(section, walk)).collect(),
        analyses: analyses(root, walk),
        benchmarks: root
            .sections(walk, "benchmarks")
            .iter()
            .map(|section| benchmark(section, walk))
            .collect(),
        release: root.section(walk, "release").map(|section| release(&section, walk)).unwrap_or_default(),
        report: root.section(walk, "report").map(|section| report(&section, walk)).unwrap_or_default(),
    };
    root.finish(walk);
    definition
}

fn about(section: &Section<'_>, walk: &mut Walk<'_>) -> About {
    for key in
        ["id", "title", "sponsor", "conductor", "purpose", "population", "contact", "mode", "fieldwork"]
    {
        section.require(walk, key);
    }
    let fieldwork = section.section(walk, "fieldwork").and_then(|dates| {
        dates.require(walk, "start");
        dates.require(walk, "end");
        let (start, end) = (dates.date(walk, "start"), dates.date(walk, "end"));
        dates.finish(walk);
        let (start, end) = (start?, end?);
        if end < start {
            let message = format!("fieldwork ends on {end}, before it begins on {start}");
            walk.error("E-STUDY-005", dates.at(), &dates.path("end"), message, "correct one of the dates");
        }
        Some(Fieldwork { start, end })
    });
    let about = About {
        id: section.string(walk, "id").unwrap_or_default(),
        title: section.text(walk, "title"),
        sponsor: section.text(walk, "sponsor"),
        conductor: section.text(walk, "conductor"),
        purpose: section.text(walk, "purpose"),
        population: section.text(walk, "population"),
        contact: section.text(walk, "contact"),
        limitations: section.text(walk, "limitations"),
        mode: section.choice(
            walk,
            "mode",
            &[
                ("face-to-face", Mode::FaceToFace),
                ("telephone", Mode::Telephone),
                ("web", Mode::Web),
                ("paper", Mode::Paper),
                ("mixed", Mode::Mixed),
            ],
        ),
        fieldwork,
        simulated: section.boolean(walk, "simulated").unwrap_or(false),
        seed: section.count(walk, "seed"),
    };
    section.finish(walk);
    about
}

fn files(section: &Section<'_>, walk: &mut Walk<'_>) -> Files {
    let usual = Files::default();
    let files = Files {
        questionnaire: section.string(walk, "questionnaire").unwrap_or(usual.questionnaire),
        frame: section.string(walk, "frame").unwrap_or(usual.frame),
        margins: section.string(walk, "margins").unwrap_or(usual.margins),
        answers: section.string(walk, "answers").unwrap_or(usual.answers),
    };
    section.finish(walk);
    files
}

const SELECTIONS: [(&str, Selection); 14] = [
    ("srs", Selection::Srs),
    ("srswr", Selection::SrsWithReplacement),
    ("systematic", Selection::Systematic),
    ("pps-systematic", Selection::PpsSystematic),
    ("brewer", Selection::Brewer),
    ("sampford", Selection::Sampford),
    ("tille", Selection::Tille),
    ("pivotal", Selection::Pivotal),
    ("poisson", Selection::Poisson),
    ("cube", Selection::Cube),
    ("srs-permanent", Selection::SrsPermanent),
    ("poisson-permanent", Selection::PoissonPermanent),
    ("pareto", Selection::Pareto),
    ("sequential-poisson", Selection::SequentialPoisson),
];

/// The most waves of a panel, and the most from a unit's first to its last.
const WAVES: u64 = 1000;

fn sample(section: &Section<'_>, walk: &mut Walk<'_>) -> FrameSample {
    for key in ["allocation", "stages"] {
        section.require(walk, key);
    }
    let sample = FrameSample {
        description: section.text(walk, "description"),
        strata: section.strings(walk, "strata"),
        allocation: section.section(walk, "allocation").map(|own| allocation(&own, walk)).unwrap_or_default(),
        permanent: Permanent {
            key: section.string(walk, "permanent_key"),
            start: section.number_in(walk, "permanent_start", "a number from 0 to under 1", |start| {
                (0.0..1.0).contains(&start)
            }),
            seed: section.count(walk, "permanent_seed"),
        },
        rotation: section.section(walk, "rotation").and_then(|own| rotation(&own, walk)),
        stages: section.sections(walk, "stages").iter().map(|stage| read_stage(stage, walk)).collect(),
    };
    let unused =
        ["permanent_key", "permanent_start", "permanent_seed"].into_iter().find(|key| section.has(key));
    if let (Some(key), false) = (unused, sample.stages.iter().any(|stage| stage.method.permanent())) {
        walk.error(
            "E-STUDY-054",
            section.at(),
            &section.path(key),
            "no stage is drawn by permanent random numbers",
            "draw a stage by srs-permanent, poisson-permanent, pareto or sequential-poisson, or take the key out",
        );
    }
    section.finish(walk);
    sample
}

fn rotation(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<Rotation> {
    section.require(walk, "pattern");
    section.require(walk, "waves");
    let pattern = section.counts_in(
        walk,
        "pattern",
        "waves in and waves out by turns, ending with waves in and 1000 at most in all, such as [4, 8, 4]",
        |runs| {
            let span = runs.iter().fold(0, |span: u64, waves| span.saturating_add(*waves));
            runs.len() % 2 == 1 && !runs.contains(&0) && span <= WAVES
        },
    );
    let waves = section.number_in(walk, "waves", "a whole number from 1 to 1000", |waves| {
        waves.fract() == 0.0 && (1.0..=WAVES as f64).contains(&waves)
    });
    section.finish(walk);
    Some(Rotation { pattern: pattern?, waves: waves? as u64 })
}

fn allocation(section: &Section<'_>, walk: &mut Walk<'_>) -> Allocation {
    section.require(walk, "method");
    let allocation = Allocation {
        method: section
            .choice(
                walk,
                "method",
                &[
                    ("proportional", AllocationMethod::Proportional),
                    ("equal", AllocationMethod::Equal),
                    ("neyman", AllocationMethod::Neyman),
                    ("power", AllocationMethod::Power),
                    ("optimal", AllocationMethod::Optimal),
                    ("fixed", AllocationMethod::Fixed),
                ],
            )
            .unwrap_or_default(),
        total: section.count(walk, "total").unwrap_or(0),
        minimum: section.count(walk, "minimum").unwrap_or(1),
        size: section.string(walk, "size"),
        power: section.number_in(walk, "power", "a number from 0 to 1", |power| (0.0..=1.0).contains(&power)),
        sd: section.string(walk, "sd"),
        cost: section.string(walk, "cost"),
        sizes: section
            .section(walk, "sizes")
            .map(|sizes| sizes.named_counts(walk).into_iter().collect())
            .unwrap_or_default(),
    };
    let needed = match allocation.method {
        AllocationMethod::Neyman => &["total", "sd"][..],
        AllocationMethod::Optimal => &["total", "sd", "cost"],
        AllocationMethod::Power => &["total", "power"],
        AllocationMethod::Fixed => &["sizes"],
        AllocationMethod::Proportional | AllocationMethod::Equal => &["total"],
    };
    for key in needed {
        section.require(walk, key);
    }
    section.finish(walk);
    allocation
}

fn read_stage(section: &Section<'_>, walk: &mut Walk<'_>) -> Stage {
    section.require(walk, "unit");
    section.require(walk, "method");
    let stage = Stage {
        unit: section.string(walk, "unit").unwrap_or_default(),
        method: section.choice(walk, "method", &SELECTIONS).unwrap_or(Selection::Srs),
        size: section.string(walk, "size"),
        balance: section.strings(walk, "balance"),
        take: section.count(walk, "take"),
        count: section.string(walk, "count"),
    };
    if stage.method.by_size() {
        section.require(walk, "size");
    }
    if stage.method == Selection::Cube {
        section.require(walk, "balance");
        // Values that are no texts were said already.
        if section.is_empty_list("balance") {
            let message = "expected a list of frame columns, found an empty one";
            let path = section.path("balance");
            walk.error("E-STUDY-003", section.at(), &path, message, "write the value as expected");
        }
    } else if section.has("balance") {
        walk.error(
            "E-STUDY-053",
            section.at(),
            &section.path("balance"),
            format!("{} does not balance the sample", stage.method.name()),
            "draw this stage by method = \"cube\", or take the key out",
        );
    }
    section.finish(walk);
    stage
}

fn answers(section: &Section<'_>, walk: &mut Walk<'_>) -> AnswersFile {
    let eligibility = if section.has("eligibility") {
        // A word or a number: the word is looked for first, so that a wrong one is explained with both.
        match section.string(&mut Walk::new("", ""), "eligibility").as_deref() {
            Some("proportional") => Eligibility::Proportional,
            _ => section
                .number_in(walk, "eligibility", "\"proportional\" or a number from 0 to 1", |e| {
                    (0.0..=1.0).contains(&e)
                })
                .map_or(Eligibility::Proportional, Eligibility::Given),
        }
    } else {
        Eligibility::Proportional
    };
    let answers = AnswersFile {
        id: section.string(walk, "id"),
        link: section.string(walk, "link"),
        disposition: section.string(walk, "disposition"),
        eligibility,
        missing: section.strings(walk, "missing"),
    };
    section.finish(walk);
    answers
}

fn variance(section: &Section<'_>, walk: &mut Walk<'_>) -> Variance {
    let usual = Variance::default();
    let variance = Variance {
        method: section
            .choice(
                walk,
                "method",
                &[
                    ("taylor", VarianceMethod::Taylor),
                    ("jk1", VarianceMethod::Jk1),
                    ("jkn", VarianceMethod::Jkn),
                    ("brr", VarianceMethod::Brr),
                    ("fay", VarianceMethod::Fay),
                    ("jk2", VarianceMethod::Jk2),
                    ("groups", VarianceMethod::Groups),
                    ("sdr", VarianceMethod::Sdr),
                    ("bootstrap", VarianceMethod::Bootstrap),
                    ("preston", VarianceMethod::Preston),
                    ("canty-davison", VarianceMethod::CantyDavison),
                    ("poisson", VarianceMethod::Poisson),
                    ("generalised", VarianceMethod::Generalised),
                ],
            )
            .unwrap_or(usual.method),
        replicates: section.count(walk, "replicates").unwrap_or(usual.replicates),
        rho: section
            .number_in(walk, "rho", "a number from 0 to under 1", |rho| (0.0..1.0).contains(&rho))
            .unwrap_or(usual.rho),
        single_psu: section
            .choice(
                walk,
                "single_psu",
                &[
                    ("fail", SinglePsu::Fail),
                    ("remove", SinglePsu::Remove),
                    ("certainty", SinglePsu::Certainty),
                    ("adjust", SinglePsu::Adjust),
                    ("average", SinglePsu::Average),
                    ("adjust-domain", SinglePsu::AdjustDomain),
                    ("average-domain", SinglePsu::AverageDomain),
                    ("collapse", SinglePsu::Collapse),
                ],
            )
            .unwrap_or(usual.single_psu),
        collapse_by: section.string(walk, "collapse_by"),
        order: section.string(walk, "order"),
        ci: section
            .choice(
                walk,
                "ci",
                &[
                    ("wald", Interval::Wald),
                    ("logit", Interval::Logit),
                    ("wilson", Interval::Wilson),
                    ("korn-graubard", Interval::KornGraubard),
                    ("asin", Interval::Arcsine),
                    ("likelihood", Interval::Likelihood),
                ],
            )
            .unwrap_or(usual.ci),
        level: section
            .number_in(walk, "level", "a number between 0 and 1", |level| level > 0.0 && level < 1.0)
            .unwrap_or(usual.level),
    };
    section.finish(walk);
    variance
}

fn derived(section: &Section<'_>, walk: &mut Walk<'_>) -> Derived {
    for key in ["name", "sql", "label"] {
        section.require(walk, key);
    }
    let derived = Derived {
        name: section.string(walk, "name").unwrap_or_default(),
        sql: section.string(walk, "sql").unwrap_or_default(),
        label: section.text(walk, "label"),
        ordered: section.boolean(walk, "ordered").unwrap_or(false),
        categories: section
            .sections(walk, "categories")
            .iter()
            .map(|category| {
                category.require(walk, "code");
                category.require(walk, "label");
                let found = CategoryText {
                    code: category.string(walk, "code").unwrap_or_default(),
                    label: category.text(walk, "label"),
                };
                category.finish(walk);
                found
            })
            .collect(),
    };
    section.finish(walk);
    derived
}

fn notes(section: &Section<'_>, walk: &mut Walk<'_>) -> VariableNotes {
    let notes = VariableNotes {
        short: section.text(walk, "short"),
        ordered: section.boolean(walk, "ordered"),
        dont_know: section.strings(walk, "dont_know"),
        refused: section.strings(walk, "refused"),
        not_applicable: section.strings(walk, "not_applicable"),
    };
    section.finish(walk);
    notes
}

fn benchmark(section: &Section<'_>, walk: &mut Walk<'_>) -> Benchmark {
    for key in ["question", "value", "source"] {
        section.require(walk, key);
    }
    let benchmark = Benchmark {
        question: section.string(walk, "question").unwrap_or_default(),
        category: section.string(walk, "category").unwrap_or_default(),
        value: section.number(walk, "value").unwrap_or(f64::NAN),
        source: section.text(walk, "source"),
    };
    section.finish(walk);
    benchmark
}

fn release(section: &Section<'_>, walk: &mut Walk<'_>) -> Release {
    let usual = Release::default();
    let release = Release {
        minimum_cell: section.count(walk, "minimum_cell").unwrap_or(usual.minimum_cell),
        minimum_base: section.count(walk, "minimum_base").unwrap_or(usual.minimum_base),
        maximum_width: section
            .number_in(walk, "maximum_width", "a number from 0 to 1", |width| (0.0..=1.0).contains(&width))
            .unwrap_or(usual.maximum_width),
    };
    section.finish(walk);
    release
}

fn report(section: &Section<'_>, walk: &mut Walk<'_>) -> Report {
    let usual = Report::default();
    let report = Report {
        languages: section
            .choices(walk, "languages", &[("vi", Language::Vi), ("en", Language::En)])
            .unwrap_or(usual.languages),
        formats: section
            .choices(
                walk,
                "formats",
                &[
                    ("html", ReportFormat::Html),
                    ("pdf", ReportFormat::Pdf),
                    ("xlsx", ReportFormat::Xlsx),
                    ("csv", ReportFormat::Csv),
                ],
            )
            .unwrap_or(usual.formats),
    };
    section.finish(walk);
    report
}
