//! Reading `[[tables]]`.

use super::walk::{Section, Walk};
use crate::definition::{ChartChoice, Statistic, TableRequest};

/// A request for tables: of questions, or of a function of totals.
pub(super) fn table(section: &Section<'_>, walk: &mut Walk<'_>) -> TableRequest {
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
                    ("quantile", Statistic::Quantile),
                    ("sd", Statistic::Sd),
                    ("variance", Statistic::Variance),
                ],
            )
            .unwrap_or_default(),
        p: section.number_in(walk, "p", "a number above 0 and below 1", |p| p > 0.0 && p < 1.0),
        function: section.string(walk, "function"),
        title: section.text(walk, "title"),
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
    if section.has("function") {
        section.require(walk, "title");
        for key in ["questions", "statistic", "p"].into_iter().filter(|key| section.has(key)) {
            let message =
                format!("a function is what the table estimates, and \"{key}\" has no place beside it");
            let remedy = "take the key out, or ask for the function in an entry of its own";
            walk.error("E-STUDY-070", section.at(), &section.path(key), message, remedy);
        }
    } else {
        section.require(walk, "questions");
        if section.has("title") {
            let message = "only a function needs a title: questions have their own words";
            walk.error("E-STUDY-070", section.at(), &section.path("title"), message, "take the key out");
        }
        if table.statistic == Statistic::Quantile {
            section.require(walk, "p");
        } else if section.has("p") {
            let message = "p is the share at or below a quantile, and no quantile is asked for";
            let remedy = "add statistic = \"quantile\", or take the key out";
            walk.error("E-STUDY-070", section.at(), &section.path("p"), message, remedy);
        }
    }
    if table.filter.is_some() {
        section.require(walk, "universe");
    }
    section.finish(walk);
    table
}
