//! Colours and typefaces, the same in print and on a page. The colours of opposites (blue and orange) are told apart with every
//! common colour blindness and in grey print by their lightness.

/// The paper itself.
pub(crate) const PAPER: &str = "#ffffff";
/// Text.
pub(crate) const INK: &str = "#17212b";
/// Text of the second rank: intervals, bases, notes.
pub(crate) const MUTED: &str = "#56626d";
/// Thin lines.
pub(crate) const RULE: &str = "#d3dae0";
/// Tinted ground of boxes and table heads.
pub(crate) const GROUND: &str = "#f2f5f8";
/// Bars, links, headings' rules.
pub(crate) const ACCENT: &str = "#1b5e94";
/// Ground of a warning.
pub(crate) const WARNING: &str = "#fff4e0";
/// Edge of a warning.
pub(crate) const WARNING_EDGE: &str = "#d98e04";
/// What is no opinion: don't know first, refused after it.
pub(crate) const APART: [&str; 2] = ["#c3cad1", "#939ea8"];
/// A known outside figure.
pub(crate) const BENCHMARK: &str = "#b3261e";
/// Sides of a scale, from the extreme inwards: agreement, satisfaction, trust.
pub(crate) const FOR: [&str; 3] = ["#0f4c81", "#4f8ac0", "#a9cbe6"];
/// The other side, from the extreme inwards.
pub(crate) const AGAINST: [&str; 3] = ["#b0570b", "#e39a4f", "#f5d3ab"];
/// The middle of a scale.
pub(crate) const MIDDLE: &str = "#e3e3dc";
/// Categories without an order (after Okabe and Ito), neighbours differing in lightness.
pub(crate) const CATEGORIES: [&str; 8] =
    ["#1b5e94", "#e8a33d", "#0b8f6c", "#c7573c", "#7fb8dd", "#7a4a86", "#b8b23a", "#5b6b78"];

/// Text.
pub(crate) const REGULAR: &[u8] = notosans::REGULAR_TTF;
/// Headings and figures.
pub(crate) const BOLD: &[u8] = notosans::BOLD_TTF;
/// What is not read out: notes to interviewers.
pub(crate) const ITALIC: &[u8] = notosans::ITALIC_TTF;
/// The family's name in stylesheets and in the print engine.
pub(crate) const FAMILY: &str = "Noto Sans";
