//! What follows from what: the order in which conditions, values and counts are computed, and which of them an element's change
//! concerns.

use std::collections::BTreeSet;

use crate::faults::Fault;

use super::binds::{Bind, Condition};
use super::choices::Choices;
use super::program::{Compiler, ProgramId};
use super::tree::{FormNode, Tree};

/// What is computed of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Aspect {
    /// Whether it is asked.
    Relevant,
    /// Its value.
    Calculation,
    /// How many instances it has; evaluated for the element around it.
    Count,
    /// Whether the chosen codes are still on offer. Comes after everything else, because two questions may restrict each other.
    Offered,
}

/// Something that is computed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Computation {
    pub(crate) node: FormNode,
    pub(crate) aspect: Aspect,
    pub(crate) program: ProgramId,
}

/// Something that an element's change concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dependent {
    /// Which computation.
    pub(crate) computation: u32,
    /// Within the instance of which scope around the changed element.
    pub(crate) within: FormNode,
    /// Only when places among instances change, or what is asked.
    pub(crate) position: bool,
}

/// The computations in an order in which each comes after those it depends on, and their dependents.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub(crate) computations: Vec<Computation>,
    /// By number of the element.
    pub(crate) dependents: Vec<Vec<Dependent>>,
    /// The computations of each element, in order.
    pub(crate) of: Vec<Vec<u32>>,
}

pub(crate) fn build(compiler: &mut Compiler<'_>, binds: &[Bind], choices: &[Choices]) -> Graph {
    let mut all: Vec<Computation> = Vec::new();
    for (number, bind) in binds.iter().enumerate() {
        let node = number as FormNode;
        if let Condition::When(program) = bind.relevant {
            all.push(Computation { node, aspect: Aspect::Relevant, program });
        }
        if let Some(program) = bind.count {
            all.push(Computation { node, aspect: Aspect::Count, program });
        }
        if let Some(program) = bind.calculation {
            all.push(Computation { node, aspect: Aspect::Calculation, program });
        }
    }
    let order = order(compiler, binds, &all);
    let mut computations: Vec<Computation> = order.iter().map(|at| all[*at as usize]).collect();
    for (number, bind) in binds.iter().enumerate() {
        let filter = bind.choices.and_then(|choices_of| choices[choices_of as usize].nodes);
        if let Some(program) = filter
            && !compiler.programs[program as usize].on.is_empty()
        {
            computations.push(Computation { node: number as FormNode, aspect: Aspect::Offered, program });
        }
    }
    let mut graph = Graph {
        dependents: vec![Vec::new(); binds.len()],
        of: vec![Vec::new(); binds.len()],
        computations: Vec::new(),
    };
    for (number, computation) in computations.iter().enumerate() {
        graph.of[computation.node as usize].push(number as u32);
        for on in &compiler.programs[computation.program as usize].on {
            let dependent =
                Dependent { computation: number as u32, within: on.within, position: on.position };
            graph.dependents[on.on as usize].push(dependent);
        }
    }
    graph.computations = computations;
    graph
}

/// An order of the computations, by reading order where nothing else decides. What turns in a circle is said and left out.
fn order(compiler: &mut Compiler<'_>, binds: &[Bind], all: &[Computation]) -> Vec<u32> {
    let tree = compiler.tree;
    // By element: the computations that change its value or its relevance.
    let mut of_node: Vec<Vec<u32>> = vec![Vec::new(); binds.len()];
    for (number, computation) in all.iter().enumerate() {
        let reach = match computation.aspect {
            // What is in it is concerned too.
            Aspect::Relevant | Aspect::Count => computation.node..tree.get(computation.node).end,
            Aspect::Calculation | Aspect::Offered => computation.node..computation.node + 1,
        };
        for node in reach {
            of_node[node as usize].push(number as u32);
        }
    }
    let mut after: Vec<Vec<u32>> = vec![Vec::new(); all.len()];
    let mut waits: Vec<u32> = vec![0; all.len()];
    for (number, computation) in all.iter().enumerate() {
        let mut before: BTreeSet<u32> = BTreeSet::new();
        for on in &compiler.programs[computation.program as usize].on {
            // A count by what is in its own instances comes before them; it only ever adds.
            if !counts_itself(tree, *computation, on.on) {
                before.extend(&of_node[on.on as usize]);
            }
        }
        for earlier in before {
            after[earlier as usize].push(number as u32);
            waits[number] += 1;
        }
    }
    let mut ready: BTreeSet<u32> = (0..all.len() as u32).filter(|at| waits[*at as usize] == 0).collect();
    let mut order = Vec::with_capacity(all.len());
    while let Some(next) = ready.pop_first() {
        order.push(next);
        for later in &after[next as usize] {
            waits[*later as usize] -= 1;
            if waits[*later as usize] == 0 {
                ready.insert(*later);
            }
        }
    }
    if order.len() < all.len() {
        say_circles(compiler, all, &after, &waits);
    }
    for computation in all {
        let program = &compiler.programs[computation.program as usize];
        let inside = program.on.iter().find(|on| counts_itself(tree, *computation, on.on));
        if let Some(inside) = inside.map(|on| tree.get(on.on).name.clone()) {
            let place = compiler.place(computation.node, "repeat_count");
            compiler.faults.push(Fault::warning("W-EXPR-065", place).with("name", inside));
        }
    }
    // Neither value nor relevance, but an engine refuses a form in which they speak of themselves.
    for (number, bind) in binds.iter().enumerate() {
        for (condition, column) in [(bind.required, "required"), (bind.read_only, "read_only")] {
            let Condition::When(program) = condition else { continue };
            if compiler.programs[program as usize].on.iter().any(|on| on.on as usize == number) {
                let node = number as FormNode;
                let place = compiler.place(node, column);
                compiler
                    .faults
                    .push(Fault::error("E-EXPR-060", place).with("path", tree.get(node).name.clone()));
            }
        }
    }
    order
}

/// Whether a computation is the number of instances of a repeat, and depends on an element in these instances.
pub(crate) fn counts_itself(tree: &Tree, computation: Computation, on: FormNode) -> bool {
    computation.aspect == Aspect::Count && on != computation.node && tree.holds(computation.node, on)
}

/// Says one circle for each knot: the names on the way round.
fn say_circles(compiler: &mut Compiler<'_>, all: &[Computation], after: &[Vec<u32>], waits: &[u32]) {
    let stuck = |at: u32| waits[at as usize] > 0;
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); all.len()];
    for (number, later) in after.iter().enumerate() {
        for later in later {
            if stuck(number as u32) && stuck(*later) {
                before[*later as usize].push(number as u32);
            }
        }
    }
    let mut seen = vec![false; all.len()];
    for start in 0..all.len() as u32 {
        if !stuck(start) || seen[start as usize] {
            continue;
        }
        // Going back from a computation that waits must come round, because each has one before it that waits too.
        let mut way = vec![start];
        let mut at = start;
        let found = loop {
            if std::mem::replace(&mut seen[at as usize], true) {
                break way.iter().position(|passed| *passed == at);
            }
            match before[at as usize].first() {
                Some(next) => at = *next,
                None => break None,
            }
            way.push(at);
        };
        let Some(from) = found.filter(|from| *from + 1 < way.len()) else { continue };
        let mut names: Vec<String> = way[from..]
            .iter()
            .rev()
            .map(|at| compiler.tree.get(all[*at as usize].node).name.clone())
            .collect();
        names.dedup();
        if names.len() == 1 {
            names.push(names[0].clone());
        }
        let first = all[way[from] as usize];
        let column = compiler.programs[first.program as usize].column;
        let place = compiler.place(first.node, column);
        compiler.faults.push(Fault::error("E-EXPR-060", place).with("path", names.join(" → ")));
    }
}
