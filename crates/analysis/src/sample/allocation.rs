//! How many first-stage units each stratum gets.

use sounding_statistics::sampling::allocation::{Allocation, allocate};
use sounding_study::AllocationMethod;
use sounding_survey::{Finding, Place};

use super::draw::Draw;
use crate::fault::Faults;

impl Draw<'_> {
    /// First-stage units for each stratum.
    pub(super) fn allocation(&self, strata: &[(String, Vec<usize>)]) -> Result<Vec<u64>, Faults> {
        let wanted = &self.design.allocation;
        let capacity: Vec<u64> =
            strata.iter().map(|(_, members)| self.units(0, members).len() as u64).collect();
        let sum = |name: &str| -> Vec<f64> {
            strata.iter().map(|(_, rows)| rows.iter().map(|&row| self.numbers[name][row]).sum()).collect()
        };
        let measure = match &wanted.size {
            Some(name) => sum(name),
            None => capacity.iter().map(|&units| units as f64).collect(),
        };
        if wanted.method == AllocationMethod::Fixed {
            return self.fixed(strata, &capacity);
        }
        let constant = |name: &Option<String>, key: &str| -> Result<Vec<f64>, Faults> {
            let Some(name) = name else {
                return Err(Faults::one(
                    "E-SAMPLE-002",
                    Place::file("study.toml").column(format!("sample.allocation.{key}")),
                    format!("this allocation needs \"{key}\", the frame column that holds it"),
                    "name a column that has the stratum's value in each of its rows",
                ));
            };
            let values = &self.numbers[name.as_str()];
            let mut faults = Vec::new();
            let mut found = Vec::new();
            for (label, rows) in strata {
                let first = values[rows[0]];
                if let Some(&other) = rows.iter().find(|&&row| values[row] != first) {
                    faults.push(Finding::error(
                        "E-SAMPLE-003",
                        Place::file(self.file).line(other as u64 + 2).column(name),
                        format!("the stratum \"{label}\" has the values {first} and {}", values[other]),
                        "give every row of a stratum the same value",
                    ));
                }
                found.push(first);
            }
            if faults.is_empty() { Ok(found) } else { Err(Faults(faults)) }
        };
        let power = wanted.power.unwrap_or(0.5);
        let (sd, cost);
        let method = match wanted.method {
            AllocationMethod::Proportional | AllocationMethod::Fixed => {
                Allocation::Proportional { measure: &measure }
            }
            AllocationMethod::Equal => Allocation::Equal,
            AllocationMethod::Neyman => {
                sd = constant(&wanted.sd, "sd")?;
                Allocation::Neyman { measure: &measure, sd: &sd }
            }
            AllocationMethod::Power => {
                sd = if wanted.sd.is_some() { constant(&wanted.sd, "sd")? } else { Vec::new() };
                Allocation::Power { measure: &measure, cv: wanted.sd.as_ref().map(|_| &sd[..]), power }
            }
            AllocationMethod::Optimal => {
                sd = constant(&wanted.sd, "sd")?;
                cost = constant(&wanted.cost, "cost")?;
                Allocation::Optimal { measure: &measure, sd: &sd, cost: &cost }
            }
        };
        let allocated = allocate(&method, wanted.total, wanted.minimum, &capacity)
            .map_err(|error| self.fault(&error, ""))?;
        Ok(allocated.sizes)
    }

    fn fixed(&self, strata: &[(String, Vec<usize>)], capacity: &[u64]) -> Result<Vec<u64>, Faults> {
        let sizes = &self.design.allocation.sizes;
        let mut faults = Vec::new();
        let place = || Place::file("study.toml").column("sample.allocation.sizes");
        for name in sizes.keys().filter(|name| !strata.iter().any(|(label, _)| label == *name)) {
            let known: Vec<&str> = strata.iter().map(|(label, _)| label.as_str()).collect();
            faults.push(Finding::error(
                "E-SAMPLE-004",
                place(),
                format!("there is no stratum \"{name}\""),
                format!("the strata are: {}", known.join(", ")),
            ));
        }
        let mut found = Vec::new();
        for ((label, _), &units) in strata.iter().zip(capacity) {
            match sizes.get(label) {
                Some(&size) if size <= units => found.push(size),
                Some(&size) => faults.push(Finding::error(
                    "E-SAMPLE-005",
                    place(),
                    format!("the stratum \"{label}\" has {units} units, and {size} are to be drawn"),
                    "draw fewer, or correct the frame",
                )),
                None => faults.push(Finding::error(
                    "E-SAMPLE-004",
                    place(),
                    format!("the stratum \"{label}\" has no size"),
                    "give every stratum its number of units",
                )),
            }
        }
        if faults.is_empty() { Ok(found) } else { Err(Faults(faults)) }
    }
}
