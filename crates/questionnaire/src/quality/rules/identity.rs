//! Questions that would tie opinions to a person.
#![doc = include_str!("identity.md")]

use sounding_survey::Language;

use crate::Fault;
use crate::definition::{Kind, Metadata};
use crate::quality::form::{Entry, Form};
use crate::quality::speech::of;

const WORDS: [&[&str]; 2] = [
    &[
        "họ và tên",
        "họ tên",
        "tên đầy đủ",
        "tên của ông / bà",
        "số điện thoại",
        "điện thoại liên hệ",
        "số căn cước",
        "căn cước công dân",
        "cccd",
        "cmnd",
        "chứng minh nhân dân",
        "số định danh",
        "địa chỉ nhà",
        "địa chỉ của ông / bà",
        "địa chỉ thường trú",
        "địa chỉ nơi ở",
        "địa chỉ liên hệ",
        "số nhà",
        "email",
        "thư điện tử",
        "biển số xe",
        "số tài khoản",
        "ngày tháng năm sinh",
        "ngày , tháng , năm sinh",
        "mã số thuế",
        "số thẻ bảo hiểm",
        "số sổ hộ khẩu",
        "zalo",
    ],
    &[
        "full name",
        "your name",
        "respondent's name",
        "name of respondent",
        "name of the respondent",
        "first and last name",
        "phone number",
        "telephone number",
        "mobile number",
        "identity card number",
        "id number",
        "id card",
        "national id",
        "passport number",
        "home address",
        "street address",
        "your address",
        "email address",
        "e - mail",
        "your email",
        "date of birth",
        "birth date",
        "license plate",
        "licence plate",
        "account number",
        "social security",
        "tax number",
        "house number",
    ],
];

pub(super) fn check(form: &Form<'_>, found: &mut Vec<Fault>) {
    for entry in &form.questions {
        if let Some((what, phrase)) = traces(entry) {
            found.push(
                Fault::warning("W-QUALITY-080", entry.place("type"))
                    .with("question", entry.name())
                    .with("what", what)
                    .with("phrase", phrase),
            );
        }
    }
}

/// What identifies a person, by the name that the words of the warning choose by; and the phrase that asks for it.
fn traces(entry: &Entry<'_>) -> Option<(&'static str, String)> {
    let fixed = |what| Some((what, String::new()));
    match entry.question.kind {
        Kind::Metadata(Metadata::PhoneNumber | Metadata::UriPhoneNumber) => fixed("phone"),
        Kind::Metadata(
            Metadata::SubscriberId | Metadata::SimSerial | Metadata::UriSubscriberId | Metadata::UriSimSerial,
        ) => fixed("subscriber"),
        Kind::Geopoint
        | Kind::Geotrace
        | Kind::Geoshape
        | Kind::Metadata(Metadata::StartGeopoint | Metadata::BackgroundGeopoint) => fixed("location"),
        Kind::Metadata(Metadata::BackgroundAudio) | Kind::Audio | Kind::Video => fixed("voice"),
        Kind::Image if entry.appears("signature") => fixed("signature"),
        Kind::Image => fixed("picture"),
        Kind::Text | Kind::Integer | Kind::Decimal | Kind::Date | Kind::Barcode => {
            written(entry).map(|phrase| ("written", phrase))
        }
        _ => None,
    }
}

fn written(entry: &Entry<'_>) -> Option<String> {
    const NAMES: &[&str] = &[
        "full_name",
        "fullname",
        "ho_ten",
        "hoten",
        "phone",
        "phone_number",
        "cccd",
        "cmnd",
        "sdt",
        "email",
        "id_number",
    ];
    let phrase = entry.wording.iter().find_map(|said| {
        let phrase = said.first_of(of(said.language, &WORDS))?;
        let forbidden: &[&str] = match said.language {
            Language::Vi => &["không ghi", "không nêu"],
            Language::En => &["do not write", "do not give"],
        };
        said.first_of(forbidden).is_none().then_some(phrase)
    });
    // A question called "phone" asks for a telephone number whatever its label says.
    let by_name = NAMES.contains(&&*entry.name().to_lowercase()) && !entry.node().label.is_empty();
    phrase.map(|phrase| phrase.replace(" / ", "/")).or_else(|| by_name.then(|| entry.name().to_owned()))
}
