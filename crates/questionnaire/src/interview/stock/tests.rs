//! Tables from files, and looking items up.

use super::*;

fn stock_of(file: &str, bytes: &[u8]) -> Result<(Stock, Names), String> {
    let (mut stock, mut names) = (Stock::default(), Names::default());
    attach(&mut stock, &mut names, "x", file, bytes).map(|()| (stock, names))
}

fn column(stock: &Stock, names: &Names, name: &str) -> Vec<String> {
    let root = stock.root("x").unwrap();
    let cell = |item| stock.child(item, names.get(name)?).map(|child| stock.text(child).to_owned());
    stock.children(root).map(|item| cell(item).unwrap_or_default()).collect()
}

#[test]
fn a_csv_table_becomes_items_with_columns() {
    let (stock, names) =
        stock_of("t.csv", "\u{feff}name,label\n01,\"Hà Nội, phố\"\n02\n".as_bytes()).unwrap();
    assert_eq!(column(&stock, &names, "label"), ["Hà Nội, phố", ""]);
    assert_eq!(column(&stock, &names, "name"), ["01", "02"]);
    let item = stock.children(stock.root("x").unwrap()).next().unwrap();
    assert_eq!(stock.parent(item), stock.root("x"));
    assert!(stock_of("t.csv", b"a\n1,2\n").unwrap_err().contains("line 2"));
}

#[test]
fn an_xml_instance_keeps_its_shape_and_dangerous_ones_are_refused() {
    let (stock, names) =
        stock_of("t.xml", b"<root><item><name>a</name><label>A &amp; B</label></item></root>").unwrap();
    assert_eq!(column(&stock, &names, "label"), ["A & B"]);
    assert!(stock_of("t.xml", b"<!DOCTYPE r [<!ENTITY a \"b\">]><r>&a;</r>").is_err());
    let deep = "<a>".repeat(500) + &"</a>".repeat(500);
    assert!(stock_of("t.xml", deep.as_bytes()).unwrap_err().contains("levels"));
}

#[test]
fn a_feature_has_its_properties_and_its_geometry_in_the_forms_writing() {
    let text = br#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"f1","properties":{"title":"Well","n":2},"geometry":{"type":"Point","coordinates":[105.8,21.0]}}]}"#;
    let (stock, names) = stock_of("t.geojson", text).unwrap();
    assert_eq!(column(&stock, &names, "geometry"), ["21 105.8 0 0"]);
    assert_eq!(column(&stock, &names, "n"), ["2"]);
    assert_eq!(column(&stock, &names, "id"), ["f1"]);
    assert!(stock_of("t.geojson", b"{}").is_err());
}

#[test]
fn an_index_finds_the_same_items_as_a_search_in_the_same_order() {
    let rows: Vec<String> = (0..60).map(|row| format!("{},{}", row, row * 7 % 5)).collect();
    let (stock, mut names) =
        stock_of("t.csv", format!("name,group\n{}", rows.join("\n")).as_bytes()).unwrap();
    let root = stock.root("x").unwrap();
    let key = IndexKey { parent: root, item: names.intern("item"), child: names.intern("group") };
    let index = Index::new(&stock, key);
    assert!(index.is_plain());
    for wanted in ["0", "3", "5", ""] {
        let plain: Vec<u32> = stock
            .children(root)
            .filter(|item| stock.child(*item, key.child).is_some_and(|child| stock.text(child) == wanted))
            .collect();
        assert_eq!(index.find(&stock, wanted), plain, "{wanted}");
    }
}
