//! What an interviewer types, as the form stores it.

use sounding_questionnaire::client::Question;
use sounding_questionnaire::definition::Kind;
use sounding_questionnaire::interview::Offer;

use super::screen;

/// The answer as it is stored, or why it is none.
pub(super) fn read(question: &Question, line: &str) -> Result<String, String> {
    if line == "-" {
        return Ok(String::new());
    }
    let Some(offers) = &question.choices else {
        return Ok(match question.kind {
            Kind::Acknowledge => "OK".to_owned(),
            _ => line.to_owned(),
        });
    };
    if offers.iter().any(|offer| offer.code == line) {
        return Ok(line.to_owned());
    }
    let several = matches!(question.kind, Kind::SelectMultiple | Kind::Rank);
    if several {
        let codes: Vec<&str> = line.split([' ', ',']).filter(|code| !code.is_empty()).collect();
        let unknown = codes.iter().find(|code| !offers.iter().any(|offer| offer.code == **code));
        match unknown {
            None => return Ok(codes.join(" ")),
            Some(code) if codes.len() > 1 => return Err(format!("{code} is no code of the list")),
            Some(_) => {}
        }
    }
    let part = line.to_lowercase();
    let found: Vec<&Offer> =
        offers.iter().filter(|offer| offer.label.to_lowercase().contains(&part)).collect();
    match found.as_slice() {
        [] => Err(format!("nothing on the list is called {line}")),
        [one] => Ok(one.code.clone()),
        several => {
            if let Some(same) = several.iter().find(|offer| offer.label.to_lowercase() == part) {
                return Ok(same.code.clone());
            }
            let listed = several.iter().take(10).map(|offer| screen::choice(offer)).collect::<Vec<_>>();
            let more =
                if several.len() > 10 { format!("\n  … {} in all", several.len()) } else { String::new() };
            Err(format!("which one?\n{}{more}", listed.join("\n")))
        }
    }
}

/// What is to be typed.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "whole number",
        Kind::Decimal | Kind::Range => "number",
        Kind::Date => "date: 2026-07-31",
        Kind::Time => "time: 14:30",
        Kind::DateTime => "date and time: 2026-07-31T14:30",
        Kind::Geopoint => "place: latitude and longitude",
        Kind::Geotrace | Kind::Geoshape => "places, separated by ;",
        Kind::Image | Kind::Audio | Kind::Video | Kind::File | Kind::Osm => "name of a file",
        Kind::Acknowledge => "anything to confirm",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: Kind, labels: &[(&str, &str)]) -> Question {
        let form = sounding_questionnaire::open(
            b"| survey |\n| | type | name | label |\n| | text | q | Q |",
            "q.md",
        )
        .0;
        let form = sounding_questionnaire::interview::Form::compile(
            &form.unwrap(),
            &std::collections::BTreeMap::new(),
        )
        .0;
        let begin = sounding_questionnaire::expression::Moment(0);
        let interview = sounding_questionnaire::interview::Interview::begin(
            std::sync::Arc::new(form.unwrap()),
            sounding_questionnaire::interview::Surroundings::default(),
            begin,
        );
        let client = sounding_questionnaire::client::Client::new(interview, begin);
        let offer = |(code, label): &(&str, &str)| Offer {
            code: (*code).into(),
            label: (*label).into(),
            media: sounding_questionnaire::interview::Media::default(),
        };
        let choices = Some(labels.iter().map(offer).collect());
        Question { kind, choices, ..client.screen().questions[0].clone() }
    }

    #[test]
    fn a_choice_is_found_by_its_code_or_by_part_of_its_label() {
        let places = [("01", "Thành phố Hà Nội"), ("08", "Tuyên Quang"), ("31", "Thành phố Hải Phòng")];
        let one = question(Kind::SelectOne, &places);
        assert_eq!(read(&one, "08"), Ok("08".into()));
        assert_eq!(read(&one, "hải"), Ok("31".into()));
        assert!(read(&one, "thành phố").unwrap_err().contains("Hà Nội"));
        assert!(read(&one, "Huế").is_err());
        assert_eq!(read(&one, "-"), Ok(String::new()));
        let several = question(Kind::SelectMultiple, &places);
        assert_eq!(read(&several, "01, 31"), Ok("01 31".into()));
        assert_eq!(read(&several, "tuyên"), Ok("08".into()));
        assert!(read(&several, "01 99").unwrap_err().contains("99"));
    }
}
