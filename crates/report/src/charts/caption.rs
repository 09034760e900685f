//! What stands under a chart, and what is read to those who cannot see it.

use sounding_disclosure::Shown;
use sounding_survey::{ChartKind, Estimate, Statistic};

use super::legend;
use super::reading::Reading;
use crate::locale::NOTHING;

/// More figures than this are not read out one by one.
const READ_OUT: usize = 24;

/// What the chart shows: the question in few words, by whom, and what the figures are.
pub(crate) fn caption(reading: &Reading<'_>) -> String {
    let table = reading.table;
    let short = if table.short.is_empty() { &table.question } else { &table.short };
    let mut caption = reading.text(short).to_owned();
    if !table.breakdown_labels.is_empty() {
        let labels: Vec<String> =
            table.breakdown_labels.iter().map(|label| inside_a_sentence(reading.text(label))).collect();
        caption = format!("{caption}, {} {}", reading.words.by, labels.join("; "));
    }
    let words = reading.words;
    let unit = match table.statistic {
        Statistic::Percent => words.percent,
        Statistic::Mean => words.mean,
        Statistic::Total => words.total,
        Statistic::Median => words.median,
        Statistic::Ratio => words.ratio,
        Statistic::Deviation => words.deviation,
        Statistic::Variance => words.variance,
        Statistic::Function => words.function,
        Statistic::Quantile(p) => &words.quantile.replace("{p}", &reading.locale.level(p.value())),
    };
    format!("{caption} ({unit})")
}

/// The chart in sentences: its kind, then every figure, or the lowest and the highest where there are many.
pub(crate) fn description(reading: &Reading<'_>, kind: ChartKind) -> String {
    let words = reading.words;
    let mut sentences = vec![match kind {
        ChartKind::None | ChartKind::Bars => words.bars.to_owned(),
        ChartKind::Stacked => words.stacked.to_owned(),
        ChartKind::Diverging => words.diverging.to_owned(),
        ChartKind::Dots => words.dots.to_owned(),
        ChartKind::Trend => words.trend.to_owned(),
    }];
    let (answers, apart) = reading.columns();
    let columns: Vec<usize> = answers.into_iter().chain(apart).collect();
    let groups = reading.table.groups.len();
    if groups * columns.len() <= READ_OUT {
        for group in 0..groups {
            let figures: Vec<String> = columns.iter().map(|&column| figure(reading, group, column)).collect();
            sentences.push(format!("{}: {}", reading.group(group), figures.join("; ")));
        }
    } else {
        sentences.extend(columns.iter().filter_map(|&column| extremes(reading, column)));
    }
    sentences.extend(legend::benchmarks(reading));
    let mut text = sentences.join(". ");
    text.push('.');
    if groups * columns.len() > READ_OUT {
        text.push(' ');
        text.push_str(words.in_table);
    }
    text
}

fn figure(reading: &Reading<'_>, group: usize, column: usize) -> String {
    let words = match reading.shown(group, column) {
        Shown::Figure(figure, reliable) => {
            let star = if reliable { "" } else { "*" };
            format!("{}{star} ({})", reading.value(figure.value), reading.interval(&figure))
        }
        Shown::Hidden => reading.words.not_shown.to_owned(),
        Shown::Nothing => NOTHING.to_owned(),
    };
    if reading.table.columns.len() == 1 { words } else { format!("{} {words}", reading.column(column)) }
}

fn extremes(reading: &Reading<'_>, column: usize) -> Option<String> {
    let seen: Vec<(usize, Estimate)> = (0..reading.table.groups.len())
        .filter_map(|group| Some((group, reading.shown(group, column).figure()?)))
        .collect();
    let value =
        |entry: &&(usize, Estimate), other: &&(usize, Estimate)| entry.1.value.total_cmp(&other.1.value);
    let (lowest, highest) = (seen.iter().min_by(value)?, seen.iter().max_by(value)?);
    let say = |word: &str, (group, figure): &(usize, Estimate)| {
        format!("{word} {} ({})", reading.value(figure.value), reading.group(*group))
    };
    let words = reading.words;
    Some(format!(
        "{}: {}, {}",
        reading.column(column),
        say(words.lowest, lowest),
        say(words.highest, highest)
    ))
}

/// A label as it stands inside a sentence: its first letter small, unless it is an abbreviation.
fn inside_a_sentence(label: &str) -> String {
    let mut signs = label.chars();
    let Some(first) = signs.next() else { return String::new() };
    if signs.clone().next().is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(signs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_begins_small_inside_a_sentence() {
        assert_eq!(inside_a_sentence("Độ tuổi"), "độ tuổi");
        assert_eq!(inside_a_sentence("GDP"), "GDP");
        assert_eq!(inside_a_sentence(""), "");
    }
}
