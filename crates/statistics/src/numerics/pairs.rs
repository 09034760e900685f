//! Dense codes for pairs of codes.

/// Gives each distinct pair the next free code, in order of first appearance. An open-addressing table of our own because
/// its only use is looking up a million pairs a second; the order of codes never depends on the table.
#[derive(Debug, Clone)]
pub struct Pairs {
    slots: Vec<u32>,
    keys: Vec<u64>,
}

const EMPTY: u32 = u32::MAX;

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs::new()
    }
}

impl Pairs {
    /// No pairs yet.
    pub fn new() -> Pairs {
        Pairs { slots: vec![EMPTY; 64], keys: Vec::new() }
    }

    /// The code of the pair (a, b).
    pub fn code(&mut self, a: u32, b: u32) -> u32 {
        if self.keys.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let key = u64::from(a) << 32 | u64::from(b);
        let mask = self.slots.len() - 1;
        let mut at = Pairs::hash(key) & mask;
        loop {
            let code = self.slots[at];
            if code == EMPTY {
                let next = self.keys.len() as u32;
                self.slots[at] = next;
                self.keys.push(key);
                return next;
            }
            if self.keys[code as usize] == key {
                return code;
            }
            at = (at + 1) & mask;
        }
    }

    /// The pairs by code.
    pub fn into_pairs(self) -> Vec<(u32, u32)> {
        self.keys.into_iter().map(|key| ((key >> 32) as u32, key as u32)).collect()
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        for (code, &key) in self.keys.iter().enumerate() {
            let mut at = Pairs::hash(key) & (size - 1);
            while self.slots[at] != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = code as u32;
        }
    }

    /// Fibonacci hashing of the mixed key.
    fn hash(key: u64) -> usize {
        let mixed = (key ^ (key >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 20) as usize
    }
}

/// Up to so many possible pairs a table with a place for each one beats looking them up.
const PLACES: u64 = 1 << 20;

/// The code of each row's pair, and the pairs by code: in order of first appearance.
pub(crate) fn pair_codes(a: &[u32], b: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>) {
    let (height, width) = (end(a), end(b));
    if height * width > PLACES {
        let mut pairs = Pairs::new();
        let codes = a.iter().zip(b).map(|(&a, &b)| pairs.code(a, b)).collect();
        return (codes, pairs.into_pairs());
    }
    let mut places = vec![EMPTY; (height * width) as usize];
    let mut pairs = Vec::new();
    let code = |(&a, &b): (&u32, &u32)| {
        let place = &mut places[a as usize * width as usize + b as usize];
        if *place == EMPTY {
            *place = pairs.len() as u32;
            pairs.push((a, b));
        }
        *place
    };
    let codes = a.iter().zip(b).map(code).collect();
    (codes, pairs)
}

/// Codes of the rows' pairs in ascending order of the pairs, with the pair and the first row of each.
pub(crate) fn ordered_pairs(a: &[u32], b: &[u32]) -> (Vec<u32>, Vec<(u32, u32)>, Vec<usize>) {
    let (height, width) = (end(a), end(b));
    if height * width <= PLACES.max(2 * a.len() as u64) && a.len() < EMPTY as usize {
        return in_places(a, b, height as usize, width as usize);
    }
    let (mut codes, keys) = pair_codes(a, b);
    let mut first = Vec::with_capacity(keys.len());
    for (row, &code) in codes.iter().enumerate() {
        if code as usize == first.len() {
            first.push(row);
        }
    }
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    order.sort_unstable_by_key(|&code| keys[code as usize]);
    let mut rank = vec![0; keys.len()];
    for (position, &code) in order.iter().enumerate() {
        rank[code as usize] = position as u32;
    }
    for code in &mut codes {
        *code = rank[*code as usize];
    }
    let pairs = order.iter().map(|&code| keys[code as usize]).collect();
    (codes, pairs, order.iter().map(|&code| first[code as usize]).collect())
}

/// The same by a table with a place for every possible pair.
fn in_places(a: &[u32], b: &[u32], height: usize, width: usize) -> (Vec<u32>, Vec<(u32, u32)>, Vec<usize>) {
    let mut places = vec![EMPTY; height * width];
    for (row, (&a, &b)) in a.iter().zip(b).enumerate() {
        let place = &mut places[a as usize * width + b as usize];
        if *place == EMPTY {
            *place = row as u32;
        }
    }
    let (mut pairs, mut rows) = (Vec::new(), Vec::new());
    for (at, place) in places.iter_mut().enumerate().filter(|(_, place)| **place != EMPTY) {
        rows.push(*place as usize);
        *place = pairs.len() as u32;
        pairs.push(((at / width) as u32, (at % width) as u32));
    }
    let codes = a.iter().zip(b).map(|(&a, &b)| places[a as usize * width + b as usize]).collect();
    (codes, pairs, rows)
}

/// One more than the largest code.
fn end(codes: &[u32]) -> u64 {
    codes.iter().max().map_or(0, |&most| u64::from(most) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_a_search_give_the_same_codes() {
        let a: Vec<u32> = (0..5_000).map(|row| row * 7 % 90).collect();
        let b: Vec<u32> = (0..5_000).map(|row| row * 13 % 41).collect();
        let far: Vec<u32> = b.iter().map(|code| code * 1_000_003).collect();
        let (codes, pairs) = pair_codes(&a, &b);
        let (same, apart) = pair_codes(&a, &far);
        assert_eq!(codes, same);
        assert!(pairs.iter().zip(&apart).all(|(near, far)| near.0 == far.0 && near.1 * 1_000_003 == far.1));
        assert_eq!((pairs[codes[77] as usize], pairs[0]), ((a[77], b[77]), (a[0], b[0])));
        assert_eq!(pair_codes(&[], &[]), (Vec::new(), Vec::new()));
    }

    #[test]
    fn ordered_pairs_come_with_their_first_rows() {
        let a: Vec<u32> = (0..5_000).map(|row| row * 7 % 90).collect();
        let b: Vec<u32> = (0..5_000).map(|row| row * 13 % 41).collect();
        let far: Vec<u32> = b.iter().map(|code| code * 1_000_003).collect();
        let (codes, pairs, rows) = ordered_pairs(&a, &b);
        let (same, apart, same_rows) = ordered_pairs(&a, &far);
        assert_eq!((&codes, &rows), (&same, &same_rows));
        assert!(pairs.iter().zip(&apart).all(|(near, far)| near.0 == far.0 && near.1 * 1_000_003 == far.1));
        assert!(
            pairs.is_sorted()
                && codes.iter().enumerate().all(|(row, &code)| {
                    pairs[code as usize] == (a[row], b[row]) && rows[code as usize] <= row
                })
        );
        assert!(rows.iter().zip(&pairs).all(|(&row, &pair)| pair == (a[row], b[row])));
    }

    #[test]
    fn pairs_get_codes_in_order_of_appearance() {
        let mut pairs = Pairs::new();
        let codes: Vec<u32> =
            [(1, 2), (2, 1), (1, 2), (0, 0)].iter().map(|&(a, b)| pairs.code(a, b)).collect();
        assert_eq!(codes, [0, 1, 0, 2]);
        assert_eq!(pairs.into_pairs(), [(1, 2), (2, 1), (0, 0)]);
    }

    #[test]
    fn many_pairs_stay_apart() {
        let mut pairs = Pairs::new();
        for a in 0..300 {
            for b in 0..300 {
                assert_eq!(pairs.code(a, b), a * 300 + b);
            }
        }
        assert_eq!(pairs.code(299, 299), 89_999);
    }
}
