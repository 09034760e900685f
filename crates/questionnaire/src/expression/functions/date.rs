//! Days and moments: made from texts and numbers, taken apart, written.

use super::{Arity, Entry, Function};
use crate::expression::compile::Code;
use crate::expression::dates::{Moment, format_moment, parse_date_time, parse_time_of_day};
use crate::expression::evaluate::{Evaluated, EvaluationError, Evaluator, Scope};
use crate::expression::value::{Atom, Value};
use crate::expression::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateFunction {
    Today,
    Now,
    Date,
    DateTime,
    DecimalDateTime,
    DecimalTime,
    Format,
}

use DateFunction as D;

const fn entry(name: &'static str, function: D, arity: Arity) -> Entry {
    Entry::new(name, Function::Date(function), arity)
}

pub(super) const TABLE: &[Entry] = &[
    entry("today", D::Today, Arity::Exactly(0)),
    entry("now", D::Now, Arity::Exactly(0)),
    entry("date", D::Date, Arity::Exactly(1)),
    entry("date-time", D::DateTime, Arity::Exactly(1)),
    entry("decimal-date-time", D::DecimalDateTime, Arity::Exactly(1)),
    entry("decimal-time", D::DecimalTime, Arity::Exactly(1)),
    entry("format-date", D::Format, Arity::Exactly(2)),
    entry("format-date-time", D::Format, Arity::Exactly(2)),
];

impl<'a, W: World> Evaluator<'a, W> {
    pub(crate) fn date_function(
        &self,
        function: DateFunction,
        arguments: &'a [Code],
        scope: Scope<W::Node>,
    ) -> Evaluated<'a, W> {
        let offset = self.environment.offset_minutes;
        let atom = match function {
            D::Today => Atom::Date(self.environment.now.day_start(offset)),
            D::Now => Atom::Date(self.environment.now),
            D::Date => match self.atom_of(arguments, 0, scope)? {
                Atom::Date(moment) => Atom::Date(moment.day_start(offset)),
                Atom::Number(days) if days.is_nan() => Atom::Number(days),
                Atom::Number(days) => Atom::Date(Moment::midnight(in_range(days)?.trunc() as i64, offset)),
                other => self.read_date(other)?,
            },
            D::DateTime => self.read_date(self.atom_of(arguments, 0, scope)?)?,
            D::DecimalDateTime => match self.read_date(self.atom_of(arguments, 0, scope)?)? {
                Atom::Date(moment) => Atom::Number(moment.decimal_days()),
                blank => blank,
            },
            D::DecimalTime => match self.atom_of(arguments, 0, scope)? {
                Atom::Number(days) => Atom::Number(in_range(days)? - days.floor()),
                Atom::Text(text) if !text.is_empty() && !text.contains('T') => {
                    match parse_time_of_day(&text, self.environment.now, offset) {
                        Some(moment) => Atom::Number(moment.decimal_time(offset)),
                        None => self.decimal_time(Atom::Text(text))?,
                    }
                }
                other => self.decimal_time(other)?,
            },
            D::Format => {
                let moment = self.read_date(self.atom_of(arguments, 0, scope)?)?;
                let format = self.text_of(arguments, 1, scope)?;
                match moment {
                    Atom::Date(moment) => {
                        let text = format_moment(moment, &format, offset, self.environment.language);
                        Atom::text(
                            text.map_err(|_| EvaluationError::DateFormat { format: format.into_owned() })?,
                        )
                    }
                    _ => Atom::text(""),
                }
            }
        };
        Ok(Value::Atom(atom))
    }

    fn decimal_time(&self, atom: Atom<'a>) -> Result<Atom<'a>, EvaluationError> {
        Ok(match self.read_date(atom)? {
            Atom::Date(moment) => Atom::Number(moment.decimal_time(self.environment.offset_minutes)),
            blank => blank,
        })
    }

    /// A moment with its time; what is blank stays as it is. A number is days since 1970 in UTC.
    fn read_date(&self, atom: Atom<'a>) -> Result<Atom<'a>, EvaluationError> {
        match atom {
            Atom::Date(_) => Ok(atom),
            Atom::Number(days) if days.is_nan() => Ok(atom),
            Atom::Number(days) => {
                let milliseconds = in_range(days)? * crate::expression::dates::DAY as f64;
                Ok(Atom::Date(Moment(milliseconds as i64)))
            }
            Atom::Text(text) if text.is_empty() => Ok(Atom::Text(text)),
            Atom::Text(text) => match parse_date_time(&text, self.environment.offset_minutes) {
                Some(moment) => Ok(Atom::Date(moment)),
                None => Err(EvaluationError::NotDate { text: text.into_owned() }),
            },
            Atom::Boolean(boolean) => Err(EvaluationError::NotDate { text: boolean.to_string() }),
        }
    }
}

/// Days that a date can have.
fn in_range(days: f64) -> Result<f64, EvaluationError> {
    if days.abs() > f64::from(i32::MAX) {
        return Err(EvaluationError::NotDate { text: days.to_string() });
    }
    Ok(days)
}
