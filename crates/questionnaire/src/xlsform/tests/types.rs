//! Types of questions.

use super::{good, question};
use crate::definition::Kind;

#[test]
fn ordinary_types_are_read_with_their_columns() {
    let form = good(
        r"
        | survey |
        |        | type              | name | label | hint    | relevant   | required | constraint | calculation |
        |        | text              | t    | Text  | In full |            | yes      |            |             |
        |        | integer           | i    | Int   |         | ${t} != '' | no       | . > 0      |             |
        |        | calculate         | c    |       |         |            |          |            | ${i} + 1    |
        |        | select_one towns  | s    | Town  |         |            |          |            |             |
        | choices |
        |         | list_name | name | label | province |
        |         | towns     | a    | A     | p1       |
        |         | towns     | b    | B     | p2       |
        ",
    );
    assert_eq!(question(&form, "t").kind, Kind::Text);
    assert_eq!(question(&form, "t").node.required.as_deref(), Some("true()"));
    assert_eq!(question(&form, "i").node.relevant.as_deref(), Some("${t} != ''"));
    assert_eq!(question(&form, "i").node.required.as_deref(), Some("false()"));
    assert_eq!(question(&form, "c").node.calculation.as_deref(), Some("${i} + 1"));
    assert_eq!(form.lists[0].choices[1].columns, [("province".to_owned(), "p2".to_owned())]);
}
