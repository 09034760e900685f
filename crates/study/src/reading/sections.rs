//! The sections of `study.toml`, one function each.

use sounding_survey::Language;

use super::walk::{Section, Walk};
use crate::definition::{
    About, Allocation, AllocationMethod, AnswersFile, Benchmark, Calibration, CategoryText, ChartChoice,
    Definition, Derived, Distance, Eligibility, Fieldwork, Files, FrameSample, Interval, Mode, OwnDesign,
    Pps, PpsForm, Release, Report, ReportFormat, Selection, SinglePsu, Stage, Statistic, TableRequest,
    VariableNotes, Variance, VarianceMethod, WeightingStep,
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

const SELECTIONS: [(&str, Selection); 8] = [
    ("srs", Selection::Srs),
    ("srswr", Selection::SrsWithReplacement),
    ("systematic", Selection::Systematic),
    ("pps-systematic", Selection::PpsSystematic),
    ("brewer", Selection::Brewer),
    ("sampford", Selection::Sampford),
    ("tille", Selection::Tille),
    ("pivotal", Selection::Pivotal),
];

fn sample(section: &Section<'_>, walk: &mut Walk<'_>) -> FrameSample {
    for key in ["allocation", "stages"] {
        section.require(walk, key);
    }
    let sample = FrameSample {
        description: section.text(walk, "description"),
        strata: section.strings(walk, "strata"),
        allocation: section.section(walk, "allocation").map(|own| allocation(&own, walk)).unwrap_or_default(),
        stages: section.sections(walk, "stages").iter().map(|stage| read_stage(stage, walk)).collect(),
    };
    section.finish(walk);
    sample
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
        take: section.count(walk, "take"),
        count: section.string(walk, "count"),
    };
    let by_size =
        !matches!(stage.method, Selection::Srs | Selection::SrsWithReplacement | Selection::Systematic);
    if by_size {
        section.require(walk, "size");
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

fn design(section: &Section<'_>, walk: &mut Walk<'_>) -> OwnDesign {
    let design = OwnDesign {
        weights: section.string(walk, "weights"),
        strata: section.string(walk, "strata"),
        psu: section.strings(walk, "psu"),
        fpc: section.strings(walk, "fpc"),
        probabilities: section.strings(walk, "probabilities"),
        pps: section
            .choice(
                walk,
                "pps",
                &[
                    ("brewer", Pps::Brewer),
                    ("hajek", Pps::Hajek),
                    ("deville", Pps::Deville),
                    ("hartley-rao", Pps::HartleyRao),
                    ("overton", Pps::Overton),
                    ("joint", Pps::Joint),
                ],
            )
            .unwrap_or_default(),
        pps_form: section
            .choice(
                walk,
                "pps_form",
                &[("horvitz-thompson", PpsForm::HorvitzThompson), ("yates-grundy", PpsForm::YatesGrundy)],
            )
            .unwrap_or_default(),
        joint: section.string(walk, "joint"),
    };
    if design.pps == Pps::Joint {
        section.require(walk, "joint");
    }
    if ["pps", "pps_form", "joint"].iter().any(|key| section.has(key)) {
        section.require(walk, "probabilities");
    }
    section.finish(walk);
    design
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

const STEPS: [(&str, u8); 6] = [
    ("nonresponse-classes", 0),
    ("nonresponse-propensity", 1),
    ("poststratify", 2),
    ("rake", 3),
    ("calibrate", 4),
    ("trim", 5),
];

fn weighting(section: &Section<'_>, walk: &mut Walk<'_>) -> Option<WeightingStep> {
    section.require(walk, "step");
    let step = match section.choice(walk, "step", &STEPS)? {
        0 => {
            section.require(walk, "by");
            WeightingStep::NonresponseClasses {
                by: section.strings(walk, "by"),
                minimum: section.count(walk, "minimum").unwrap_or(20),
            }
        }
        1 => {
            section.require(walk, "predictors");
            WeightingStep::NonresponsePropensity {
                predictors: section.strings(walk, "predictors"),
                classes: section.count(walk, "classes").unwrap_or(5),
            }
        }
        2 => {
            section.require(walk, "margins");
            WeightingStep::Poststratify { margins: section.strings(walk, "margins") }
        }
        3 => {
            section.require(walk, "margins");
            WeightingStep::Rake { margins: section.strings(walk, "margins") }
        }
        4 => WeightingStep::Calibrate(calibration(section, walk)),
        _ => WeightingStep::Trim {
            lower: section
                .number_in(walk, "lower", "a number from 0 to under 1", |x| (0.0..1.0).contains(&x))
                .unwrap_or(0.0),
            upper: section.number_in(walk, "upper", "a number above 1", |x| x > 1.0).unwrap_or(f64::INFINITY),
        },
    };
    section.finish(walk);
    Some(step)
}

fn calibration(section: &Section<'_>, walk: &mut Walk<'_>) -> Calibration {
    if !section.has("totals") {
        section.require(walk, "margins");
    }
    let distances = [
        ("linear", Distance::Linear),
        ("raking", Distance::Raking),
        ("logit", Distance::Logit),
        ("truncated", Distance::Truncated),
    ];
    let distance = section.choice(walk, "distance", &distances).unwrap_or_default();
    if distance.has_bounds() {
        section.require(walk, "bounds");
    } else if section.has("bounds") {
        walk.error(
            "E-STUDY-057",
            section.at(),
            &section.path("bounds"),
            "the distance has no bounds: its factors would not stay between them",
            "take distance = \"truncated\" or \"logit\", or leave the bounds out",
        );
    }
    let partition = section.string(walk, "partition");
    let within = |names: Vec<String>| -> Vec<String> {
        let name = |name: String| partition.as_ref().map_or(name.clone(), |part| format!("{part}*{name}"));
        names.into_iter().map(name).collect()
    };
    Calibration {
        distance,
        bounds: section.pair(walk, "bounds"),
        margins: within(section.strings(walk, "margins")),
        totals: within(section.strings(walk, "totals")),
        start: section.string(walk, "start"),
        variance: section.string(walk, "variance"),
        partition,
    }
}

fn table(section: &Section<'_>, walk: &mut Walk<'_>) -> TableRequest {
    section.require(walk, "questions");
    let table = TableRequest {
        questions: section.strings(walk, "questions"),
        by: section.strings(walk, "by"),
        filter: section.string(walk, "where"),
        universe: section.text(walk, "universe"),
        statistic: section
            .choice(
                walk,
                "statistic",
                &[
                    ("percent", Statistic::Percent),
                    ("mean", Statistic::Mean),
                    ("total", Statistic::Total),
                    ("median", Statistic::Median),
                ],
            )
            .unwrap_or_default(),
        chart: section
            .choice(
                walk,
                "chart",
                &[
                    ("auto", ChartChoice::Auto),
                    ("none", ChartChoice::None),
                    ("bars", ChartChoice::Bars),
                    ("stacked", ChartChoice::Stacked),
                    ("diverging", ChartChoice::Diverging),
                    ("dots", ChartChoice::Dots),
                    ("trend", ChartChoice::Trend),
                ],
            )
            .unwrap_or_default(),
        key: section.boolean(walk, "key").unwrap_or(false),
    };
    if table.filter.is_some() {
        section.require(walk, "universe");
    }
    section.finish(walk);
    table
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
