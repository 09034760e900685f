//! The laws of all charts, on every sample, at both widths and in both languages.

mod markup;
mod samples;

use sounding_survey::{ChartKind, Disclosure, Language, Table};

use super::page::Page;
use super::reading::Reading;
use super::scene::{Anchor, Scene, Shape};
use super::text::Measure;
use super::{NARROW, WIDE, figure, kind, scene};
use crate::theme;

/// Every drawing of a table, with what it is.
fn drawings(name: &str, table: &Table) -> Vec<(String, Scene)> {
    let measure = Measure::new();
    let mut drawings = Vec::new();
    for language in Language::ALL {
        for width in [WIDE, NARROW] {
            let reading = Reading::new(table, language);
            let Some(kind) = kind(&reading) else { continue };
            let drawn = scene(&Page::new(&reading, &measure, width), kind);
            drawings.push((format!("{name} {language} {width}"), drawn));
        }
    }
    drawings
}

fn wide(table: &Table) -> Scene {
    drawings("", table).swap_remove(2).1
}

/// Left, top, right, bottom of the words in a drawing.
fn boxes(scene: &Scene) -> Vec<(String, [f64; 4])> {
    let measure = Measure::new();
    let place = |shape: &Shape| {
        let Shape::Words { at, words, style, anchor, .. } = shape else { return None };
        let width = measure.width(words, *style);
        let left = match anchor {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        // From the height of a capital to the baseline; marks over and under letters may come close to the next line's.
        (!words.is_empty()).then(|| (words.clone(), [left, at.1 - 0.72 * style.size, left + width, at.1]))
    };
    scene.shapes.iter().filter_map(place).collect()
}

#[test]
fn every_word_stands_inside_the_picture_and_on_no_other_word() {
    for (name, table) in samples::all() {
        for (name, scene) in drawings(name, &table) {
            let boxes = boxes(&scene);
            assert!(boxes.len() > 4, "{name}");
            for (at, (words, [left, top, right, bottom])) in boxes.iter().enumerate() {
                let inside =
                    *left >= -0.01 && *top >= 0.0 && *right <= scene.width + 0.01 && *bottom <= scene.height;
                assert!(
                    inside,
                    "{name}: \"{words}\" at {left} {top} {right} {bottom} of {} {}",
                    scene.width, scene.height
                );
                for (other, [l, t, r, b]) in &boxes[at + 1..] {
                    let apart =
                        *r <= left + 0.5 || *l >= right - 0.5 || *b <= top + 0.5 || *t >= bottom - 0.5;
                    assert!(apart, "{name}: \"{words}\" and \"{other}\"");
                }
            }
        }
    }
}

#[test]
fn every_mark_stands_inside_the_picture() {
    for (name, table) in samples::all() {
        for (name, scene) in drawings(name, &table) {
            let mut points: Vec<(f64, f64)> = Vec::new();
            for shape in &scene.shapes {
                match shape {
                    Shape::Box { x, y, width, height, .. } => {
                        points.extend([(*x, *y), (x + width, y + height)]);
                    }
                    Shape::Line { from, to, .. } => points.extend([*from, *to]),
                    Shape::Path { points: path, .. } => points.extend(path),
                    Shape::Disc { centre: (x, y), radius, .. } => {
                        points.extend([(x - radius, y - radius), (x + radius, y + radius)]);
                    }
                    Shape::Words { .. } => {}
                }
            }
            for (x, y) in points {
                let inside = x >= -0.01 && x <= scene.width + 0.01 && y >= -0.01 && y <= scene.height + 0.01;
                assert!(inside, "{name}: {x} {y} of {} {}", scene.width, scene.height);
            }
        }
    }
}

/// Left end and length of the boxes of a colour.
fn bars(scene: &Scene, colour: &str) -> Vec<(f64, f64)> {
    let bar = |shape: &Shape| match shape {
        Shape::Box { x, width, fill, edge: None, .. } if fill == colour => Some((*x, *width)),
        _ => None,
    };
    scene.shapes.iter().filter_map(bar).collect()
}

#[test]
fn bars_begin_at_zero_and_are_as_long_as_their_figures() {
    let table = samples::concerns();
    for (name, scene) in drawings("", &table) {
        let bars = bars(&scene, theme::ACCENT);
        let values = [0.634, 0.512, 0.437, 0.31, 0.244];
        assert_eq!(bars.len(), values.len(), "{name}");
        for ((left, length), value) in bars.iter().zip(values) {
            assert_eq!(*left, bars[0].0, "{name}");
            assert!((length / bars[0].1 - value / values[0]).abs() < 1e-9, "{name}: {length} for {value}");
        }
    }
}

#[test]
fn negative_bars_end_where_positive_ones_begin() {
    let table = samples::mean(ChartKind::Bars, -1.4, 1.9);
    let bars = bars(&wide(&table), theme::ACCENT);
    let open = table.cells.iter().filter(|cell| cell.disclosure == Disclosure::Open);
    let values: Vec<f64> = open
        .filter(|cell| cell.reliability == sounding_survey::Reliability::Reliable)
        .filter_map(|cell| Some(cell.estimate?.value))
        .collect();
    assert_eq!(bars.len(), values.len());
    let zero = bars.iter().zip(&values).find(|(_, value)| **value > 0.0).map(|((left, _), _)| *left).unwrap();
    assert!(values.iter().any(|value| *value < 0.0));
    for ((left, length), value) in bars.iter().zip(&values) {
        let end = if *value < 0.0 { left + length } else { *left };
        assert!((end - zero).abs() < 1e-9, "{value}");
    }
}

#[test]
fn stacked_parts_follow_each_other_in_order_and_are_as_long_as_their_figures() {
    let table = samples::choice(ChartKind::Stacked);
    let scene = wide(&table);
    let parts: Vec<(f64, f64)> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Box { x, width, edge: Some(edge), .. } if edge == theme::PAPER => Some((*x, *width)),
            _ => None,
        })
        .collect();
    assert_eq!(parts.len(), table.cells.len());
    let unit = parts[0].1 / table.cells[0].estimate.unwrap().value;
    for (pair, cells) in parts.chunks(2).zip(table.cells.chunks(2)) {
        assert_eq!(pair[0].0, parts[0].0);
        assert!((pair[0].0 + pair[0].1 - pair[1].0).abs() < 1e-9);
        for (part, cell) in pair.iter().zip(cells) {
            assert!((part.1 / unit - cell.estimate.unwrap().value).abs() < 1e-9);
        }
    }
}

#[test]
fn a_diverging_bar_is_halved_by_the_middle_of_its_scale() {
    let mut table = samples::satisfaction(ChartKind::Diverging);
    table.groups.truncate(1);
    table.cells.truncate(6);
    let shares = [0.1, 0.2, 0.3, 0.25, 0.1, 0.05];
    for (cell, share) in table.cells.iter_mut().zip(shares) {
        *cell = samples::cell(share, 0.02);
    }
    let scene = wide(&table);
    let boxes: Vec<(f64, f64)> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Box { x, width, edge: Some(edge), .. } if edge == theme::PAPER => Some((*x, *width)),
            _ => None,
        })
        .collect();
    let zero = scene
        .shapes
        .iter()
        .find_map(|shape| match shape {
            Shape::Line { from, to, colour, .. } if from.0 == to.0 && colour == theme::MUTED => Some(from.0),
            _ => None,
        })
        .unwrap();
    let [.., middle, _, _, apart] = boxes[..] else { panic!("{boxes:?}") };
    assert!((middle.0 + middle.1 / 2.0 - zero).abs() < 1e-9);
    assert!((zero - boxes[0].0) / middle.1 - (0.1 + 0.2 + 0.15) / 0.3 < 1e-9);
    assert!(apart.0 > boxes[4].0 + boxes[4].1 + 10.0, "don't know stands apart");
}

/// A copy in which every hidden figure is another one.
fn with_other_secrets(table: &Table) -> Table {
    let mut other = table.clone();
    for (at, cell) in
        other.cells.iter_mut().enumerate().filter(|(_, cell)| cell.disclosure != Disclosure::Open)
    {
        *cell = sounding_survey::Cell {
            disclosure: cell.disclosure,
            ..samples::cell(0.9 - 0.001 * at as f64, 0.3)
        };
        cell.count = 7;
    }
    other
}

/// A copy from which every hidden figure is taken out, as protection leaves it.
fn withheld(table: &Table) -> Table {
    let mut other = table.clone();
    for cell in other.cells.iter_mut().filter(|cell| cell.disclosure != Disclosure::Open) {
        (cell.estimate, cell.count) = (None, 0);
    }
    other
}

#[test]
fn what_is_hidden_changes_nothing_that_is_drawn_or_said() {
    let mut hidden = 0;
    for (name, table) in samples::all() {
        hidden += table.cells.iter().filter(|cell| cell.disclosure != Disclosure::Open).count();
        for language in Language::ALL {
            let drawn = figure(&table, language);
            assert_eq!(drawn, figure(&with_other_secrets(&table), language), "{name}");
            assert_eq!(drawn, figure(&withheld(&table), language), "{name}");
        }
    }
    assert!(hidden > 10);
}

#[test]
fn a_single_hidden_figure_of_a_whole_takes_its_group_out_of_every_chart() {
    for chart in [ChartKind::Bars, ChartKind::Stacked, ChartKind::Diverging, ChartKind::Dots] {
        let mut table = samples::satisfaction(chart);
        samples::hide(&mut table, 7, &[2]);
        let mut other = table.clone();
        for at in 7 * 6..8 * 6 {
            other.cells[at] =
                sounding_survey::Cell { disclosure: other.cells[at].disclosure, ..samples::cell(0.3, 0.1) };
        }
        assert!(figure(&table, Language::En).is_some());
        assert_eq!(figure(&table, Language::En), figure(&other, Language::En), "{chart:?}");
    }
}

/// Widths of hatched boxes that are parts of bars, not signs.
fn hatched(scene: &Scene) -> Vec<f64> {
    let hatch = |shape: &Shape| match shape {
        Shape::Box { width, fill, edge: Some(edge), .. } if fill == theme::PAPER && edge == theme::MUTED => {
            Some(*width)
        }
        _ => None,
    };
    scene.shapes.iter().filter_map(hatch).filter(|width| *width != 12.0).collect()
}

#[test]
fn two_hidden_figures_are_one_hatched_rest_and_one_is_none() {
    let mut table = samples::choice(ChartKind::Stacked);
    table.columns.push(sounding_survey::Column { code: "9".into(), ..table.columns[0].clone() });
    table.groups.truncate(3);
    table.cells = [0.5, 0.3, 0.2].repeat(3).into_iter().map(|share| samples::cell(share, 0.02)).collect();
    assert!(hatched(&wide(&table)).is_empty());
    samples::hide(&mut table, 1, &[0]);
    assert!(hatched(&wide(&table)).is_empty());
    samples::hide(&mut table, 2, &[0, 2]);
    let scene = wide(&table);
    let unit = scene
        .shapes
        .iter()
        .find_map(|shape| match shape {
            Shape::Box { width, edge: Some(edge), .. } if edge == theme::PAPER => Some(width / 0.5),
            _ => None,
        })
        .unwrap();
    let rest = hatched(&scene);
    assert!(rest.len() == 1 && (rest[0] / unit - 0.7).abs() < 1e-9, "{rest:?}");
}

#[test]
fn the_two_marks_are_never_on_the_same_figure_and_each_is_explained_only_where_it_stands() {
    let said = |table: &Table, words: &str| {
        drawings("", table)
            .iter()
            .any(|(_, scene)| boxes(scene).iter().any(|(found, _)| found.contains(words)))
    };
    let clean = samples::choice(ChartKind::Dots);
    assert!(!said(&clean, "*") && !said(&clean, "Not shown") && !said(&clean, "not shown"));
    let mut unreliable = clean.clone();
    unreliable.cells[4].reliability = sounding_survey::Reliability::SmallBase;
    assert!(said(&unreliable, "*") && said(&unreliable, "Unreliable") && !said(&unreliable, "Not shown"));
    let mut hidden = clean.clone();
    samples::hide(&mut hidden, 2, &[0, 1]);
    hidden.cells[4].reliability = sounding_survey::Reliability::SmallBase;
    assert!(!said(&hidden, "*") && !said(&hidden, "Unreliable"), "a hidden figure has the one mark only");
    assert!(said(&hidden, "Not shown, to protect respondents"));
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    for (name, table) in samples::all() {
        assert_eq!(figure(&table, Language::Vi), figure(&table.clone(), Language::Vi), "{name}");
    }
}

#[test]
fn pictures_are_well_formed_and_use_nothing_but_plain_marks() {
    for (name, mut table) in samples::all() {
        let hostile = "<script>alert(\"1\") & 'x'</script>";
        table.groups[0].label = sounding_survey::Text::same(hostile);
        table.columns[0].label = sounding_survey::Text::same(hostile);
        table.short = sounding_survey::Text::same(hostile);
        let figure = figure(&table, Language::Vi).unwrap();
        for svg in [&figure.wide, &figure.narrow] {
            let names = markup::elements(svg).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            let plain = ["svg", "rect", "line", "polyline", "polygon", "circle", "text"];
            assert!(names.iter().all(|name| plain.contains(&name.as_str())), "{name}: {names:?}");
            assert!(!svg.contains(" id=") && !svg.contains(" class=") && !svg.contains(" style="));
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        }
    }
}

#[test]
fn nothing_to_draw_is_no_chart() {
    let mut table = samples::concerns();
    table.chart = ChartKind::None;
    assert_eq!(figure(&table, Language::En), None);
    let mut table = samples::concerns();
    for cell in &mut table.cells {
        cell.disclosure = Disclosure::Primary;
    }
    assert_eq!(figure(&table, Language::En), None);
    let mut table = samples::mean(ChartKind::Dots, 1.0, 2.0);
    for cell in &mut table.cells {
        cell.estimate = None;
    }
    assert_eq!(figure(&table, Language::En), None);
    let mut table = samples::single_trend();
    for cell in &mut table.cells[1..] {
        cell.disclosure = Disclosure::Primary;
    }
    assert_eq!(figure(&table, Language::En), None, "everyone is no point in time");
}

#[test]
fn what_does_not_suit_a_table_is_drawn_as_what_does() {
    let kind = |table: &Table| kind(&Reading::new(table, Language::En));
    let mut several = samples::concerns();
    several.chart = ChartKind::Stacked;
    assert_eq!(kind(&several), Some(ChartKind::Bars));
    assert_eq!(kind(&samples::choice(ChartKind::Diverging)), Some(ChartKind::Stacked));
    assert_eq!(kind(&samples::choice(ChartKind::Trend)), Some(ChartKind::Trend));
    let mut crossed = samples::single_trend();
    crossed.groups[1].codes.push("x".into());
    assert_eq!(kind(&crossed), Some(ChartKind::Dots));
}

#[test]
fn those_who_cannot_see_a_chart_are_told_what_it_shows() {
    let figure = figure(&samples::concerns(), Language::En).unwrap();
    assert_eq!(figure.caption, "Main concerns (%)");
    assert!(figure.description.contains("Jobs and income 51.2%"), "{}", figure.description);
    assert!(figure.description.contains("Labour force survey 2025: Jobs and income 47.8%"));
    let many = super::figure(&samples::provinces(ChartKind::Stacked), Language::Vi).unwrap();
    assert_eq!(many.caption, "Tin vào việc giải quyết khiếu nại, theo tỉnh, thành phố (%)");
    assert!(many.description.contains("thấp nhất") && many.description.chars().count() < 900);
}

/// Writes every sample as pages to look at into the folder that `SOUNDING_CHARTS` names; without it only draws them.
#[test]
fn every_sample_is_drawn_in_both_languages_and_widths() {
    let folder = std::env::var_os("SOUNDING_CHARTS").map(std::path::PathBuf::from);
    for language in Language::ALL {
        let mut pages = [String::new(), String::new()];
        for (name, table) in samples::all() {
            let figure = figure(&table, language).unwrap_or_else(|| panic!("{name} is not drawn"));
            for (page, svg) in pages.iter_mut().zip([&figure.wide, &figure.narrow]) {
                page.extend(["<figure>", svg, "<figcaption>", name, "</figcaption></figure>\n"]);
            }
            for (width, svg) in [("wide", &figure.wide), ("narrow", &figure.narrow)] {
                if let Some(folder) = &folder {
                    std::fs::write(folder.join(format!("{name}-{language}-{width}.svg")), svg).unwrap();
                }
            }
        }
        for (width, page) in ["wide", "narrow"].iter().zip(pages) {
            if let Some(folder) = &folder {
                let page = format!("<!doctype html><meta charset=\"utf-8\"><body>{page}");
                std::fs::write(folder.join(format!("{language}-{width}.html")), page).unwrap();
            }
        }
    }
}

#[test]
fn intervals_are_named_with_the_level_of_their_table() {
    for kind in [ChartKind::Bars, ChartKind::Dots] {
        let mut table = samples::choice(kind);
        table.level = 0.9;
        let drawn = figure(&table, Language::Vi).unwrap();
        assert!(drawn.wide.contains("Khoảng tin cậy 90%") && !drawn.wide.contains("Khoảng tin cậy 95%"));
    }
}
