//! Against R's survey package, derivatives against differences, and texts that cannot be read.

use super::*;
use crate::estimation::Statistic;
use crate::estimation::contrast::joint;
use crate::reference::{close, design, expected};
use crate::variance::SinglePsu;
use std::sync::Arc;

#[test]
fn agrees_with_r_in_every_design_and_domain() {
    let mut compared = 0;
    for case in expected("api/function") {
        let (sample, design, leaves, weights) = design(&case.design);
        // All rows have the listwise complete variables of the case, whichever of them the function names.
        let names = ["api.stu", "enroll", "api00", "api99"];
        let columns = names.map(|name| sample.numbers(name));
        let values: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let function = Function::parse(&case.measure.replace(';', ",")).unwrap();
        let place = |variable: &String| names.iter().position(|name| name == variable).unwrap();
        let expressions: Vec<usize> = function.variables().iter().map(place).collect();
        let function = Arc::new(function.with_expressions(&expressions).unwrap());
        let cells = sample.domain("stype", &case.domain);
        let moments = Moments::of(&leaves, &cells, &weights, &values);
        let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
        let found = super::function(&context, &moments, None, 0, &function).unwrap().unwrap();
        let what = format!("{} {} {}", case.design, case.measure, case.domain);
        close(found.value, case.value, &what);
        close(found.se, case.se, &what);
        close(found.df, case.df, &what);
        let statistic = Statistic::Function { cell: 0, function };
        let together = joint(&context, &moments, None, &[statistic]).unwrap();
        close(together.covariance[0].sqrt(), case.se, &what);
        compared += 1;
    }
    assert!(compared >= 100);
}

#[test]
fn numbers_and_precedence_are_those_of_r() {
    let value = |text: &str| Function::parse(text).unwrap().evaluate(10.0, &[30.0, 4.0]).0;
    // By hand: count() is 10, total(a) is 30, total(b) is 4.
    assert_eq!(value("count() - -2^2"), 14.0);
    assert_eq!(value("total(a) - total(b) - 1"), 25.0);
    assert_eq!(value("total(a) / total(b) / 2"), 3.75);
    assert_eq!(value("2^3^2 + 0*mean(a)"), 512.0);
    assert_eq!(value("count()^-1 * .5e+1"), 0.5);
    assert_eq!(value("+ratio(a,`b`)"), 7.5);
    assert_eq!(value("exp(log(sqrt(total(a)*total(a))))").round(), 30.0);
}

#[test]
fn derivatives_agree_with_differences() {
    let f = Function::parse("log(total(a)) * mean(b)^2 / exp(ratio(b, a)) - sqrt(count())^total(a)").unwrap();
    let at = [3.0, 1.3, 0.7];
    let value = |at: [f64; 3]| f.evaluate(at[0], &at[1..]).0;
    let (_, gradient) = f.evaluate(at[0], &at[1..]);
    for j in 0..3 {
        let step = 1e-6;
        let (mut up, mut down) = (at, at);
        up[j] += step;
        down[j] -= step;
        let difference = (value(up) - value(down)) / (2.0 * step);
        assert!((gradient[j] - difference).abs() < 1e-7, "{j}: {} {difference}", gradient[j]);
    }
}

#[test]
fn a_constant_operand_has_no_derivative_to_be_undefined() {
    // The logarithm of a negative base belongs to the derivative by the exponent, which is a number here.
    let (value, gradient) = Function::parse("(0 - total(a))^2").unwrap().evaluate(1.0, &[3.0]);
    assert_eq!((value, gradient[1]), (9.0, 6.0));
    let (value, gradient) = Function::parse("(total(a) - 3)^2").unwrap().evaluate(1.0, &[3.0]);
    assert_eq!((value, gradient[1]), (0.0, 0.0));
}

#[test]
fn a_function_that_is_not_finite_is_no_estimate() {
    let (_, design, leaves, weights) = design("strat");
    let zero = vec![0.0; leaves.len()];
    let moments = Moments::of(&leaves, &vec![0; leaves.len()], &weights, &[&zero]);
    let context = Context { design: &design, single: SinglePsu::Fail, calibration: None };
    for text in ["1 / total(a)", "log(total(a))", "sqrt(total(a))", "total(a) / total(a)"] {
        let f = Function::parse(text).unwrap();
        assert_eq!(super::function(&context, &moments, None, 0, &f), Ok(None), "{text}");
    }
    let f = Function::parse("total(a)").unwrap();
    assert_eq!(super::function(&context, &moments, None, 7, &f), Ok(None));
}

#[test]
fn what_cannot_be_read_says_where_and_what_to_do() {
    let fault = |text: &str| {
        let error = Function::parse(text).unwrap_err();
        assert!(!error.remedy().is_empty() && error.to_string().contains(&error.remedy()));
        (error.at, error.fault)
    };
    let unexpected = |c: &str| FunctionFault::Unexpected { found: c.to_owned() };
    let variable = |f: &str, takes| FunctionFault::Variable { function: f.to_owned(), takes };
    assert_eq!(fault(""), (1, FunctionFault::End));
    assert_eq!(fault("total(a) +"), (11, FunctionFault::End));
    assert_eq!(fault("total(a) ) "), (10, unexpected(")")));
    assert_eq!(fault("total(a) $ 2"), (10, unexpected("$")));
    assert_eq!(fault("* total(a)"), (1, unexpected("*")));
    assert_eq!(fault("2 * (total(a)"), (5, FunctionFault::Unclosed));
    assert_eq!(fault("total(`a b) + 1"), (7, FunctionFault::Unclosed));
    assert_eq!(fault("total(a"), (6, FunctionFault::Unclosed));
    assert_eq!(fault("1.2.3 + total(a)"), (1, FunctionFault::Number { text: "1.2.3".to_owned() }));
    assert_eq!(fault("1e999 + total(a)"), (1, FunctionFault::Number { text: "1e999".to_owned() }));
    assert_eq!(fault("total(a) + cos(2)"), (12, FunctionFault::Name { name: "cos".to_owned() }));
    assert_eq!(fault("income / 2"), (1, FunctionFault::Bare { name: "income".to_owned() }));
    assert_eq!(fault("total(2)"), (7, variable("total", 1)));
    assert_eq!(fault("total(a + b)"), (9, variable("total", 1)));
    assert_eq!(fault("ratio(a)"), (8, variable("ratio", 2)));
    assert_eq!(fault("count(a)"), (7, variable("count", 0)));
    assert_eq!(fault("1 + 2"), (1, FunctionFault::Constant));
    assert_eq!(fault(&"(".repeat(10_000)).1, FunctionFault::Deep);
    assert_eq!(fault(&"-".repeat(10_000)).1, FunctionFault::Deep);
    assert_eq!(fault(&("2^".repeat(10_000) + "total(a)")).1, FunctionFault::Deep);
    // Length alone is no fault.
    assert!(Function::parse(&("1+".repeat(10_000) + "total(a)")).is_ok());
}
