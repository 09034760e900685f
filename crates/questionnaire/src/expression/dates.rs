//! Days and moments as ODK treats them: a moment is milliseconds since 1970 in UTC, a day is the midnight with which it starts where
//! the form is filled in, and as a number a moment is the days from 1970 to the local day on which it falls.

use std::fmt::Write;

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// A moment: milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// Date and time of day where the form is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    pub(crate) month: u32,
    pub(crate) day: u32,
    /// Milliseconds since midnight.
    pub(crate) time: i64,
    /// Days since 1970-01-01.
    pub(crate) days: i64,
}

impl Moment {
    /// The local midnight with which a day starts, the day given in days since 1970-01-01.
    pub fn midnight(days: i64, offset_minutes: i32) -> Moment {
        Moment(days.saturating_mul(DAY).saturating_sub(i64::from(offset_minutes) * 60_000))
    }

    /// The local midnight before the moment.
    #[must_use]
    pub fn day_start(self, offset_minutes: i32) -> Moment {
        Moment::midnight(self.days(offset_minutes), offset_minutes)
    }

    /// Days from 1970-01-01 to the local day of the moment.
    pub fn days(self, offset_minutes: i32) -> i64 {
        self.local(offset_minutes).div_euclid(DAY)
    }

    /// Days since 1970 in UTC, with the part of the day.
    pub fn decimal_days(self) -> f64 {
        self.0 as f64 / DAY as f64
    }

    /// The part of the local day that has passed: 0.5 at noon.
    pub fn decimal_time(self, offset_minutes: i32) -> f64 {
        // In this order, so that the last digits are those of JavaRosa.
        let days = self.local(offset_minutes) as f64 / DAY as f64;
        days - days.floor()
    }

    fn local(self, offset_minutes: i32) -> i64 {
        self.0.saturating_add(i64::from(offset_minutes) * 60_000)
    }

    pub(crate) fn civil(self, offset_minutes: i32) -> Civil {
        let days = self.days(offset_minutes);
        let (year, month, day) = civil_from_days(days);
        Civil { year, month, day, time: self.local(offset_minutes).rem_euclid(DAY), days }
    }

    /// `2024-02-29`
    pub fn date_text(self, offset_minutes: i32) -> String {
        let civil = self.civil(offset_minutes);
        format!("{}-{:02}-{:02}", civil.year, civil.month, civil.day)
    }

    /// `13:05:00.000+07:00`
    pub fn time_text(self, offset_minutes: i32) -> String {
        let time = self.civil(offset_minutes).time;
        let (hours, minutes) = (time / 3_600_000, time / 60_000 % 60);
        let zone = zone_text(offset_minutes);
        format!("{hours:02}:{minutes:02}:{:02}.{:03}{zone}", time / 1000 % 60, time % 1000)
    }

    /// `2024-02-29T13:05:00.000+07:00`
    pub fn date_time_text(self, offset_minutes: i32) -> String {
        format!("{}T{}", self.date_text(offset_minutes), self.time_text(offset_minutes))
    }
}

fn zone_text(offset_minutes: i32) -> String {
    if offset_minutes == 0 {
        return "Z".into();
    }
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", offset_minutes.abs() / 60, offset_minutes.abs() % 60)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, which is thought on in both directions.
pub(crate) fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    // Years start in March here, so that the leap day is the last of the year.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = i64::from((153 * ((month + 9) % 12) + 2) / 5 + day - 1);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A date with or without a time: `2024-02-29`, `2024-02-29T13:05`, `2024-02-29T13:05:00.000+07:00`. A time without a zone is local.
pub fn parse_date_time(text: &str, offset_minutes: i32) -> Option<Moment> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let days = parse_date(date)?;
    match time {
        None => Some(Moment::midnight(days, offset_minutes)),
        Some(time) => {
            let (time, zone) = parse_time(time)?;
            let local = Moment::midnight(days, zone.unwrap_or(offset_minutes));
            Some(Moment(local.0.checked_add(time)?))
        }
    }
}

/// A time of day, with or without a zone, on the local day of `now`.
pub fn parse_time_of_day(text: &str, now: Moment, offset_minutes: i32) -> Option<Moment> {
    let (time, zone) = parse_time(text)?;
    let start = now.day_start(offset_minutes).0;
    // A time with another zone falls on the same local day.
    let shift = zone.map_or(0, |zone| i64::from(offset_minutes - zone) * 60_000);
    Some(Moment(start + (time + shift).rem_euclid(DAY)))
}

fn parse_date(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year: i64 = whole(parts.next()?)?;
    let month: u32 = whole(parts.next()?)?;
    let day: u32 = whole(parts.next()?)?;
    let valid = parts.next().is_none()
        && year <= 999_999
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    valid.then(|| days_from_civil(year, month, day))
}

/// Digits and nothing else.
fn whole<N: std::str::FromStr>(text: &str) -> Option<N> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Milliseconds since midnight, and minutes of the zone if it is written.
fn parse_time(text: &str) -> Option<(i64, Option<i32>)> {
    let (time, zone) = if let Some(time) = text.strip_suffix('Z') {
        (time, Some(0))
    } else if let Some(at) = text.find(['+', '-']) {
        let sign = if text[at..].starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = text[at + 1..].split_once(':').unwrap_or((&text[at + 1..], "0"));
        let (hours, minutes): (i32, i32) = (whole(hours)?, whole(minutes)?);
        if hours > 18 || minutes > 59 {
            return None;
        }
        (&text[..at], Some(sign * (hours * 60 + minutes)))
    } else {
        (text, None)
    };
    let mut parts = time.split(':');
    let hours: i64 = whole(parts.next()?)?;
    let minutes: i64 = whole(parts.next()?)?;
    let milliseconds = match parts.next() {
        Some(seconds) => parse_seconds(seconds)?,
        None => 0,
    };
    let valid = parts.next().is_none() && hours < 24 && minutes < 60;
    valid.then_some((hours * 3_600_000 + minutes * 60_000 + milliseconds, zone))
}

fn parse_seconds(text: &str) -> Option<i64> {
    let (seconds, part) = text.split_once('.').unwrap_or((text, ""));
    let seconds: i64 = whole(seconds)?;
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut milliseconds = 0;
    for (digit, weight) in part.bytes().zip([100, 10, 1]) {
        milliseconds += i64::from(digit - b'0') * weight;
    }
    (seconds < 60).then_some(seconds * 1000 + milliseconds)
}

/// A code after `%` that a format may not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadFormat {
    /// `%` at the end.
    Unfinished,
    /// An unknown code.
    Code(char),
}

/// Writes a moment by the codes of `format-date`.
pub(crate) fn format_moment(
    moment: Moment,
    format: &str,
    offset_minutes: i32,
    language: &str,
) -> Result<String, BadFormat> {
    let civil = moment.civil(offset_minutes);
    let (hour, minute) = (civil.time / 3_600_000, civil.time / 60_000 % 60);
    let (second, milli) = (civil.time / 1000 % 60, civil.time % 1000);
    let vietnamese = language == "vi" || language.starts_with("vi-");
    let mut out = String::with_capacity(format.len() + 8);
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let written = match rest.next().ok_or(BadFormat::Unfinished)? {
            '%' => write!(out, "%"),
            'Y' => write!(out, "{:04}", civil.year),
            'y' => write!(out, "{:02}", civil.year.rem_euclid(100)),
            'm' => write!(out, "{:02}", civil.month),
            'n' => write!(out, "{}", civil.month),
            'b' if vietnamese => write!(out, "thg {}", civil.month),
            'b' => write!(out, "{}", MONTHS[(civil.month as usize - 1) % 12]),
            'd' => write!(out, "{:02}", civil.day),
            'e' => write!(out, "{}", civil.day),
            'a' => write!(out, "{}", if vietnamese { DAYS_IN_VIETNAMESE } else { DAYS }[weekday(civil.days)]),
            'H' => write!(out, "{hour:02}"),
            'h' => write!(out, "{hour}"),
            'M' => write!(out, "{minute:02}"),
            'S' => write!(out, "{second:02}"),
            '3' => write!(out, "{milli:03}"),
            'W' => write!(out, "{}", week(civil.days)),
            code => return Err(BadFormat::Code(code)),
        };
        // Writing to a text does not fail.
        let _ = written;
    }
    Ok(out)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const DAYS_IN_VIETNAMESE: [&str; 7] = ["CN", "Th 2", "Th 3", "Th 4", "Th 5", "Th 6", "Th 7"];

/// 0 is Sunday.
fn weekday(days: i64) -> usize {
    (days + 4).rem_euclid(7) as usize
}

/// Week of ISO 8601: the first has the year's first Thursday.
fn week(days: i64) -> i64 {
    let monday = (days + 3).rem_euclid(7);
    let thursday = days - monday + 3;
    let (year, _, _) = civil_from_days(thursday);
    (thursday - days_from_civil(year, 1, 1)) / 7 + 1
}
