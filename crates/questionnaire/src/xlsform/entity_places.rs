//! Where in the form an entity is kept: each group or repeat, and the form itself, has room for one. The place follows from the
//! answers that are saved in the entity and from those that its own expressions mention: within the innermost repeat of them.

use std::collections::{BTreeMap, BTreeSet};

/// Groups and repeats by number, the form itself (0) first.
type Path = Vec<u32>;

/// Something that ties an entity to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) row: u64,
    pub(super) path: Path,
    /// The question that the entity's expressions mention; none for an answer that is saved.
    pub(super) question: Option<String>,
}

impl Source {
    fn saves(&self) -> bool {
        self.question.is_none()
    }
}

/// The place that an entity wants.
#[derive(Debug)]
pub(super) struct Request {
    row: u64,
    /// The innermost repeat, or the form.
    scope: Path,
    path: Path,
    /// Paths of the answers that are saved, in order.
    saves: Vec<Path>,
}

/// Measures of paths.
struct Measure<'a>(&'a BTreeSet<u32>);

impl Measure<'_> {
    /// The path of the innermost repeat, or of the form.
    fn scope<'p>(&self, path: &'p [u32]) -> &'p [u32] {
        let repeat = path.iter().rposition(|number| self.0.contains(number)).unwrap_or(0);
        &path[..(repeat + 1).min(path.len())]
    }

    /// How many repeats there are on the path.
    fn repeats(&self, path: &[u32]) -> usize {
        path.iter().filter(|number| self.0.contains(number)).count()
    }

    /// How many groups there are within the innermost repeat.
    fn groups(&self, path: &[u32]) -> usize {
        path.len() - self.scope(path).len()
    }
}

/// The place that an entity wants, or the source that lies in another repeat than the rest.
pub(super) fn request<'a>(
    row: u64,
    sources: &'a [Source],
    repeats: &BTreeSet<u32>,
) -> Result<Request, &'a Source> {
    let measure = Measure(repeats);
    let Some(first) = sources.first() else {
        return Ok(Request { row, scope: vec![0], path: vec![0], saves: Vec::new() });
    };
    let mut scope = measure.scope(&first.path);
    let mut deepest = first;
    let mut deepest_save: Option<&Source> = None;
    let mut saves: Vec<Path> = Vec::new();
    for source in sources {
        let own = measure.scope(&source.path);
        let deeper = measure.repeats(own) > measure.repeats(scope);
        if deeper {
            scope = own;
        }
        let groups = measure.groups(&source.path);
        if deeper || (own == scope && groups > measure.groups(&deepest.path)) {
            deepest = source;
        }
        if source.saves() {
            let more = |known: &Source| deeper || (own == scope && groups > measure.groups(&known.path));
            if deepest_save.is_none_or(more) {
                deepest_save = Some(source);
            }
            if !saves.contains(&source.path) {
                saves.push(source.path.clone());
            }
        }
    }
    let mut path: Path = deepest_save.unwrap_or(deepest).path.clone();
    if let (Some(save), [first, _, ..]) = (deepest_save, saves.as_slice()) {
        let own = measure.scope(&save.path);
        let common = common(first, &saves);
        let key = |path: &[u32]| (measure.repeats(path), measure.groups(path));
        path = if key(common) > key(own) { common.to_vec() } else { own.to_vec() };
    }
    for source in sources {
        let own = measure.scope(&source.path);
        let outside = !scope.starts_with(own);
        let elsewhere = source.saves() && measure.scope(&path) != own;
        // It mentions answers of a repeat and saves one from outside: no place has both.
        let above = source.saves() && path.len() < scope.len();
        if outside || elsewhere || above {
            return Err(source);
        }
    }
    Ok(Request { row, scope: scope.to_vec(), path, saves })
}

/// What the paths have in common, as XLSForm's own tool counts it: up to the last place at which any differs.
fn common<'a>(first: &'a [u32], paths: &[Path]) -> &'a [u32] {
    let shortest = paths.iter().map(Vec::len).min().unwrap_or(0);
    let differs = |at: &usize| paths.iter().any(|path| path[*at] != first[*at]);
    let end = (0..shortest).rfind(differs).unwrap_or(shortest);
    &first[..end]
}

/// Gives every entity its place. Returns the rows of those for which there is none, with the row of the one in the way.
pub(super) fn allocate(requests: Vec<Request>) -> Vec<(u64, u64)> {
    let mut refused = Vec::new();
    let mut scopes: Vec<(Path, Vec<Request>)> = Vec::new();
    for request in requests {
        match scopes.iter_mut().find(|(scope, _)| *scope == request.scope) {
            Some((_, known)) => known.push(request),
            None => scopes.push((request.scope.clone(), vec![request])),
        }
    }
    if let [(scope, only)] = scopes.as_slice()
        && scope.len() == 1
        && only.len() == 1
    {
        return refused;
    }
    let mut taken: BTreeMap<Path, u64> = BTreeMap::new();
    for (scope, mut requests) in scopes {
        requests.sort_by_key(|request| request.row);
        for request in requests {
            let mut in_the_way = None;
            // As deep as it wants, else higher up, but never out of its repeat.
            for depth in (scope.len()..=request.path.len()).rev() {
                let path = &request.path[..depth];
                if let Some(other) = taken.get(path) {
                    let own = request.saves.first().and_then(|save| taken.get(save));
                    in_the_way = Some(*own.unwrap_or(other));
                    if own.is_some() {
                        break;
                    }
                    continue;
                }
                in_the_way = None;
                taken.insert(path.to_vec(), request.row);
                for save in &request.saves {
                    for end in depth..=save.len() {
                        taken.insert(save[..end].to_vec(), request.row);
                    }
                }
                break;
            }
            refused.extend(in_the_way.map(|other| (request.row, other)));
        }
    }
    refused
}
