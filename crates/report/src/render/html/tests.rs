//! What a page holds: all of the document, nothing of elsewhere, nothing that runs.

use std::collections::BTreeSet;

use super::*;
use crate::compose::tests::trial::SECRETS;
use crate::compose::tests::{both, texts};

/// What stands between a mark and the next quotation mark, wherever the mark is.
fn values<'a>(page: &'a str, mark: &str) -> Vec<&'a str> {
    page.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The page as people read it, without what is written for the browser.
fn read(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let mut text = String::new();
    for part in body.split('<').skip(1) {
        text.push_str(part.split_once('>').unwrap().1);
        text.push(' ');
    }
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[test]
fn a_page_has_all_of_the_document_and_nothing_hidden() {
    for document in both() {
        let page = html(&document).unwrap();
        let seen = read(&page);
        let anchors: Vec<&str> = document
            .sections
            .iter()
            .flat_map(|part| headings(part).into_iter().map(|head| head.0).chain([&*part.id]))
            .collect();
        for text in texts(&document).iter().filter(|text| !anchors.contains(&text.as_str())) {
            let text =
                text.replace("&lt;", "<").replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
            assert!(seen.contains(&*text), "{text}");
        }
        for secret in SECRETS {
            assert!(!seen.contains(secret), "{secret}");
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", document.language.tag())));
    }
}

#[test]
fn a_page_needs_nothing_and_runs_nothing() {
    for document in both() {
        let page = html(&document).unwrap();
        assert!(!page.contains("<script") && !page.contains("<link") && !page.contains("@import"));
        for address in page.split("http").skip(1) {
            assert!(address.starts_with("://www.w3.org/2000/svg\""), "{}", &address[..60]);
        }
        assert!(page.split("url(").skip(1).all(|address| address.starts_with("data:font/ttf;base64,")));
        assert_eq!(page.matches("@font-face").count(), 2);
        assert_eq!(page, html(&document).unwrap());
    }
}

#[test]
fn every_link_has_its_place_and_every_place_is_one() {
    for document in both() {
        let page = html(&document).unwrap();
        let ids = values(&page, " id=\"");
        let places: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), places.len());
        for link in values(&page, "href=\"#").into_iter().chain(values(&page, "aria-labelledby=\"")) {
            assert!(places.contains(link), "{link}");
        }
    }
}

#[test]
fn words_are_never_markup() {
    let [mut document, _] = both();
    document.title = "<script>alert(1)</script>".into();
    document.notice = Some("\"}</style><script>alert(1)</script>\\".into());
    document.sections[0].blocks = vec![Block::List(vec!["\"><img src=x onerror=alert(1)>".into()])];
    let page = html(&document).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img"));
}

#[test]
fn a_heading_inside_a_table_begins_a_part_of_it() {
    let row = |kind| GridRow { kind, cells: Vec::new() };
    let kinds =
        [RowKind::Total, RowKind::Section, RowKind::Body, RowKind::Body, RowKind::Section, RowKind::Body];
    let grid = Grid {
        caption: String::new(),
        columns: Vec::new(),
        rows: kinds.map(row).to_vec(),
        notes: Vec::new(),
    };
    assert_eq!(bodies(&grid).map(<[GridRow]>::len).collect::<Vec<_>>(), [1, 3, 2]);
}
