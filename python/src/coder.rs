//! Dense codes for the distinct values of a column, in order of first appearance.

/// An open-addressing table whose only use is coding a column: the order of codes never depends on it.
#[derive(Debug)]
pub(crate) struct Coder<K> {
    slots: Vec<u32>,
    hashes: Vec<u64>,
    keys: Vec<K>,
}

const EMPTY: u32 = u32::MAX;

impl<K> Coder<K> {
    pub(crate) fn new() -> Coder<K> {
        Coder { slots: vec![EMPTY; 64], hashes: Vec::new(), keys: Vec::new() }
    }

    /// The code of the value with this hash that `same` recognises; a new one is made by `make`.
    pub(crate) fn code(&mut self, hash: u64, same: impl Fn(&K) -> bool, make: impl FnOnce() -> K) -> u32 {
        if self.keys.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = place(hash) & mask;
        loop {
            let code = self.slots[at];
            if code == EMPTY {
                let next = self.keys.len() as u32;
                self.slots[at] = next;
                self.hashes.push(hash);
                self.keys.push(make());
                return next;
            }
            if self.hashes[code as usize] == hash && same(&self.keys[code as usize]) {
                return code;
            }
            at = (at + 1) & mask;
        }
    }

    /// The distinct values by code.
    pub(crate) fn into_keys(self) -> Vec<K> {
        self.keys
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        for (code, &hash) in self.hashes.iter().enumerate() {
            let mut at = place(hash) & (size - 1);
            while self.slots[at] != EMPTY {
                at = (at + 1) & (size - 1);
            }
            self.slots[at] = code as u32;
        }
    }
}

/// Fibonacci hashing of the mixed hash.
fn place(hash: u64) -> usize {
    ((hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as usize
}

/// A hash of a text, eight bytes at a time.
pub(crate) fn text_hash(text: &str) -> u64 {
    let mut hash = text.len() as u64;
    let mut chunks = text.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(0xD6E8_FEB8_6659_FD93).rotate_left(29);
    }
    let word = chunks.remainder().iter().fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
    (hash ^ word).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}
