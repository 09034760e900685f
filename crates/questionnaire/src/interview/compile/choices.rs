//! What each question chooses from: a list, a table from a file, or answers given before; in which order; and which of it is on
//! offer.

use crate::definition::{ChoiceSource, Kind, Question};
use crate::expression::{Expression, Kind as Syntax, NameId, Path, Start, Step, parse};
use crate::faults::Fault;

use super::binds::Bind;
use super::program::{Compiler, ProgramId, Site};
use super::tree::{FormNode, Role};

/// The instance that holds the table of `select_one_external`.
pub(crate) const EXTERNAL: &str = "itemsets";

/// What a question chooses from.
#[derive(Debug)]
pub(crate) struct Choices {
    /// Gives the items on offer; without it all items below the root of the source.
    pub(crate) nodes: Option<ProgramId>,
    /// The root of the source, where it is a list or table.
    pub(crate) root: Option<u32>,
    /// The child that holds the code.
    pub(crate) value: NameId,
    pub(crate) labels: Labels,
    pub(crate) order: Order,
    pub(crate) search: Option<Search>,
}

/// Where the labels of choices are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Labels {
    /// In the list of that number.
    List(u32),
    /// In that child of the item.
    Child(NameId),
}

/// In which order choices are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they are; or as the expression that gives them has shuffled them.
    Given,
    /// In an order drawn for the interview.
    Drawn,
}

/// Choices that a client looks up in a table: `search('table', 'contains', 'column', text, 'column', text)`.
#[derive(Debug)]
pub(crate) struct Search {
    /// The root of the table.
    pub(crate) table: u32,
    pub(crate) how: How,
    /// Columns searched, and the text looked for.
    pub(crate) columns: Vec<NameId>,
    pub(crate) text: Option<ProgramId>,
    /// A column that must have exactly this text.
    pub(crate) filter: Option<(NameId, ProgramId)>,
    /// For each choice of the list that stands for rows: the columns of code and labels.
    pub(crate) rows: Vec<(NameId, Vec<NameId>)>,
}

/// How a text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    All,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
}

impl Search {
    /// Whether the texts of a row are what is looked for, which is in small letters.
    pub(crate) fn finds<'a>(&self, wanted: &str, text: impl Fn(NameId) -> &'a str) -> bool {
        self.how == How::All
            || self.columns.iter().any(|column| {
                let text = text(*column).to_lowercase();
                match self.how {
                    How::All => true,
                    How::Contains => text.contains(wanted),
                    How::StartsWith => text.starts_with(wanted),
                    How::EndsWith => text.ends_with(wanted),
                    How::Matches => text == wanted,
                }
            })
    }
}

pub(crate) fn compile(compiler: &mut Compiler<'_>, mut binds: Vec<Bind>) -> (Vec<Choices>, Vec<Bind>) {
    let mut all = Vec::new();
    let tree = compiler.tree;
    for number in 0..tree.nodes.len() as FormNode {
        let Role::Leaf(leaf) = &tree.get(number).role else { continue };
        if !leaf.question.kind.chooses() || leaf.question.options.is_none() {
            continue;
        }
        if let Some(choices) = choices(compiler, number, &leaf.question) {
            binds[number as usize].choices = Some(all.len() as u32);
            all.push(choices);
        }
    }
    (all, binds)
}

fn choices(compiler: &mut Compiler<'_>, node: FormNode, question: &Question) -> Option<Choices> {
    let options = question.options.as_ref()?;
    let filter = options.filter.as_deref().map(str::trim).filter(|filter| !filter.is_empty());
    let named = |compiler: &mut Compiler<'_>, parameter, unsaid| {
        compiler.names.intern(question.parameter(parameter).unwrap_or(unsaid))
    };
    let (instance, value, labels) = match &options.source {
        ChoiceSource::List(list) if question.kind == Kind::SelectOneExternal => {
            let (value, label) = (compiler.names.intern("name"), compiler.names.intern("label"));
            return external(compiler, node, list, filter, value, label);
        }
        ChoiceSource::List(list) => {
            let at = compiler.questionnaire.lists.iter().position(|known| known.name == *list);
            let Some(at) = at else {
                let place = compiler.place(node, "type");
                compiler.faults.push(Fault::error("E-EXPR-064", place).with("list", list));
                return None;
            };
            (list.clone(), compiler.names.intern("name"), Labels::List(at as u32))
        }
        ChoiceSource::File(file) => {
            let name = file.rsplit_once('.').map_or(file.as_str(), |(name, _)| name).to_owned();
            let geojson = file.to_lowercase().ends_with(".geojson");
            let (code, label) = if geojson { ("id", "title") } else { ("name", "label") };
            (name, named(compiler, "value", code), Labels::Child(named(compiler, "label", label)))
        }
        ChoiceSource::Answers(written) => return answers(compiler, node, question, written, filter),
    };
    let search = question.node.appearance.as_deref().and_then(search_call);
    let search = search.and_then(|call| compile_search(compiler, node, call, labels));
    let root = compiler.stock.root(&instance)?;
    let all = items(&instance, filter, compiler, node)?;
    let (syntax, order) = shuffled(compiler, node, question, all);
    let nodes = if filter.is_some() || matches!(syntax.kind, Syntax::Call(_)) {
        compiler.compile(&syntax, Site { node, column: "choice_filter", over_choices: false })
    } else {
        None
    };
    Some(Choices { nodes, root: Some(root), value, labels, order, search })
}

/// `instance('list')/root/item[filter]`
fn items(
    instance: &str,
    filter: Option<&str>,
    compiler: &mut Compiler<'_>,
    node: FormNode,
) -> Option<Expression> {
    let base = Box::new(Expression::call("instance", vec![Expression::text(instance)]));
    let mut item = Step::child("item");
    if let Some(written) = filter {
        let site = Site { node, column: "choice_filter", over_choices: true };
        item.predicates.push(compiler.read(written, site)?);
    }
    let steps = vec![Step::child("root"), item];
    Some(Expression::new(Syntax::Path(Path { start: Start::Filter { base, predicates: Vec::new() }, steps })))
}

/// With `randomize=true` the items in an order that a seed gives, or one drawn for the interview.
fn shuffled(
    compiler: &mut Compiler<'_>,
    node: FormNode,
    question: &Question,
    items: Expression,
) -> (Expression, Order) {
    let yes = |text: &str| matches!(text.to_lowercase().as_str(), "true" | "true()" | "yes");
    if !question.parameter("randomize").is_some_and(yes) {
        return (items, Order::Given);
    }
    let Some(seed) = question.parameter("seed") else { return (items, Order::Drawn) };
    match compiler.read(seed, Site { node, column: "parameters", over_choices: false }) {
        Some(seed) => (Expression::call("randomize", vec![items, seed]), Order::Given),
        None => (items, Order::Drawn),
    }
}

/// Choices made of the answers to a question of a repeat.
fn answers(
    compiler: &mut Compiler<'_>,
    node: FormNode,
    question: &Question,
    written: &str,
    filter: Option<&str>,
) -> Option<Choices> {
    let site = Site { node, column: "type", over_choices: false };
    let mut syntax = compiler.read(written, site)?;
    let mut itself = None;
    if let Syntax::Reference(reference) = &syntax.kind {
        // The instances that have an answer, wherever the question itself stands.
        let target = compiler.by_name.get(&reference.name).and_then(|found| found.first()).copied();
        let Some(target) = target else {
            compiler.program(written, site);
            return None;
        };
        let path = compiler.tree.path(target);
        let names: Vec<&str> = path.split('/').skip(1).collect();
        let (name, around) = names.split_last()?;
        let mut steps: Vec<Step> = around.iter().map(|name| Step::child(*name)).collect();
        let answered = parse(&format!("./{name} != ''")).ok()?;
        if let Some(last) = steps.last_mut() {
            last.predicates.push(answered);
        }
        syntax = Expression::new(Syntax::Path(Path { start: Start::Root, steps }));
        itself = Some((*name).to_owned());
    }
    if let (Some(filter), Syntax::Path(path)) = (filter, &mut syntax.kind)
        && let (Ok(filter), Some(last)) = (parse(filter), path.steps.last_mut())
    {
        last.predicates.push(filter);
    }
    let own = itself.as_deref();
    let value = question.parameter("value").or(own).unwrap_or("name");
    let label = question.parameter("label").or(own).unwrap_or("label");
    let (value, label) = (compiler.names.intern(value), compiler.names.intern(label));
    let (syntax, order) = shuffled(compiler, node, question, syntax);
    let nodes = compiler.compile(&syntax, site)?;
    Some(Choices { nodes: Some(nodes), root: None, value, labels: Labels::Child(label), order, search: None })
}

/// The rows of the external table that belong to the list.
fn external(
    compiler: &mut Compiler<'_>,
    node: FormNode,
    list: &str,
    filter: Option<&str>,
    value: NameId,
    label: NameId,
) -> Option<Choices> {
    let root = compiler.stock.root(EXTERNAL)?;
    let own = format!("list_name = '{}'", list.replace('\'', ""));
    let filter = filter.map_or(own.clone(), |filter| format!("{own} and ({filter})"));
    let syntax = items(EXTERNAL, Some(&filter), compiler, node)?;
    let nodes = compiler.compile(&syntax, Site { node, column: "choice_filter", over_choices: false })?;
    let labels = Labels::Child(label);
    Some(Choices { nodes: Some(nodes), root: Some(root), value, labels, order: Order::Given, search: None })
}

/// The call in an appearance such as `minimal search('fruits')`.
pub(crate) fn search_call(appearance: &str) -> Option<&str> {
    let start = appearance.find("search(").or_else(|| appearance.find("search ("))?;
    let end = appearance.rfind(')')?;
    appearance.get(start..=end)
}

/// The instance of a table that is searched.
pub(crate) fn searched_instance(name: &str) -> String {
    format!("search:{name}")
}

fn compile_search(
    compiler: &mut Compiler<'_>,
    node: FormNode,
    written: &str,
    labels: Labels,
) -> Option<Search> {
    let site = Site { node, column: "appearance", over_choices: false };
    let Ok(Expression { kind: Syntax::Call(call), .. }) = parse(written) else {
        compiler.program(written, site);
        return None;
    };
    let text = |at: usize| match call.arguments.get(at).map(|argument| &argument.kind) {
        Some(Syntax::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let table = compiler.stock.root(&searched_instance(text(0)?))?;
    let columns = |names: &str, compiler: &mut Compiler<'_>| -> Vec<NameId> {
        let names = names.split([',', ' ']).filter(|name| !name.is_empty());
        names.map(|name| compiler.names.intern(name)).collect()
    };
    let (how, searched, wanted, filter_at) = match call.arguments.len() {
        1 => (How::All, Vec::new(), None, None),
        3 => (How::All, Vec::new(), None, Some(1)),
        4 | 6 => {
            let how = match text(1)?.to_lowercase().as_str() {
                "contains" => How::Contains,
                "startswith" => How::StartsWith,
                "endswith" => How::EndsWith,
                _ => How::Matches,
            };
            let searched = columns(text(2)?, compiler);
            let wanted = compiler.compile(&call.arguments[3], site);
            (how, searched, wanted, (call.arguments.len() == 6).then_some(4))
        }
        _ => return None,
    };
    let filter = match filter_at {
        Some(at) => {
            let column = compiler.names.intern(text(at)?);
            compiler.compile(&call.arguments[at + 1], site).map(|program| (column, program))
        }
        None => None,
    };
    let Labels::List(list) = labels else { return None };
    let mut rows = Vec::new();
    // A choice with a number for its code is a choice; any other names the columns of the rows.
    for choice in &compiler.questionnaire.lists[list as usize].choices {
        if choice.code.trim().parse::<f64>().is_err() {
            let label = choice.label.by_language.values().find_map(|words| words.text.as_ref());
            let label = label.map(ToString::to_string).unwrap_or_default();
            let code = compiler.names.intern(choice.code.trim());
            rows.push((code, columns(&label, compiler)));
        }
    }
    Some(Search { table, how, columns: searched, text: wanted, filter, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_found_in_an_appearance() {
        assert_eq!(
            search_call("minimal search('fruits', 'matches', 'a', ${b})"),
            Some("search('fruits', 'matches', 'a', ${b})")
        );
        assert_eq!(search_call("minimal"), None);
    }
}
