//! Expressions without the blanks that say nothing.

/// An expression in which blanks stand only where they part two words. What is in quotes stays as it is.
pub(in crate::judge_forms) fn plain(expression: &str) -> String {
    let mut plain = String::with_capacity(expression.len());
    let mut quote = None;
    let mut blank = false;
    for letter in expression.trim().chars() {
        if let Some(open) = quote {
            plain.push(letter);
            if letter == open {
                quote = None;
            }
            continue;
        }
        if letter.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && word(letter) && plain.chars().next_back().is_some_and(word) {
            plain.push(' ');
        }
        blank = false;
        plain.push(letter);
        if letter == '\'' || letter == '"' {
            quote = Some(letter);
        }
    }
    plain
}

/// What may be part of a name or a number.
fn word(letter: char) -> bool {
    letter.is_alphanumeric() || "_-.:".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn blanks_go_where_nothing_is_parted() {
        assert_eq!(plain(" /data/q1  = 'y' "), "/data/q1='y'");
        assert_eq!(plain("selected( /data/m ,'a  b')"), "selected(/data/m,'a  b')");
    }

    #[test]
    fn blanks_stay_where_they_part_words() {
        assert_eq!(plain("/data/a   and not(/data/b)"), "/data/a and not(/data/b)");
        assert_eq!(plain(" /data/a -1"), "/data/a -1");
    }
}
