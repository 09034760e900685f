//! A strict reader of the little XML that charts are written in, so that a fault in it is seen here and not in a browser.

/// The names of all elements, or what is wrong.
pub(super) fn elements(xml: &str) -> Result<Vec<String>, String> {
    let (mut names, mut open, mut rest) = (Vec::new(), Vec::new(), xml);
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            if open.is_empty() {
                return Err(format!("text outside: {}", &rest[..end]));
            }
            text(&rest[..end])?;
            rest = &rest[end..];
            continue;
        };
        let end = tag.find('>').ok_or("a tag without end")?;
        let inside = &tag[..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            if open.pop() != Some(name.to_owned()) {
                return Err(format!("{name} is closed and not open"));
            }
            continue;
        }
        let (inside, closed) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let name: String = inside.chars().take_while(char::is_ascii_alphabetic).collect();
        attributes(&inside[name.len()..])?;
        if open.is_empty() && !names.is_empty() {
            return Err("two roots".into());
        }
        names.push(name.clone());
        if !closed {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(names) } else { Err(format!("left open: {open:?}")) }
}

fn attributes(mut rest: &str) -> Result<(), String> {
    let mut seen = Vec::new();
    while !rest.is_empty() {
        let attribute = rest.strip_prefix(' ').ok_or_else(|| format!("no blank before {rest}"))?;
        let (name, value) = attribute.split_once("=\"").ok_or_else(|| format!("no value: {attribute}"))?;
        let (value, after) = value.split_once('"').ok_or_else(|| format!("no end: {value}"))?;
        if name.is_empty()
            || seen.contains(&name)
            || !name.chars().all(|sign| sign.is_alphanumeric() || sign == '-')
        {
            return Err(format!("attribute {name:?}"));
        }
        text(value)?;
        seen.push(name);
        rest = after;
    }
    Ok(())
}

/// No bare ampersand, nothing that XML cannot hold.
fn text(words: &str) -> Result<(), String> {
    for after in words.split('&').skip(1) {
        if !["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| after.starts_with(known)) {
            return Err(format!("bare ampersand before {after}"));
        }
    }
    if words.chars().any(char::is_control) { Err("a control sign".into()) } else { Ok(()) }
}

#[test]
fn the_reader_refuses_what_is_not_well_formed() {
    assert_eq!(elements("<a x=\"1\"><b/>t &amp; u</a>"), Ok(vec!["a".to_owned(), "b".to_owned()]));
    for wrong in
        ["<a>", "<a></b>", "<a/><b/>", "<a x=1/>", "<a x=\"1\" x=\"2\"/>", "<a>&</a>", "t", "<a x=\"&\"/>"]
    {
        assert!(elements(wrong).is_err(), "{wrong}");
    }
}
