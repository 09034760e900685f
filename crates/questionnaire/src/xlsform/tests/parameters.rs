//! Parameters of every type.

use super::{LISTS, errors, faults, survey};

/// Errors of a question with parameters and an appearance.
fn check(kind: &str, parameters: &str, appearance: &str) -> Vec<&'static str> {
    let row = format!("{kind} | q | Q | {parameters} | {appearance} |");
    errors(
        &(survey("parameters | appearance", &["text | z | Z | | |", &row])
            + LISTS
            + "| | ticks | 0 | None |\n| | ticks | 10 | All |\n| | far | 20 | Far |\n| | odd | 3 | Odd |\n"),
    )
}

#[test]
fn every_type_knows_its_parameters() {
    for (kind, parameters, code) in [
        ("text", "rows=3", None),
        ("text", "rows=x", Some("E-FORM-033")),
        ("text", "row=3", Some("E-FORM-031")),
        ("text", "rows", Some("E-FORM-030")),
        ("integer", "anything=1", None),
        ("integer", "anything", Some("E-FORM-030")),
        ("image", "max-pixels=1024", None),
        ("image", "max-pixels=big", Some("E-FORM-033")),
        ("image", "app=org.example.camera max-pixels=9", None),
        ("image", "app=camera max-pixels=9", Some("E-FORM-039")),
        ("image", "app=org..camera max-pixels=9", Some("E-FORM-039")),
        ("audio", "quality=voice-only", None),
        ("audio", "quality=external", None),
        ("audio", "quality=best", Some("E-FORM-032")),
        ("background-audio", "quality=external", Some("E-FORM-032")),
        ("geopoint", "capture-accuracy=2.5 warning-accuracy=10 allow-mock-accuracy=true", None),
        ("geopoint", "capture-accuracy=near", Some("E-FORM-034")),
        ("geopoint", "allow-mock-accuracy=yes", Some("E-FORM-032")),
        ("geopoint", "incremental=true", Some("E-FORM-031")),
        ("geotrace", "incremental=true", None),
        ("geotrace", "incremental=no", Some("E-FORM-032")),
        ("geopoint", "reference-geometry=a", None),
        ("geopoint", "reference-geometry=nowhere", Some("E-FORM-053")),
        ("select_one a", "randomize=true", None),
        ("select_one a", "randomize=true seed=42", None),
        ("select_one a", "randomize=true seed=${z}", None),
        ("select_one a", "randomize=maybe", Some("E-FORM-032")),
        ("select_one a", "seed=42", Some("E-FORM-035")),
        ("select_one a", "randomize=true seed=abc", Some("E-FORM-034")),
        ("select_one a", "value=x", Some("E-FORM-031")),
        ("select_one_from_file f.csv", "value=Code, label=Name", None),
        ("select_one_from_file f.csv", "value=1st", Some("E-FORM-040")),
    ] {
        assert_eq!(check(kind, parameters, ""), code.into_iter().collect::<Vec<_>>(), "{kind} {parameters}");
    }
}

#[test]
fn a_range_is_a_scale_with_steps() {
    for (parameters, appearance, code) in [
        ("", "", None),
        ("start=0 end=10 step=2", "", None),
        ("start=10 end=0", "", None),
        ("start=a", "", Some("E-FORM-034")),
        ("step=0", "", Some("E-FORM-041")),
        ("step=20", "", Some("E-FORM-042")),
        ("start=0 end=1 step=0.1 tick_interval=0.3", "", None),
        ("start=0 step=2 tick_interval=3", "", Some("E-FORM-043")),
        ("start=0 placeholder=3 step=2", "", Some("E-FORM-043")),
        ("start=0 placeholder=12", "", Some("E-FORM-044")),
        ("start=0 tick_labelset=ticks", "", None),
        ("start=0 tick_labelset=ticks", "no-ticks", None),
        ("start=0 tick_labelset=nowhere", "", Some("E-FORM-045")),
        ("start=0 tick_labelset=far", "", Some("E-FORM-046")),
        ("start=0 step=2 tick_labelset=odd", "", Some("E-FORM-068")),
        ("start=0 tick_labelset=odd", "no-ticks", Some("E-FORM-069")),
        ("start=0 tick_labelset=b", "", Some("E-FORM-048")),
        ("tick_interval=2", "picker", Some("E-FORM-047")),
        ("tick_interval=2", "vertical", None),
    ] {
        assert_eq!(
            check("range", parameters, appearance),
            code.into_iter().collect::<Vec<_>>(),
            "{parameters}"
        );
    }
}

#[test]
fn a_range_of_fractions_is_one_of_decimals() {
    let form =
        super::any(&survey("parameters", &["range | r | R | start=0 end=1 step=0.1 |", "range | s | S | |"]));
    assert_eq!(super::question(&form, "r").node.data_type.as_deref(), Some("decimal"));
    assert_eq!(super::question(&form, "s").node.data_type, None);
}

#[test]
fn the_log_of_events_asks_for_all_of_a_place_or_nothing() {
    for (parameters, code) in [
        ("track-changes=true identify-user=false track-changes-reasons=on-form-edit", None),
        ("track-changes=yes", Some("E-FORM-032")),
        ("track-changes-reasons=always", Some("E-FORM-032")),
        ("location-priority=balanced location-min-interval=10 location-max-age=60", None),
        ("location-priority=balanced", Some("E-FORM-036")),
        ("location-priority=fast location-min-interval=10 location-max-age=60", Some("E-FORM-032")),
        ("location-priority=balanced location-min-interval=x location-max-age=60", Some("E-FORM-033")),
        ("location-priority=balanced location-min-interval=60 location-max-age=10", Some("E-FORM-037")),
        ("location-priority=balanced location-min-interval=-5 location-max-age=10", Some("E-FORM-038")),
    ] {
        let form = survey("parameters", &[&format!("audit | | | {parameters} |"), "text | q | Q | |"]);
        assert_eq!(errors(&form), code.into_iter().collect::<Vec<_>>(), "{parameters}");
    }
    assert_eq!(errors(&survey("", &["audit | | |", "audit | | |"])), ["E-FORM-017"]);
}

#[test]
fn pictures_without_a_limit_are_large() {
    assert_eq!(faults(&survey("parameters", &["image | q | Q | |"])), ["W-FORM-016 survey D2 (parameters)"]);
}
