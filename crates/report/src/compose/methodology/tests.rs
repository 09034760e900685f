//! What is said of a sample drawn by each method, of its balance, numbers and waves.

use sounding_study::{Definition, Permanent, Rotation, Selection};
use sounding_survey::{BalanceSummary, Language, Results};

use crate::compose::compose;
use crate::compose::tests::trial::{definition, results};
use crate::compose::tests::{says, sound, texts};

/// The study of the trial with its first stage drawn by another method.
fn drawn_by(method: Selection) -> (Definition, Results) {
    let (mut definition, mut results) = (definition(), results());
    definition.sample.as_mut().unwrap().stages[0].method = method;
    definition.answers.link = Some("commune".into());
    results.sample.as_mut().unwrap().stages[0].method = method.name().into();
    (definition, results)
}

fn tells(study: &(Definition, Results), language: Language, wanted: &[&str]) {
    let document = compose(&study.0, &study.1, language);
    sound(&document);
    for words in wanted {
        assert!(says(&document, words), "{words}: {:#?}", texts(&document));
    }
}

#[test]
fn every_method_of_selection_has_words() {
    for (method, vi, en) in [
        (Selection::Poisson, "mẫu Poisson có cỡ ngẫu nhiên", "Poisson sample of random size"),
        (Selection::Cube, "mẫu cân bằng, phương pháp lập phương", "balanced sample, cube method"),
        (
            Selection::SrsPermanent,
            "ngẫu nhiên đơn giản, theo số ngẫu nhiên cố định",
            "simple random, by permanent random numbers",
        ),
        (
            Selection::PoissonPermanent,
            "cỡ ngẫu nhiên, theo số ngẫu nhiên cố định",
            "random size, by permanent random numbers",
        ),
        (
            Selection::Pareto,
            "mẫu Pareto theo số ngẫu nhiên cố định",
            "Pareto sample by permanent random numbers",
        ),
        (
            Selection::SequentialPoisson,
            "mẫu Poisson tuần tự theo số ngẫu nhiên cố định",
            "sequential Poisson sample by permanent random numbers",
        ),
    ] {
        let study = drawn_by(method);
        tells(&study, Language::Vi, &[vi]);
        tells(&study, Language::En, &[en]);
        let document = compose(&study.0, &study.1, Language::En);
        let nearly = matches!(method, Selection::Pareto | Selection::SequentialPoisson);
        assert_eq!(says(&document, "nearly the probabilities aimed at"), nearly, "{method:?}");
        assert_eq!(says(&document, "keeps a permanent random number"), method.permanent(), "{method:?}");
        assert_eq!(says(&document, "chance decided how many there are"), method.random_size(), "{method:?}");
        let balanced = method == Selection::Cube;
        assert_eq!(says(&document, "does not know that the sample was balanced"), balanced, "{method:?}");
    }
}

#[test]
fn what_the_variance_takes_a_poisson_sample_for_is_said_only_where_answers_come_from_it() {
    let mut study = drawn_by(Selection::Poisson);
    tells(&study, Language::Vi, &["Phương sai coi số đơn vị được chọn ở mỗi tầng là cho trước"]);
    study.0.answers.link = None;
    assert!(!says(&compose(&study.0, &study.1, Language::Vi), "là cho trước"));
}

#[test]
fn permanent_numbers_are_told_with_their_seed_and_start() {
    let mut study = drawn_by(Selection::Pareto);
    tells(&study, Language::En, &["(seed 20260801); the sample takes the numbers from 0 upwards"]);
    study.0.sample.as_mut().unwrap().permanent =
        Permanent { key: None, start: Some(0.125), seed: Some(1234) };
    tells(&study, Language::Vi, &["(số khởi tạo 1234); mẫu lấy các số từ 0,125 trở lên"]);
    tells(&study, Language::En, &["(seed 1234); the sample takes the numbers from 0.125 upwards"]);
}

#[test]
fn balance_is_a_table_of_totals() {
    let mut study = drawn_by(Selection::Cube);
    let own = |column: &str, total, estimate| BalanceSummary { column: column.into(), total, estimate };
    study.1.sample.as_mut().unwrap().stages[0].balance =
        vec![own("adults", 200_000.0, 199_000.0), own("women", 0.0, 0.0)];
    tells(
        &study,
        Language::Vi,
        &["Mức cân bằng của mẫu", "số người trưởng thành", "200.000", "199.000", "0,50"],
    );
    tells(&study, Language::En, &["Balance of the sample", "number of adults", "199,000", "women"]);
}

#[test]
fn rotation_is_told_with_its_pattern_waves_and_groups() {
    let mut study = drawn_by(Selection::Srs);
    study.0.sample.as_mut().unwrap().rotation = Some(Rotation { pattern: vec![4, 8, 4], waves: 6 });
    study.1.sample.as_mut().unwrap().rotation_groups = 17;
    tells(&study, Language::Vi, &["qua 6 đợt theo mô hình 4-8-4", "thành 17 nhóm xoay vòng"]);
    tells(&study, Language::En, &["over 6 waves by the pattern 4-8-4", "to 17 rotation groups"]);
}
