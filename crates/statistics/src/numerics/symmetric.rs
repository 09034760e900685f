//! Large symmetric positive semi-definite systems with many zeros: variables are eliminated in an order that keeps most of the
//! zeros, and those that the ones before determine are set to zero and named.
//!
//! Source: George and Liu (1981), *Computer Solution of Large Sparse Positive Definite Systems*, chapters 5 (minimum degree)
//! and 2 (the factorisation by columns).

/// Which pairs of variables have an entry.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    size: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Links {
    pub(crate) fn new(size: usize) -> Links {
        let words = size.div_ceil(64);
        Links { size, words, bits: vec![0; words * size] }
    }

    /// Says that a pair of variables has an entry.
    pub(crate) fn mark(&mut self, a: usize, b: usize) {
        self.bits[a * self.words + b / 64] |= 1 << (b % 64);
        self.bits[b * self.words + a / 64] |= 1 << (a % 64);
    }

    fn row(&self, variable: usize) -> &[u64] {
        &self.bits[variable * self.words..(variable + 1) * self.words]
    }

    fn neighbours(&self, variable: usize) -> Vec<u32> {
        let words = self.row(variable).iter().enumerate();
        let of_word = |(at, &word): (usize, &u64)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| (at * 64 + bit) as u32)
        };
        words.flat_map(of_word).filter(|&other| other as usize != variable).collect()
    }
}

/// Where the entries of a system stand: columns with zeros first, and the rest as a full triangle. The values are kept apart,
/// so that systems with the same zeros share it.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    size: usize,
    /// Variable at each place.
    order: Vec<u32>,
    /// Place of each variable.
    place: Vec<u32>,
    /// First entry of each column that has zeros, and the end.
    starts: Vec<usize>,
    /// Places of the entries below the diagonal, ascending in each column.
    rows: Vec<u32>,
}

/// So few variables are not worth an order.
const FEW: usize = 48;
/// Columns of the triangle that are eliminated together.
const PANEL: usize = 32;

impl Layout {
    /// A system without zeros.
    pub(crate) fn full(size: usize) -> Layout {
        let order: Vec<u32> = (0..size as u32).collect();
        Layout { size, place: order.clone(), order, starts: vec![0], rows: Vec::new() }
    }

    /// Orders the variables by minimum degree until what is left has few zeros.
    pub(crate) fn new(mut links: Links) -> Layout {
        let size = links.size;
        let mut degree: Vec<u32> = (0..size).map(|v| links.neighbours(v).len() as u32).collect();
        let mut alive = vec![true; size];
        let mut order: Vec<u32> = Vec::with_capacity(size);
        let mut columns: Vec<Vec<u32>> = Vec::new();
        while size - order.len() > FEW {
            let left = size - order.len();
            let Some(next) = (0..size).filter(|&v| alive[v]).min_by_key(|&v| degree[v]) else { break };
            if degree[next] as usize * 2 > left {
                break;
            }
            let neighbours = links.neighbours(next);
            let own = links.row(next).to_vec();
            alive[next] = false;
            for &other in &neighbours {
                let start = other as usize * links.words;
                let row = &mut links.bits[start..start + links.words];
                row.iter_mut().zip(&own).for_each(|(word, more)| *word |= more);
                row[next / 64] &= !(1 << (next % 64));
                row[other as usize / 64] |= 1 << (other % 64);
                degree[other as usize] = row.iter().map(|word| word.count_ones()).sum::<u32>() - 1;
            }
            order.push(next as u32);
            columns.push(neighbours);
        }
        order.extend((0..size as u32).filter(|&v| alive[v as usize]));
        let mut place = vec![0; size];
        (0..).zip(&order).for_each(|(at, &variable)| place[variable as usize] = at);
        let (mut starts, mut rows) = (vec![0], Vec::new());
        for column in columns {
            let mut own: Vec<u32> = column.iter().map(|&variable| place[variable as usize]).collect();
            own.sort_unstable();
            rows.extend(own);
            starts.push(rows.len());
        }
        Layout { size, order, place, starts, rows }
    }

    /// Columns that have zeros.
    fn sparse(&self) -> usize {
        self.starts.len() - 1
    }

    /// First value of the full triangle.
    fn triangle(&self) -> usize {
        self.sparse() + self.rows.len()
    }

    /// Number of values: diagonals of the columns with zeros, their entries, and the triangle row by row.
    pub(crate) fn len(&self) -> usize {
        let full = self.size - self.sparse();
        self.triangle() + full * (full + 1) / 2
    }

    /// Where the entry of a marked pair stands.
    pub(crate) fn at(&self, a: usize, b: usize) -> usize {
        let (a, b) = (self.place[a] as usize, self.place[b] as usize);
        let (low, high) = (a.min(b), a.max(b));
        let sparse = self.sparse();
        if low >= sparse {
            let (row, column) = (high - sparse, low - sparse);
            return self.triangle() + row * (row + 1) / 2 + column;
        }
        if low == high {
            return low;
        }
        let own = &self.rows[self.starts[low]..self.starts[low + 1]];
        sparse + self.starts[low] + own.partition_point(|&row| (row as usize) < high)
    }

    /// Turns the values into the factors L D L'. A variable that keeps at most `tolerance` of its diagonal beside those
    /// before it is left out; such variables are returned in ascending order.
    pub(crate) fn factor(&self, values: &mut [f64], tolerance: f64) -> Vec<u32> {
        let sparse = self.sparse();
        let least: Vec<f64> = (0..self.size).map(|at| tolerance * values[self.diagonal(at)]).collect();
        let mut left_out = self.factor_columns(values, &least);
        let (columns, triangle) = values.split_at_mut(self.triangle());
        for k in 0..sparse {
            let own = self.starts[k]..self.starts[k + 1];
            let full = own.start + self.rows[own.clone()].partition_point(|&row| (row as usize) < sparse);
            for i in full..own.end {
                let row = self.rows[i] as usize - sparse;
                let factor = columns[sparse + i] * columns[k];
                if factor != 0.0 {
                    for j in full..=i {
                        let column = self.rows[j] as usize - sparse;
                        triangle[row * (row + 1) / 2 + column] -= factor * columns[sparse + j];
                    }
                }
            }
        }
        left_out.extend(factor_triangle(triangle, &least[sparse..]).into_iter().map(|at| at + sparse));
        let mut variables: Vec<u32> = left_out.into_iter().map(|at| self.order[at]).collect();
        variables.sort_unstable();
        variables
    }

    fn diagonal(&self, place: usize) -> usize {
        let sparse = self.sparse();
        if place < sparse {
            return place;
        }
        let row = place - sparse;
        self.triangle() + row * (row + 1) / 2 + row
    }

    /// The columns with zeros, each made from the columns before that reach it.
    fn factor_columns(&self, values: &mut [f64], least: &[f64]) -> Vec<usize> {
        const NONE: u32 = u32::MAX;
        let sparse = self.sparse();
        let mut left_out = Vec::new();
        let mut work = vec![0.0; self.size];
        // Columns whose next entry is in each row, as chains.
        let mut first = vec![NONE; sparse];
        let mut following = vec![NONE; sparse];
        let mut next: Vec<usize> = self.starts[..sparse].to_vec();
        for j in 0..sparse {
            let own = self.starts[j]..self.starts[j + 1];
            let mut pivot = values[j];
            for at in own.clone() {
                work[self.rows[at] as usize] = values[sparse + at];
            }
            let mut chain = first[j];
            while chain != NONE {
                let k = chain as usize;
                chain = following[k];
                let at = next[k];
                let reach = values[sparse + at] * values[k];
                pivot -= reach * values[sparse + at];
                for below in at + 1..self.starts[k + 1] {
                    work[self.rows[below] as usize] -= reach * values[sparse + below];
                }
                next[k] = at + 1;
                self.enchain(k, &next, &mut first, &mut following);
            }
            let keeps = pivot > least[j] && pivot > 0.0;
            for at in own.clone() {
                let row = self.rows[at] as usize;
                values[sparse + at] = if keeps { work[row] / pivot } else { 0.0 };
                work[row] = 0.0;
            }
            values[j] = if keeps { pivot } else { 0.0 };
            if !keeps {
                left_out.push(j);
            }
            self.enchain(j, &next, &mut first, &mut following);
        }
        left_out
    }

    /// Puts a column into the chain of the row of its next entry.
    fn enchain(&self, column: usize, next: &[usize], first: &mut [u32], following: &mut [u32]) {
        if next[column] < self.starts[column + 1] {
            let row = self.rows[next[column]] as usize;
            if row < self.sparse() {
                following[column] = first[row];
                first[row] = column as u32;
            }
        }
    }

    /// Solves with the factors; variables left out are zero.
    pub(crate) fn solve(&self, factors: &[f64], right: &[f64]) -> Vec<f64> {
        let sparse = self.sparse();
        let mut x: Vec<f64> = self.order.iter().map(|&variable| right[variable as usize]).collect();
        for j in 0..sparse {
            for at in self.starts[j]..self.starts[j + 1] {
                x[self.rows[at] as usize] -= factors[sparse + at] * x[j];
            }
        }
        let triangle = &factors[self.triangle()..];
        let row = |i: usize| &triangle[i * (i + 1) / 2..i * (i + 1) / 2 + i];
        for i in 0..self.size - sparse {
            let (before, own) = x[sparse..].split_at_mut(i);
            own[0] -= row(i).iter().zip(&*before).map(|(l, x)| l * x).sum::<f64>();
        }
        for (at, x) in x.iter_mut().enumerate() {
            let pivot = factors[self.diagonal(at)];
            *x = if pivot > 0.0 { *x / pivot } else { 0.0 };
        }
        for i in (0..self.size - sparse).rev() {
            let (before, own) = x[sparse..].split_at_mut(i);
            before.iter_mut().zip(row(i)).for_each(|(x, l)| *x -= l * own[0]);
        }
        for j in (0..sparse).rev() {
            for at in self.starts[j]..self.starts[j + 1] {
                x[j] -= factors[sparse + at] * x[self.rows[at] as usize];
            }
        }
        let mut solution = vec![0.0; self.size];
        self.order.iter().zip(x).for_each(|(&variable, x)| solution[variable as usize] = x);
        solution
    }
}

/// L D L' of a packed lower triangle, panel by panel; the rows left out have a pivot of zero.
fn factor_triangle(triangle: &mut [f64], least: &[f64]) -> Vec<usize> {
    let size = least.len();
    let at = |row: usize, column: usize| row * (row + 1) / 2 + column;
    let mut left_out = Vec::new();
    let mut above = vec![0.0; PANEL * size];
    for start in (0..size).step_by(PANEL) {
        let end = size.min(start + PANEL);
        for c in start..end {
            let pivot = triangle[at(c, c)];
            let keeps = pivot > least[c] && pivot > 0.0;
            if !keeps {
                triangle[at(c, c)] = 0.0;
                left_out.push(c);
            }
            // Entries of the column in the panel's own rows, before they are divided.
            let head: Vec<f64> = (c + 1..end).map(|row| triangle[at(row, c)]).collect();
            for row in c + 1..size {
                let entry = triangle[at(row, c)];
                let factor = if keeps { entry / pivot } else { 0.0 };
                triangle[at(row, c)] = factor;
                let columns = &mut triangle[at(row, c) + 1..=at(row, end.min(row + 1) - 1)];
                columns.iter_mut().zip(&head).for_each(|(value, u)| *value -= factor * u);
            }
        }
        // The panel turned, so that one row of the rest meets contiguous columns.
        let width = end - start;
        for row in end..size {
            for k in 0..width {
                above[k * size + row] = triangle[at(row, start + k)];
            }
        }
        let pivots: Vec<f64> = (start..end).map(|c| triangle[at(c, c)]).collect();
        for row in end..size {
            let factors: Vec<f64> = (0..width).map(|k| above[k * size + row] * pivots[k]).collect();
            let rest = &mut triangle[at(row, end)..=at(row, row)];
            let of = |k: usize| &above[k * size + end..=k * size + row];
            let mut k = 0;
            while k + 4 <= width {
                let (a, b, c, d) = (of(k), of(k + 1), of(k + 2), of(k + 3));
                let [fa, fb, fc, fd] = [factors[k], factors[k + 1], factors[k + 2], factors[k + 3]];
                for ((((value, a), b), c), d) in rest.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                    *value -= (fa * a + fb * b) + (fc * c + fd * d);
                }
                k += 4;
            }
            for k in k..width {
                rest.iter_mut().zip(of(k)).for_each(|(value, a)| *value -= factors[k] * a);
            }
        }
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numerics::Stream;

    /// A system with the zeros of an arrow and of a band, as full rows.
    fn system(size: usize, reach: usize, tip: usize) -> Vec<f64> {
        let mut stream = Stream::new(4, 1);
        let mut matrix = vec![0.0; size * size];
        for a in 0..size {
            for b in 0..a {
                if a - b <= reach || a >= size - tip {
                    let value = stream.normal();
                    matrix[a * size + b] = value;
                    matrix[b * size + a] = value;
                }
            }
        }
        for a in 0..size {
            matrix[a * size + a] = 1.0 + (0..size).map(|b| matrix[a * size + b].abs()).sum::<f64>();
        }
        matrix
    }

    fn solve(matrix: &[f64], size: usize, right: &[f64]) -> (Vec<f64>, Vec<u32>, usize) {
        let mut links = Links::new(size);
        for a in 0..size {
            for b in 0..=a {
                if matrix[a * size + b] != 0.0 {
                    links.mark(a, b);
                }
            }
        }
        let layout = Layout::new(links);
        let mut values = vec![0.0; layout.len()];
        for a in 0..size {
            for b in 0..=a {
                if matrix[a * size + b] != 0.0 {
                    values[layout.at(a, b)] = matrix[a * size + b];
                }
            }
        }
        let left_out = layout.factor(&mut values, 1e-10);
        (layout.solve(&values, right), left_out, layout.len())
    }

    #[test]
    fn solutions_solve_and_zeros_stay() {
        for (size, reach, tip) in [(1, 0, 0), (20, 3, 0), (300, 2, 5), (300, 0, 20), (150, 150, 0)] {
            let matrix = system(size, reach, tip);
            let right: Vec<f64> = (0..size).map(|at| at as f64 - 7.0).collect();
            let (x, left_out, entries) = solve(&matrix, size, &right);
            assert!(left_out.is_empty());
            for (row, right) in matrix.chunks_exact(size).zip(&right) {
                let found: f64 = row.iter().zip(&x).map(|(m, x)| m * x).sum();
                assert!((found - right).abs() < 1e-10 * (1.0 + right.abs()), "{size} {reach} {tip}");
            }
            if size == 300 {
                assert!(entries < 300 * 30, "{entries} entries");
            }
        }
    }

    #[test]
    fn what_the_others_determine_is_left_out_and_named() {
        // Indicators of two ways to part 200 rows: the last of the second sums what the others say.
        let (a, b) = (120, 70);
        let size = a + b;
        let mut stream = Stream::new(9, 1);
        let mut matrix = vec![0.0; size * size];
        for row in 0..4_000_usize {
            let pair = [row % a, a + stream.below(b as u64) as usize];
            for i in pair {
                for j in pair {
                    matrix[i * size + j] += 1.0;
                }
            }
        }
        let truth: Vec<f64> = (0..size).map(|at| (at % 5) as f64).collect();
        let right: Vec<f64> =
            matrix.chunks_exact(size).map(|row| row.iter().zip(&truth).map(|(m, x)| m * x).sum()).collect();
        let (x, left_out, _) = solve(&matrix, size, &right);
        assert_eq!(left_out.len(), 1);
        for (row, right) in matrix.chunks_exact(size).zip(&right) {
            let found: f64 = row.iter().zip(&x).map(|(m, x)| m * x).sum();
            assert!((found - right).abs() < 1e-8 * right);
        }
    }
}
