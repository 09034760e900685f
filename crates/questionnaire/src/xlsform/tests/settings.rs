//! The sheet `settings`.

use super::{any, errors, faults, survey};

fn form(heads: &str, row: &str) -> String {
    survey("", &["text | q | Q |"]) + &format!("| settings |\n| | {heads} |\n| | {row} |\n")
}

#[test]
fn settings_are_read_under_all_their_names() {
    let settings = any(&form(
        "form_title | form_id | version | name | instance_name | style | public_key | submission_url | auto_send | namespaces | attribute::foo:bar | sms_keyword | prefix",
        "Trial | trial | 7 | root | ${q} | pages | KEY | https://x.y | true | foo=\"http://foo\" | w | word | p",
    ))
    .settings;
    assert_eq!(settings.title.text("x").unwrap().to_string(), "Trial");
    assert_eq!(settings.form_id.as_deref(), Some("trial"));
    assert_eq!(settings.version.as_deref(), Some("7"));
    assert_eq!(settings.root(), "root");
    assert_eq!(settings.instance_name.as_deref(), Some("${q}"));
    assert_eq!(settings.namespaces, [("foo".to_owned(), "http://foo".to_owned())]);
    assert_eq!(settings.attributes, [("foo:bar".to_owned(), "w".to_owned())]);
    assert_eq!(settings.prefix.as_deref(), Some("p"));
    assert_eq!(settings.others, [("sms_keyword".to_owned(), "word".to_owned())]);
}

#[test]
fn the_title_may_have_languages() {
    let settings =
        any(&form("form_title::Tiếng Việt (vi) | form_title::English (en)", "Thử | Trial")).settings;
    assert_eq!(settings.title.in_both(), sounding_survey::Text::new("Thử", "Trial"));
}

#[test]
fn what_is_wrong_with_settings_is_said() {
    assert_eq!(errors(&form("name", "1st")), ["E-FORM-076"]);
    assert_eq!(errors(&form("omit_instanceID | public_key", "yes | K")), ["E-FORM-077"]);
    assert_eq!(errors(&form("instance_name", "${nobody}")), ["E-FORM-066"]);
    assert_eq!(faults(&form("form_id | id_string", "a | b")), ["W-FORM-018 settings id_string"]);
    assert_eq!(faults(&form("versoin", "7")), ["W-FORM-020 settings A2 (versoin)"]);
    assert_eq!(faults(&form("namespaces", "foo")), ["W-FORM-025 settings A2 (namespaces)"]);
}

#[test]
fn only_the_first_row_counts() {
    let form = form("form_title", "One") + "| | Two |\n";
    assert_eq!(faults(&form), ["W-FORM-024 settings"]);
    assert_eq!(any(&form).settings.title.text("x").unwrap().to_string(), "One");
}

#[test]
fn a_misspelt_sheet_is_said_unless_an_underscore_says_that_it_is_meant_so() {
    let sheet =
        |name: &str| survey("", &["text | q | Q |"]) + &format!("| {name} |\n| | form_title |\n| | T |\n");
    assert_eq!(faults(&sheet("setting")), ["W-FORM-002 setting"]);
    assert_eq!(faults(&sheet("_setting")), [""; 0]);
    assert_eq!(faults(&sheet("notes")), [""; 0]);
}

#[test]
fn a_form_without_an_identifier_has_the_name_of_its_file() {
    let plain = "| survey |\n| | type | name | label |\n| | text | q | Q |";
    let id = |form: &str, file: &str| {
        super::super::read_markdown(form, file).0.and_then(|questionnaire| questionnaire.settings.form_id)
    };
    for (file, expected) in [
        ("form.md", Some("form")),
        ("folder/khảo sát.2026.md", Some("khảo sát.2026")),
        ("C:\\forms\\x.md", Some("x")),
        ("noending", Some("noending")),
        (".md", Some(".md")),
        ("", None),
    ] {
        assert_eq!(id(plain, file).as_deref(), expected, "{file}");
    }
    let named = format!("{plain}\n| settings |\n| | form_id |\n| | own |");
    assert_eq!(id(&named, "form.md").as_deref(), Some("own"));
    let (questionnaire, _) = super::super::read_markdown(plain, "form.md");
    let xml = crate::xform::write(&questionnaire.unwrap()).unwrap();
    assert!(xml.contains("<h:title>form</h:title>") && xml.contains("id=\"form\""), "{xml}");
}
