//! What an interview on a tablet waits for: a large form made ready, the head of a cascade changed, a roster that grows, a
//! submission gone through again. Forms are made here, so that their sizes are those of the goals.

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sounding_questionnaire::definition::Questionnaire;
use sounding_questionnaire::expression::Moment;
use sounding_questionnaire::interview::{Files, Form, Interview, Surroundings, revalidate};
use sounding_questionnaire::xlsform::read_markdown;

/// Rows of one sheet in Markdown.
fn sheet(name: &str, head: &str, rows: impl Iterator<Item = String>) -> String {
    let mut text = format!("| {name} |\n|  | {head} |\n");
    for row in rows {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "|  | {row} |");
    }
    text
}

fn read(text: &str) -> Questionnaire {
    let (questionnaire, faults) = read_markdown(text, "form.md");
    questionnaire.unwrap_or_else(|| panic!("{faults:?}"))
}

/// 300 questions; 34 provinces, 3,321 communes and further 7,645 choices: 11,000.
fn large() -> Questionnaire {
    let questions = (0..298).map(|number| {
        let relevant = if number > 0 { format!("${{q{}}} != '1'", number - 1) } else { String::new() };
        match number % 4 {
            0 => format!("select_one scale | q{number} | Question {number} | {relevant} | | |"),
            1 => format!("integer | q{number} | Question {number} | {relevant} | . < 100 | |"),
            2 => format!("select_one occupation | q{number} | Question {number} | {relevant} | | |"),
            _ => format!("text | q{number} | Question {number} | {relevant} | string-length(.) < 50 | |"),
        }
    });
    let cascade = [
        "select_one province | province | Province | | | |".to_owned(),
        "select_one commune | commune | Commune | | | province = ${province} |".to_owned(),
    ];
    let survey = sheet(
        "survey",
        "type | name | label | relevant | constraint | choice_filter |",
        cascade.into_iter().chain(questions),
    );
    let provinces = (0..34).map(|number| format!("province | p{number} | Province {number} | |"));
    let communes =
        (0..3_321).map(|number| format!("commune | c{number} | Commune {number} | p{} |", number % 34));
    let jobs = (0..7_640).map(|number| format!("occupation | o{number} | Occupation {number} | |"));
    let scale = (1..=5).map(|number| format!("scale | {number} | Point {number} | |"));
    let choices = sheet(
        "choices",
        "list_name | name | label | province |",
        provinces.chain(communes).chain(jobs).chain(scale),
    );
    read(&(survey + &choices))
}

fn roster() -> Questionnaire {
    let mut rows = vec!["begin repeat | member | Member | | |".to_owned()];
    for number in 0..8 {
        let relevant = if number > 0 { format!("${{r{}}} != ''", number - 1) } else { String::new() };
        rows.push(format!("text | r{number} | Question {number} | {relevant} | |"));
    }
    rows.push("integer | age | Age | | |".to_owned());
    rows.push("calculate | adult | | | if(${age} >= 18, 1, 0) |".to_owned());
    rows.push("end repeat | | | | |".to_owned());
    rows.push("calculate | adults | | | sum(${adult}) |".to_owned());
    rows.push("calculate | members | | | count(${member}) |".to_owned());
    read(&sheet("survey", "type | name | label | relevant | calculation |", rows.into_iter()))
}

fn medium() -> Questionnaire {
    let rows = (0..250).map(|number| match number % 5 {
        0 => format!("integer | q{number} | Question {number} | | . >= 0 and . < 1000 | | yes |"),
        1 => format!("calculate | q{number} | | | | ${{q{}}} * 2 | |", number - 1),
        2 => format!("text | q{number} | Question {number} | ${{q{}}} > 10 | | | |", number - 2),
        _ => format!("select_one scale | q{number} | Question {number} | | | | |"),
    });
    let survey =
        sheet("survey", "type | name | label | relevant | constraint | calculation | required |", rows);
    let scale = (1..=5).map(|number| format!("scale | {number} | Point {number} |"));
    read(&(survey + &sheet("choices", "list_name | name | label |", scale)))
}

/// 6,728 rows, a tenth of them calculations.
fn largest() -> Questionnaire {
    let rows = (0..6_728).map(|number| match number % 10 {
        0 => format!("integer | q{number} | Question {number} | | . < 100 | |"),
        1 => format!("calculate | q{number} | | | | ${{q{}}} + 1 |", number - 1),
        _ => format!("text | q{number} | Question {number} | ${{q{}}} > 5 | | |", number - number % 10),
    });
    read(&sheet("survey", "type | name | label | relevant | constraint | calculation |", rows))
}

fn ready(questionnaire: &Questionnaire) -> Arc<Form> {
    let (form, faults) = Form::compile(questionnaire, &Files::new());
    Arc::new(form.unwrap_or_else(|| panic!("{faults:?}")))
}

fn begin(form: &Arc<Form>) -> Interview {
    Interview::begin(Arc::clone(form), Surroundings::default(), Moment(0))
}

fn load(criterion: &mut Criterion) {
    let questionnaire = large();
    criterion.bench_function("load_300_questions_11000_choices", |bencher| {
        bencher.iter(|| begin(&ready(black_box(&questionnaire))));
    });
    let questionnaire = largest();
    criterion.bench_function("compile_6728_rows", |bencher| {
        bencher.iter(|| ready(black_box(&questionnaire)));
    });
}

fn cascade(criterion: &mut Criterion) {
    let form = ready(&large());
    let mut interview = begin(&form);
    let mut turn = 0;
    criterion.bench_function("change_head_of_cascade", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let province = if turn % 2 == 0 { "p3" } else { "p4" };
            let commune = if turn % 2 == 0 { "c3" } else { "c4" };
            interview.answer("province", province, Moment(turn)).unwrap();
            interview.answer("commune", commune, Moment(turn)).unwrap()
        });
    });
}

fn repeats(criterion: &mut Criterion) {
    let form = ready(&roster());
    criterion.bench_function("add_100_repeats_of_10_questions", |bencher| {
        bencher.iter_batched(
            || begin(&form),
            |mut interview| {
                for turn in 0..100 {
                    interview.add("/data/member", Moment(turn)).unwrap();
                }
                interview
            },
            BatchSize::SmallInput,
        );
    });
}

fn again(criterion: &mut Criterion) {
    let form = ready(&medium());
    let mut interview = begin(&form);
    for number in 0..250 {
        let value = if number % 5 == 0 { "40" } else { "3" };
        // Those that are computed refuse.
        let _ = interview.answer(&format!("q{number}"), value, Moment(number));
    }
    let sent = interview.finish(Moment(1)).xml;
    let surroundings = Surroundings::default();
    assert_eq!(revalidate(&form, sent.as_bytes(), &surroundings, Moment(2)), []);
    criterion.bench_function("revalidate_250_questions", |bencher| {
        bencher.iter(|| revalidate(&form, black_box(sent.as_bytes()), &surroundings, Moment(2)));
    });
}

criterion_group!(benches, load, cascade, repeats, again);
criterion_main!(benches);
