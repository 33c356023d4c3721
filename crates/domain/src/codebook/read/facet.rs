//! Reading `[[facet]]` and its codes.

use crate::codebook::{Cardinality, Code, Facet, FacetOn, Located, Node, ProblemKind, Reading};

/// A facet with the places of what must still be checked once all facets are known.
pub(in crate::codebook) struct FacetSource {
    pub(in crate::codebook) facet: Facet,
    pub(in crate::codebook) path: String,
    pub(in crate::codebook) line: usize,
    pub(in crate::codebook) parent: Option<Located<String>>,
    /// For each code, in order: its path, its line, and the parents it names.
    pub(in crate::codebook) codes: Vec<(String, usize, Vec<Located<String>>)>,
}

pub(super) fn facet(mut node: Node<'_>, reading: &mut Reading) -> FacetSource {
    let id = node.needed_name("id", reading).value;
    let owner = format!("facet.{id}");
    let label = node.label("label", &format!("facet-{id}"), &owner, reading);
    let definition = node.needed_text("definition", reading).value;
    let on = node
        .needed_word("on", FacetOn::ALL, reading)
        .unwrap_or(FacetOn::Incident);
    let cardinality = node
        .needed_word("cardinality", Cardinality::ALL, reading)
        .unwrap_or(Cardinality::One);
    let parent = node.text("parent", reading);
    let mut facet = Facet {
        label,
        definition,
        on,
        cardinality,
        parent: parent.as_ref().map(|parent| parent.value.clone()),
        open: node.flag("open", false, reading),
        required_for_check: node.flag("required_for_check", false, reading),
        sensitive: node.flag("sensitive", false, reading),
        codes: Vec::new(),
        id,
    };
    if facet.required_for_check && facet.on != FacetOn::Incident {
        let line = node.line_of("required_for_check", reading);
        reading.problem(
            line,
            node.key("required_for_check"),
            ProblemKind::WrongValue,
            "only a facet on the incident can be asked for before a check",
            "write on = \"incident\" or take this out",
        );
    }
    let mut codes = Vec::new();
    for code_node in node.needed_nodes("codes", "code", reading) {
        let (path, line) = (code_node.path.clone(), code_node.line_of("code", reading));
        let (entry, parents) = code(code_node, &facet.id, reading);
        codes.push((path, line, parents));
        facet.codes.push(entry);
    }
    let (path, line) = (node.path.clone(), node.line);
    node.finish(reading);
    FacetSource {
        facet,
        path,
        line,
        parent,
        codes,
    }
}

fn code(mut node: Node<'_>, facet: &str, reading: &mut Reading) -> (Code, Vec<Located<String>>) {
    let code = node.needed_code("code", reading).value;
    let owner = format!("facet.{facet}.codes.{code}");
    let label = node.label("label", &format!("code-{facet}-{code}"), &owner, reading);
    let group = node.text("group", reading).map(|group| {
        let key = format!("group-{facet}-{}", group.value);
        reading.asks_label(
            key,
            group.line,
            &format!("facet.{facet}.group.{}", group.value),
            true,
        )
    });
    let parents = node
        .list("parents", reading)
        .map(|list| list.value)
        .unwrap_or_default();
    let (from, to) = node.period(reading);
    let definition = node.text("definition", reading).map(|text| text.value);
    let entry = Code {
        code,
        label,
        definition,
        from,
        to,
        parents: parents.iter().map(|parent| parent.value.clone()).collect(),
        group,
        unknown: node.flag("unknown", false, reading),
        cst: node.plain_list("cst", reading),
        odihr: node.plain_list("odihr", reading),
        nibrs: node.plain_list("nibrs", reading),
        maps: node
            .node("maps", reading)
            .map(|maps| maps.lists(reading).into_iter().collect())
            .unwrap_or_default(),
        examples: node.plain_list("examples", reading),
    };
    node.finish(reading);
    (entry, parents)
}
