//! Hadamard matrices by Sylvester's and Paley's constructions.

/// A normalised Hadamard matrix: entries +1 and -1, orthogonal columns, first row and first column all +1.
#[derive(Debug, Clone)]
pub struct Hadamard {
    order: usize,
    base: Base,
}

#[derive(Debug, Clone)]
enum Base {
    One,
    /// Quadratic character of 0..q for a prime q = 3 mod 4; order q + 1.
    PaleyOne(Vec<i8>),
    /// The same for a prime q = 1 mod 4; order 2(q + 1).
    PaleyTwo(Vec<i8>),
}

impl Hadamard {
    /// The matrix of the smallest order greater than `strata` that the constructions reach.
    pub fn above(strata: usize) -> Hadamard {
        let mut order = strata + 1;
        // A power of two is always reached, so the loop ends below twice the start.
        loop {
            if let Some(base) = base_of(order) {
                return Hadamard { order, base };
            }
            order += 1;
        }
    }

    /// Number of rows, and of columns.
    pub fn order(&self) -> usize {
        self.order
    }

    /// The entry, +1 or -1.
    ///
    /// # Panics
    /// If `row` or `column` is not below the order.
    pub fn entry(&self, row: usize, column: usize) -> i8 {
        assert!(row < self.order && column < self.order, "no such entry");
        let n = self.base.order();
        // Doubling: H (x) [1 1; 1 -1], repeated, is the base times the sign of the common bits above it.
        let sign = if ((row / n) & (column / n)).count_ones().is_multiple_of(2) { 1 } else { -1 };
        sign * self.base.normalised(row % n, column % n)
    }
}

impl Base {
    fn order(&self) -> usize {
        match self {
            Base::One => 1,
            Base::PaleyOne(character) => character.len() + 1,
            Base::PaleyTwo(character) => 2 * (character.len() + 1),
        }
    }

    fn normalised(&self, i: usize, j: usize) -> i8 {
        self.raw(i, j) * self.raw(i, 0) * self.raw(0, j) * self.raw(0, 0)
    }

    fn raw(&self, i: usize, j: usize) -> i8 {
        match self {
            Base::One => 1,
            // I + S, where S is skew: 1 in the rest of the first row, -1 in the rest of the first column.
            Base::PaleyOne(character) => match (i, j) {
                _ if i == j => 1,
                (0, _) => 1,
                (_, 0) => -1,
                _ => difference(character, i - 1, j - 1),
            },
            // S (x) [1 1; 1 -1] + I (x) [1 -1; -1 -1], where S is symmetric with ones in the border.
            Base::PaleyTwo(character) => {
                let (a, b) = (i / 2, j / 2);
                let (p, q) = (i % 2, j % 2);
                if a == b {
                    return if (p, q) == (0, 0) { 1 } else { -1 };
                }
                let s = if a == 0 || b == 0 { 1 } else { difference(character, a - 1, b - 1) };
                if (p, q) == (1, 1) { -s } else { s }
            }
        }
    }
}

/// The character of a - b modulo its prime.
fn difference(character: &[i8], a: usize, b: usize) -> i8 {
    let q = character.len();
    character[(a + q - b) % q]
}

fn base_of(order: usize) -> Option<Base> {
    if order.is_power_of_two() {
        return Some(Base::One);
    }
    if !order.is_multiple_of(4) {
        return None;
    }
    if is_prime(order - 1) {
        return Some(Base::PaleyOne(quadratic_character(order - 1)));
    }
    let q = order / 2 - 1;
    if q % 4 == 1 && is_prime(q) {
        return Some(Base::PaleyTwo(quadratic_character(q)));
    }
    base_of(order / 2)
}

/// 0 for 0, 1 for nonzero squares, -1 for the rest, modulo a prime.
fn quadratic_character(prime: usize) -> Vec<i8> {
    let mut character = vec![-1; prime];
    character[0] = 0;
    for x in 1..prime {
        character[x * x % prime] = 1;
    }
    character
}

fn is_prime(n: usize) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}
