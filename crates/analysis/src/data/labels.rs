//! Distinct texts with their codes, in order of first appearance. A table of our own, because looking up a text for every row is most
//! of the work of reading a file; the codes never depend on the table.

/// A place of the table without a label.
const EMPTY: u32 = u32::MAX;

/// Texts that have been seen.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    /// Code of the label at each place; a power of two of places, at most half of them taken.
    places: Vec<u32>,
    /// Hash of each label.
    hashes: Vec<u64>,
    texts: Vec<Box<str>>,
}

impl Default for Labels {
    fn default() -> Labels {
        Labels { places: vec![EMPTY; 64], hashes: Vec::new(), texts: Vec::new() }
    }
}

impl Labels {
    /// The code of a text: that of its first appearance, or the next free one.
    pub(super) fn code(&mut self, label: &str) -> u32 {
        let hash = hash(label.as_bytes());
        let mask = self.places.len() - 1;
        let mut at = place(hash, mask);
        loop {
            let code = self.places[at];
            if code == EMPTY {
                break;
            }
            if self.hashes[code as usize] == hash && *self.texts[code as usize] == *label {
                return code;
            }
            at = (at + 1) & mask;
        }
        let next = self.texts.len() as u32;
        self.places[at] = next;
        self.hashes.push(hash);
        self.texts.push(label.into());
        if self.texts.len() * 2 > self.places.len() {
            self.grow();
        }
        next
    }

    /// The text of a code.
    pub(super) fn label(&self, code: u32) -> Option<&str> {
        self.texts.get(code as usize).map(|label| &**label)
    }

    /// The position of each code's label in the order of the labels, and the labels in that order: numbers by value, then words
    /// by code point, `2 < 10 < a`.
    pub(super) fn sorted(&self) -> (Vec<u32>, Vec<String>) {
        let mut order: Vec<(Option<f64>, &str, usize)> =
            self.texts.iter().enumerate().map(|(code, label)| (label.parse().ok(), &**label, code)).collect();
        order.sort_unstable_by(|(x, a, _), (y, b, _)| match (x, y) {
            (Some(x), Some(y)) => x.total_cmp(y).then_with(|| a.cmp(b)),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => a.cmp(b),
        });
        let mut rank = vec![0; order.len()];
        for (position, (_, _, code)) in order.iter().enumerate() {
            rank[*code] = position as u32;
        }
        (rank, order.into_iter().map(|(_, label, _)| label.to_owned()).collect())
    }

    fn grow(&mut self) {
        let size = self.places.len() * 4;
        self.places.clear();
        self.places.resize(size, EMPTY);
        for (code, &hash) in self.hashes.iter().enumerate() {
            let mut at = place(hash, size - 1);
            while self.places[at] != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.places[at] = code as u32;
        }
    }
}

fn place(hash: u64, mask: usize) -> usize {
    (hash >> 32) as usize & mask
}

/// Eight bytes at a time, mixed by a multiplication whose halves are laid over each other.
fn hash(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
        (product as u64) ^ (product >> 64) as u64
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let start = 0x243f_6a88_85a3_08d3 ^ bytes.len() as u64;
    mix(words.iter().fold(start, |hash, word| mix(hash, u64::from_le_bytes(*word))), u64::from_le_bytes(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_get_codes_in_order_of_appearance_however_many() {
        let mut labels = Labels::default();
        let texts: Vec<String> = (0..20_000_u32).map(|at| format!("unit {}", at.pow(2) % 7_919)).collect();
        let codes: Vec<u32> = texts.iter().map(|text| labels.code(text)).collect();
        let mut known: Vec<&str> = Vec::new();
        for (text, &code) in texts.iter().zip(&codes) {
            if code as usize == known.len() {
                known.push(text);
            }
            assert_eq!(labels.label(code), Some(text.as_str()));
            assert_eq!(known[code as usize], text);
        }
        assert_eq!(labels.texts.len(), known.len());
    }

    #[test]
    fn zeros_at_the_end_and_the_empty_text_are_texts_of_their_own() {
        let mut labels = Labels::default();
        let codes = ["", "\0", "\0\0", "12345678", "12345678\0"].map(|text| labels.code(text));
        assert_eq!(codes, [0, 1, 2, 3, 4]);
    }
}
