//! Forms whose faults only an interview shows.

use std::sync::Arc;

use super::chance::tests::counter;
use super::*;
use crate::interview::{Files, Form};
use crate::xlsform::read_markdown;

fn plan(form: &str, distributions: Distributions) -> Plan {
    let (questionnaire, faults) = read_markdown(form, "form.md");
    assert!(faults.iter().all(|fault| fault.severity == sounding_survey::Severity::Warning), "{faults:?}");
    let (form, faults) = Form::compile(&questionnaire.unwrap(), &Files::new());
    assert!(form.is_some(), "{faults:?}");
    Plan::new(Arc::new(form.unwrap()), distributions).0
}

fn run(form: &str, respondents: u64) -> Report {
    let plan = plan(form, Distributions::default());
    simulate(&plan, respondents, &|number| counter(number + 1), std::num::NonZeroUsize::MIN)
}

fn reach<'a>(report: &'a Report, question: &str) -> &'a Reach {
    report.questions.iter().find(|reach| reach.question == question).unwrap()
}

const ROUTED: &str = "
| survey |
|  | type                 | name   | label | relevant       | required | constraint                                      |
|  | integer              | age    | Age   |                | yes      | . >= 0 and . <= 99                              |
|  | select_one yes       | adult  | Adult | ${age} >= 18   | yes      |                                                 |
|  | text                 | never  | Never | ${age} > 200   |          |                                                 |
|  | select_multiple some | things | Which | ${adult} = 'y' | yes      | not(selected(., 'none') and count-selected(.) > 1) |
|  | text                 | code   | Code  |                | yes      | regex(., '^[A-Z]{3}[0-9]{4}$')                  |
| choices |
|  | list_name | name | label |
|  | yes       | y    | Yes   |
|  | yes       | n    | No    |
|  | some      | a    | A     |
|  | some      | b    | B     |
|  | some      | none | None  |
";

#[test]
fn everybody_ends_where_every_question_can_be_answered() {
    let report = run(ROUTED, 1_000);
    assert_eq!((report.respondents, report.finished), (1_000, 1_000), "{:?}", report.dead_ends);
    assert_eq!(reach(&report, "age").respondents, 1_000);
    assert_eq!(reach(&report, "never").respondents, 0);
    // 82 of 100 ages are 18 or more; five in a hundred proposals are near a number of the condition. Half of those say yes.
    let adult = reach(&report, "adult").respondents as f64;
    assert!((740.0..880.0).contains(&adult), "{adult}");
    assert!((0.4..0.6).contains(&(reach(&report, "things").respondents as f64 / adult)));
    assert_eq!(reach(&report, "code").answered, 1_000);
    assert!(report.asked.least >= 2.0 && report.asked.greatest <= 4.0);
    assert!(report.minutes.median > 0.0);
}

#[test]
fn where_the_form_lets_nobody_go_on_is_said_with_the_reason() {
    let report = run(
        "
| survey |
|  | type            | name   | label | required | choice_filter | constraint       |
|  | select_one a    | first  | First | yes      |               |                  |
|  | select_one b    | second | Then  | yes      | of = ${first} |                  |
|  | integer         | number | Last  | yes      |               | . > 10 and . < 5 |
| choices |
|  | list_name | name | label | of |
|  | a         | x    | X     |    |
|  | a         | y    | Y     |    |
|  | b         | p    | P     | x  |
",
        400,
    );
    assert_eq!(report.finished, 0);
    let ends: Vec<_> = report.dead_ends.iter().map(|end| (&*end.question, end.why)).collect();
    assert!(
        ends.contains(&("second", Some(Stuck::NoChoice)))
            && ends.contains(&("number", Some(Stuck::NoAnswer)))
    );
    assert_eq!(report.dead_ends.iter().map(|end| end.respondents).sum::<u64>(), 400);
    let again = run(ROUTED, 0);
    assert_eq!((again.finished, again.minutes), (0, Spread::default()));
}

#[test]
fn shares_of_the_author_are_followed() {
    let mut shares = Distributions::default();
    shares.add("age", Answer::Between(10.0, 17.0), 1.0);
    shares.add("age", Answer::Between(18.0, 60.0), 3.0);
    shares.add("adult", Answer::Stored("y".into()), 1.0);
    let plan = plan(ROUTED, shares);
    let one = std::num::NonZeroUsize::MIN;
    let report = simulate(&plan, 2_000, &|number| counter(number + 9), one);
    // Four standard deviations of a binomial with p = 3/4.
    assert!((reach(&report, "adult").respondents as f64 - 1_500.0).abs() < 4.0 * 19.4);
    assert_eq!(reach(&report, "things").respondents, reach(&report, "adult").respondents);
    let three = std::num::NonZeroUsize::new(3).unwrap();
    assert_eq!(simulate(&plan, 2_000, &|number| counter(number + 9), three), report, "any number of threads");
}

#[test]
fn fixed_answers_are_given_wherever_they_are_accepted() {
    let plan = plan(ROUTED, Distributions::default());
    let fixed = [("age", "40"), ("adult", "y"), ("things", "a b"), ("code", "no code")];
    let fixed = fixed.iter().map(|(name, answer)| ((*name).to_owned(), (*answer).to_owned())).collect();
    let walked = plan.walk(counter(3), &fixed);
    assert_eq!(walked.ended, Ended::Finished);
    assert_eq!(walked.interview.value("things"), Some("a b"));
    assert_ne!(walked.interview.value("code"), Some("no code"));
}
