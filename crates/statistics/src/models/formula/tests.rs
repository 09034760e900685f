//! Against model.matrix of R; what is refused, and where.

use super::*;
use crate::reference::{Sample, table};

/// Columns of the sample by name: texts as categories in alphabetic order.
struct Data {
    sample: Sample,
    numbers: Vec<(&'static str, Vec<f64>)>,
    texts: Vec<(&'static str, Vec<u32>, Vec<String>)>,
}

impl Data {
    fn new() -> Data {
        let sample = table("data/apistrat.csv");
        let numbers = ["api00", "ell", "meals", "cnum"].map(|name| (name, sample.numbers(name)));
        let texts = ["stype", "awards", "sch.wide"].map(|name| {
            let mut labels = sample.text(name).to_vec();
            labels.sort();
            labels.dedup();
            (name, sample.codes(name), labels)
        });
        Data { numbers: numbers.to_vec(), texts: texts.to_vec(), sample }
    }

    fn find(&self, name: &str) -> Option<Column<'_>> {
        let number = self.numbers.iter().find(|column| column.0 == name);
        let text = self.texts.iter().find(|column| column.0 == name);
        number
            .map(|column| Column::Numeric(&column.1))
            .or(text.map(|(_, codes, labels)| Column::Categories { codes, labels }))
    }

    fn matrix(&self, text: &str) -> ModelMatrix<'_> {
        let formula = Formula::parse(text).unwrap_or_else(|cause| panic!("{text}: {cause}"));
        ModelMatrix::new(&formula, self.sample.rows, |name| self.find(name)).unwrap()
    }
}

#[test]
fn columns_agree_with_r() {
    let data = Data::new();
    let cases = table("models/formula/expected.csv");
    let texts = cases.text("formula");
    let mut at = 0;
    let mut formulas = 0;
    while at < cases.rows {
        let end = (at..cases.rows).find(|&row| texts[row] != texts[at]).unwrap_or(cases.rows);
        // Commas would end a field of the file.
        let text = texts[at].replace(';', ",");
        let matrix = data.matrix(&text);
        let names: Vec<String> =
            cases.text("column")[at..end].iter().map(|name| name.replace(';', ",")).collect();
        assert_eq!(matrix.names, names, "{text}");
        let terms: Vec<f64> = matrix.terms.iter().map(|&term| term as f64).collect();
        assert_eq!(terms, cases.numbers("term")[at..end], "{text}");
        for (column, (sum, squares)) in matrix
            .slices()
            .iter()
            .zip(cases.numbers("sum")[at..end].iter().zip(&cases.numbers("by_row")[at..end]))
        {
            let by_row: f64 = column.iter().enumerate().map(|(row, x)| x * (row + 1) as f64).sum();
            assert!((column.iter().sum::<f64>() - sum).abs() <= 1e-9 * sum.abs().max(1.0), "{text}");
            assert!((by_row - squares).abs() <= 1e-9 * squares.abs().max(1.0), "{text}");
        }
        formulas += 1;
        at = end;
    }
    assert_eq!(formulas, 20);
}

#[test]
fn the_parts_of_a_formula_are_found() {
    let formula = Formula::parse("Surv(days, died) ~ age + strata(site, sex) + offset(log(n)) - 1").unwrap();
    let Some(Response::Survival { start: None, time, status }) = &formula.response else { panic!() };
    assert_eq!((time.name.as_str(), status.name.as_str()), ("days", "died"));
    assert_eq!(formula.names(), ["days", "died", "age", "n", "site", "sex"]);
    assert_eq!(formula.offsets[0].transform, Transform::Log);
    assert!(!formula.intercept);
    let response = Formula::parse("vote == \"yes\" ~ 1").unwrap().response;
    let Some(Response::Variable(variable)) = response else { panic!() };
    assert_eq!(variable.transform, Transform::Equals("yes".to_owned()));
    let quoted = Formula::parse("~ `tuổi (năm)` : thu_nhập").unwrap();
    assert_eq!(quoted.labels(), ["tuổi (năm):thu_nhập"]);
    assert_eq!(quoted.response, None);
}

#[test]
fn what_is_no_formula_is_refused_with_its_place() {
    let fault = |text: &str| Formula::parse(text).map(|_| ()).map_err(|error| (error.at, error.fault));
    let unexpected = |found: &str| FormulaFault::Unexpected { found: found.to_owned() };
    assert_eq!(fault("y + x"), Err((6, FormulaFault::Tilde)));
    assert_eq!(fault("y ~ x +"), Err((8, FormulaFault::End)));
    assert_eq!(fault("y ~ x + + z"), Err((9, unexpected("+"))));
    assert_eq!(fault("y ~ (x + z"), Err((5, FormulaFault::Unclosed)));
    assert_eq!(fault("y ~ x)"), Err((6, unexpected(")"))));
    assert_eq!(fault("y ~ `x"), Err((5, FormulaFault::Unclosed)));
    assert_eq!(fault("y ~ 2"), Err((5, FormulaFault::Number { text: "2".to_owned() })));
    assert_eq!(fault("y ~ poly(x, 2)"), Err((5, FormulaFault::Function { name: "poly".to_owned() })));
    assert_eq!(fault("y ~ x $ z"), Err((7, unexpected("$"))));
    assert_eq!(fault("y ~ x - 1 - x"), Err((14, FormulaFault::Empty)));
    assert_eq!(fault("y ~ x ~ z"), Err((7, unexpected("~"))));
    let takes = "a variable with a power (x^2) or with a value (x == \"yes\")";
    let argument = FormulaFault::Arguments { function: "I".to_owned(), takes };
    assert_eq!(fault("y ~ I(x)"), Err((8, argument)));
    let deep = format!("y ~ {}x{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(fault(&deep).map_err(|error| error.1), Err(FormulaFault::Large));
    let wide: Vec<String> = (0..100).map(|i| format!("x{i}")).collect();
    let wide = format!("y ~ ({})^3", wide.join(" + "));
    assert_eq!(fault(&wide).map_err(|error| error.1), Err(FormulaFault::Large));
}

#[test]
fn variables_that_do_not_fit_are_named() {
    let data = Data::new();
    let matrix = |text: &str, rows: usize| {
        let formula = Formula::parse(text).unwrap();
        ModelMatrix::new(&formula, rows, |name| data.find(name)).map(|_| ())
    };
    let rows = data.sample.rows;
    let name = |text: &str| text.to_owned();
    assert_eq!(matrix("y ~ age", rows), Err(MatrixError::Unknown { name: name("age"), at: 5 }));
    assert_eq!(matrix("y ~ ell", 3), Err(MatrixError::Length { name: name("ell"), rows: 3, found: rows }));
    assert_eq!(matrix("y ~ log(stype)", rows), Err(MatrixError::NotNumeric { name: name("stype") }));
    assert_eq!(
        matrix("y ~ factor(stype, ref = \"X\")", rows),
        Err(MatrixError::Reference { name: name("stype"), reference: name("X") })
    );
}

#[test]
fn categories_without_rows_are_listed_and_missing_ones_leave_their_rows_out() {
    let labels: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
    let codes = [2, 0, MISSING_CODE, 0];
    let formula = Formula::parse("~ g").unwrap();
    let find = |_: &str| Some(Column::Categories { codes: &codes, labels: &labels });
    let matrix = ModelMatrix::new(&formula, 4, find).unwrap();
    assert_eq!(matrix.names, ["(Intercept)", "gc"]);
    assert_eq!(matrix.unused, [("g".to_owned(), "b".to_owned())]);
    assert!(matrix.columns[1][2].is_nan());
    assert_eq!(matrix.columns_of(0), [1]);
    let one = [0, 0, 0, 0];
    let find = |_: &str| Some(Column::Categories { codes: &one, labels: &labels });
    assert_eq!(ModelMatrix::new(&formula, 4, find), Err(MatrixError::OneCategory { name: "g".to_owned() }));
    let wrong = [0, 7, 0, 0];
    let find = |_: &str| Some(Column::Categories { codes: &wrong, labels: &labels });
    let code = MatrixError::Code { name: "g".to_owned(), row: 1, code: 7 };
    assert_eq!(ModelMatrix::new(&formula, 4, find), Err(code));
}

/// The code of a missing answer.
const MISSING_CODE: u32 = u32::MAX;
