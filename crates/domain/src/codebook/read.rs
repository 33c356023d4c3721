//! From a TOML document to a [`Codebook`], collecting every problem on the way.

mod facet;
mod rules;

use std::collections::BTreeSet;

use toml::de::DeTable;

use facet::facet;
use rules::{counting_rule, decision};

use super::{
    Codebook, CoverageNote, DisclosureRule, Facet, Node, Period, Problem, ProblemKind, Reading,
    Series, UNITS, check,
};
use crate::form;

pub(super) use facet::FacetSource;

pub(super) fn read(source: &str) -> Result<Codebook, Vec<Problem>> {
    let mut reading = Reading::new(source);
    let (document, syntax_errors) = DeTable::parse_recoverable(source);
    if !syntax_errors.is_empty() {
        for error in syntax_errors {
            let line = error.span().map_or(1, |span| reading.line_of(span.start));
            let message = error.message().trim().replace('\n', ", ");
            reading.problem(
                line,
                "",
                ProblemKind::Syntax,
                format!("not TOML: {message}"),
                "mend the line as TOML 1.1 asks",
            );
        }
        return Err(sorted(reading.problems));
    }
    let codebook = whole(Node::root(document.get_ref()), &mut reading);
    check::label_owners(&mut reading);
    if reading.problems.is_empty() {
        Ok(codebook)
    } else {
        Err(sorted(reading.problems))
    }
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|left, right| {
        (left.line, &left.key, left.kind).cmp(&(right.line, &right.key, right.kind))
    });
    problems.dedup();
    problems
}

fn whole(mut root: Node<'_>, reading: &mut Reading) -> Codebook {
    let id = root.needed_name("id", reading).value;
    let version = root.needed_number("version", 1, u32::MAX, reading);
    let jurisdiction = root.needed_name("jurisdiction", reading).value;
    let label = root.label("label", &format!("codebook-{id}"), "codebook", reading);
    let languages = languages(&mut root, reading);

    let sources: Vec<FacetSource> = root
        .needed_nodes("facet", "id", reading)
        .into_iter()
        .map(|node| facet(node, reading))
        .collect();
    check::facets(&sources, reading);
    let facets: Vec<Facet> = sources.into_iter().map(|source| source.facet).collect();

    let series = each_once(
        root.needed_nodes("series", "code", reading),
        "code",
        reading,
        series,
    );
    if !series.is_empty() && series.iter().filter(|series| series.own).count() != 1 {
        let line = root.line_of("series", reading);
        reading.problem(
            line,
            "series",
            ProblemKind::WrongValue,
            "exactly one series must be your own",
            "write own = true in the one that holds your own reports",
        );
    }
    let decisions = each_once(
        root.needed_nodes("decision", "code", reading),
        "code",
        reading,
        |node, reading| decision(node, &facets, reading),
    );
    let counting = each_once(
        root.needed_nodes("counting", "id", reading),
        "id",
        reading,
        |node, reading| counting_rule(node, &decisions, &series, reading),
    );
    let coverage = each_once(
        root.nodes("coverage", "id", reading).unwrap_or_default(),
        "id",
        reading,
        |node, reading| coverage_note(node, &series, reading),
    );
    let disclosure = disclosure(&mut root, reading);
    let form = form::definition::read(&mut root, &id, version, &facets, reading);
    root.finish(reading);

    let mut seen = BTreeSet::new();
    let label_uses = reading
        .labels
        .iter()
        .filter(|used| seen.insert(used.key.clone()));
    Codebook {
        label_uses: label_uses
            .map(|used| (used.key.clone(), used.line))
            .collect(),
        id,
        version,
        jurisdiction,
        languages,
        label,
        facets,
        series,
        form,
        decisions,
        counting,
        disclosure,
        coverage,
    }
}

fn languages(root: &mut Node<'_>, reading: &mut Reading) -> Vec<String> {
    let tags = root.needed_list("languages", reading);
    for tag in &tags {
        let mut parts = tag.value.split('-');
        let primary = parts.next().unwrap_or_default();
        let sound = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase())
            && parts.all(|part| {
                (1..=8).contains(&part.len())
                    && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        if !sound {
            reading.problem(
                tag.line,
                "languages",
                ProblemKind::WrongValue,
                format!("\"{}\" is not a language tag", tag.value),
                "write a tag such as \"en\", \"ur\" or \"zh-Hant\"",
            );
        }
    }
    tags.into_iter().map(|tag| tag.value).collect()
}

/// Reads each table of a list and reports names borne by two of them.
fn each_once<'t, T>(
    nodes: Vec<Node<'t>>,
    naming: &'static str,
    reading: &mut Reading,
    mut read: impl FnMut(Node<'t>, &mut Reading) -> T,
) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for mut node in nodes {
        if let Some(name) = node
            .has(naming)
            .then(|| node.needed_text(naming, &mut Reading::new("")))
        {
            let line = node.line_of(naming, reading);
            if !seen.insert(name.value.clone()) {
                twice(&name.value, naming, node.key(naming), line, reading);
            }
        }
        all.push(read(node, reading));
    }
    all
}

/// Reports a name borne by two entries of one list.
pub(super) fn twice(name: &str, naming: &str, key: String, line: usize, reading: &mut Reading) {
    let message = format!("duplicate {naming} \"{name}\"");
    reading.problem(
        line,
        key,
        ProblemKind::Duplicate,
        message,
        "rename one of them",
    );
}

fn units() -> Vec<(&'static str, &'static str)> {
    UNITS.iter().map(|unit| (*unit, *unit)).collect()
}

fn series(mut node: Node<'_>, reading: &mut Reading) -> Series {
    let code = node.needed_name("code", reading).value;
    let label = node.label(
        "label",
        &format!("series-{code}"),
        &format!("series.{code}"),
        reading,
    );
    let definition = node.needed_text("definition", reading).value;
    let own = node.flag("own", false, reading);
    let listed = node.needed_list("units", reading);
    for unit in &listed {
        if !UNITS.contains(&unit.value.as_str()) {
            reading.dangling(unit, &node.key("units"), "unit", UNITS.iter().copied());
        }
    }
    let (from, to) = node.period(reading);
    node.finish(reading);
    Series {
        code,
        label,
        definition,
        own,
        units: listed.into_iter().map(|unit| unit.value).collect(),
        from,
        to,
    }
}

fn coverage_note(mut node: Node<'_>, series: &[Series], reading: &mut Reading) -> CoverageNote {
    let id = node.needed_name("id", reading).value;
    let named = node.needed_text("series", reading);
    if !series.iter().any(|known| known.code == named.value) {
        reading.dangling(
            &named,
            &node.key("series"),
            "series",
            series.iter().map(|known| known.code.as_str()),
        );
    }
    let (from, to) = node.period(reading);
    let label = node.label(
        "label",
        &format!("coverage-{id}"),
        &format!("coverage.{id}"),
        reading,
    );
    node.finish(reading);
    CoverageNote {
        id,
        series: named.value,
        from,
        to,
        label,
    }
}

fn disclosure(root: &mut Node<'_>, reading: &mut Reading) -> DisclosureRule {
    let Some(mut node) = root.node("disclosure", reading) else {
        if !root.has("disclosure") {
            root.missing(
                "disclosure",
                "{ hide_below = 5, minimum_width = 5, smallest_period = \"quarter\" }",
                reading,
            );
        }
        return DisclosureRule {
            label: String::new(),
            hide_below: 0,
            hide_zero: true,
            minimum_width: 0,
            smallest_period: Period::Year,
            smallest_area: None,
        };
    };
    let rule = DisclosureRule {
        label: node.label("label", "disclosure-rule", "disclosure", reading),
        hide_below: node.needed_number("hide_below", 1, 1000, reading),
        hide_zero: node.flag("hide_zero", true, reading),
        minimum_width: node.needed_number("minimum_width", 1, 1000, reading),
        smallest_period: node
            .needed_word("smallest_period", Period::ALL, reading)
            .unwrap_or(Period::Year),
        smallest_area: node.number("smallest_area", 1, u32::MAX, reading),
    };
    node.finish(reading);
    rule
}
