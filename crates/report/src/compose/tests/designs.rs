//! What the methodology says of designs that came whole with the answers.

use sounding_study::{
    Definition, OwnDesign, OwnReplicates, PhaseMethod, ReplicateType, SecondPhase, SeveralFrames,
    VarianceMethod,
};
use sounding_survey::{Language, Results, Statistic};

use super::trial::{definition, results};
use super::{compose, says, sound};
use crate::document::Document;

/// The study with this design, in Vietnamese and in English; the answers bring `replicates` replicate weights.
fn both(own: OwnDesign, replicates: Option<u64>) -> [Document; 2] {
    let study = Definition { sample: None, design: Some(own), ..definition() };
    let found = Results { sample: None, replicates, ..results() };
    Language::ALL.map(|language| {
        let document = compose(&study, &found, language);
        sound(&document);
        document
    })
}

#[track_caller]
fn say([vi, en]: &[Document; 2], in_vietnamese: &str, in_english: &str) {
    assert!(says(vi, in_vietnamese), "{in_vietnamese}");
    assert!(says(en, in_english), "{in_english}");
}

fn replicates(method: ReplicateType, mse: bool) -> OwnDesign {
    let columns = vec!["repw*".into()];
    let own = OwnReplicates { columns, method, mse, ..OwnReplicates::default() };
    OwnDesign { weights: Some("w".into()), replicates: Some(own), ..OwnDesign::default() }
}

#[test]
fn replicate_weights_are_counted_and_their_method_is_named() {
    let fay = both(replicates(ReplicateType::Fay { rho: 0.3 }, false), Some(80));
    say(
        &fay,
        "80 bộ quyền số lặp kèm theo dữ liệu (lặp nửa mẫu cân bằng theo Fay, ρ = 0,30)",
        "the 80 replicate weights that came with the data (balanced repeated replication by Fay’s method, ρ = 0.30), by deviations from the mean of the replicates",
    );
    say(
        &fay,
        "quyền số kèm theo dữ liệu; 80 bộ quyền số lặp",
        "weights that came with the data; 80 replicate weights",
    );
    say(&fay, "bậc tự do của các bộ quyền số lặp", "the degrees of freedom of the replicate weights");
    let own = both(replicates(ReplicateType::Bootstrap { average: 50.0 }, true), Some(500));
    say(
        &own,
        "trung bình của 50 mẫu lặp), theo độ lệch so với chính giá trị ước lượng",
        "the mean of 50 samples), by deviations from the estimate itself",
    );
    for method in [
        ReplicateType::Jk1,
        ReplicateType::Jkn,
        ReplicateType::Jk2,
        ReplicateType::Brr,
        ReplicateType::Bootstrap { average: 1.0 },
        ReplicateType::SuccessiveDifference,
        ReplicateType::Other,
    ] {
        let [vi, en] = both(replicates(method, false), Some(24));
        assert!(!says(&en, "Taylor") && !says(&vi, "Taylor"), "{method:?}");
    }
}

#[test]
fn medians_have_the_interval_that_was_computed() {
    let median = |variance: VarianceMethod, own: OwnDesign| {
        let mut study = Definition { sample: None, design: Some(own), ..definition() };
        study.variance.method = variance;
        let mut found = Results { sample: None, ..results() };
        found.tables[1].statistic = Statistic::Median;
        compose(&study, &found, Language::En)
    };
    assert!(says(&median(VarianceMethod::Taylor, OwnDesign::default()), "Woodruff"));
    for document in [
        median(VarianceMethod::Jkn, OwnDesign::default()),
        median(VarianceMethod::Taylor, replicates(ReplicateType::Brr, false)),
    ] {
        assert!(says(&document, "standard errors of the replicates") && !says(&document, "Woodruff"));
    }
}

#[test]
fn two_phases_are_told_with_their_weights_and_variance() {
    let second = SecondPhase { selected: "asked".into(), ..SecondPhase::default() };
    let own = OwnDesign { fpc: vec!["n".into()], second: Some(second), ..OwnDesign::default() };
    let full = both(own.clone(), None);
    say(
        &full,
        "tuyến tính hóa cho mẫu hai pha, gồm sai số chọn mẫu của cả pha thứ nhất và pha thứ hai",
        "sample in two phases, the sampling errors of the first phase and of the second",
    );
    say(
        &full,
        "pha thứ hai, chọn lại từ mẫu của pha thứ nhất",
        "a second phase, drawn from the sample of the first",
    );
    say(
        &full,
        "được chia cho xác suất được chọn từ pha thứ nhất vào pha thứ hai",
        "divided by the probability of coming from the first phase into the second",
    );
    let mut simple = own;
    simple.second.as_mut().unwrap().method = PhaseMethod::Simple;
    say(&both(simple, None), "theo cách đơn giản", "by the simple method");
}

#[test]
fn several_frames_are_told_with_what_the_overlap_counts() {
    let frames = |share| OwnDesign {
        weights: Some("w".into()),
        frames: Some(SeveralFrames {
            frame: "frame".into(),
            members: vec!["landline".into(), "mobile".into()],
            share,
        }),
        ..OwnDesign::default()
    };
    let equal = both(frames(None), None);
    say(&equal, "quyền số được chia đều cho các dàn mẫu đó", "divided equally among the frames");
    say(
        &equal,
        "Các mẫu lấy từ 2 dàn mẫu được coi là độc lập",
        "The samples from the 2 frames are taken as independent",
    );
    say(&equal, "2 dàn mẫu có phần chung", "2 frames that overlap");
    say(
        &both(frames(Some(0.3)), None),
        "dàn mẫu thứ nhất (landline) giữ 30% quyền số, người chọn từ dàn mẫu thứ hai (mobile) giữ 70%",
        "first frame (landline) keep 30% of their weight, people drawn from the second (mobile) 70%",
    );
    say(&both(frames(Some(0.125)), None), "giữ 12,5% quyền số", "keep 12.5% of their weight");
}

#[test]
fn unequal_probabilities_are_no_sample_of_unknown_design() {
    let own = OwnDesign { probabilities: vec!["p".into()], ..OwnDesign::default() };
    let documents = both(own, None);
    say(&documents, "nghịch đảo của xác suất chọn", "the inverse of the probabilities of inclusion");
    say(
        &documents,
        "xác suất chọn của các đơn vị được chọn không hoàn lại",
        "the probabilities of inclusion of units drawn without replacement",
    );
    assert!(!says(&documents[1], "simple random sample and may be too small"));
    let own = OwnDesign { probabilities: vec!["p".into()], ..OwnDesign::default() };
    let mut study = Definition { sample: None, design: Some(own), ..definition() };
    study.variance.method = VarianceMethod::Poisson;
    let said = [
        (Language::Vi, "chọn độc lập với nhau (mẫu Poisson) với 200"),
        (Language::En, "(Poisson sampling) with 200"),
    ];
    for (language, words) in said {
        let document = compose(&study, &Results { sample: None, ..results() }, language);
        sound(&document);
        assert!(says(&document, words), "{words}");
    }
}
