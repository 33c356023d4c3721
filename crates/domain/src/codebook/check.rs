//! Rules that reach across a codebook: references, dates, circles, labels.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::read::{FacetSource, twice};
use super::{Codebook, Facet, Located, Problem, ProblemKind, Reading};

type Days = (Option<Date>, Option<Date>);

/// Whether two periods, each with both ends included and either end open if absent, have a day in common.
pub(super) fn periods_touch(left: Days, right: Days) -> bool {
    let begins_in_time = |from: Option<Date>, to: Option<Date>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    begins_in_time(left.0, right.1) && begins_in_time(right.0, left.1)
}

pub(super) fn facets(sources: &[FacetSource], reading: &mut Reading) {
    for (place, source) in sources.iter().enumerate() {
        if sources[..place]
            .iter()
            .any(|earlier| earlier.facet.id == source.facet.id)
        {
            twice(
                &source.facet.id,
                "id",
                format!("{}.id", source.path),
                source.line,
                reading,
            );
        }
        repeated_codes(source, reading);
        parents(source, sources, reading);
    }
    for source in sources {
        if circle(&source.facet.id, &|id| {
            let found = sources.iter().find(|other| other.facet.id == id);
            found.and_then(|other| other.facet.parent.clone())
        }) {
            let line = source
                .parent
                .as_ref()
                .map_or(source.line, |parent| parent.line);
            reading.problem(
                line,
                format!("{}.parent", source.path),
                ProblemKind::Cycle,
                format!("\"{}\" is its own ancestor", source.facet.id),
                "take the parent out of one of the facets in this circle",
            );
        }
    }
}

/// Whether following `next` from a name leads back to it.
pub(crate) fn circle(start: &str, next: &dyn Fn(&str) -> Option<String>) -> bool {
    let mut passed = vec![start.to_owned()];
    while let Some(step) = passed.last().and_then(|last| next(last)) {
        if step == start {
            return true;
        }
        // A circle further on, which does not hold the start, is reported where it is.
        if passed.contains(&step) {
            return false;
        }
        passed.push(step);
    }
    false
}

fn repeated_codes(source: &FacetSource, reading: &mut Reading) {
    let codes = &source.facet.codes;
    for (place, (entry, (path, line, _))) in codes.iter().zip(&source.codes).enumerate() {
        if entry.code.is_empty() {
            continue;
        }
        let same = codes[..place]
            .iter()
            .filter(|earlier| earlier.code == entry.code);
        let Some(clash) = same
            .into_iter()
            .find(|earlier| periods_touch((earlier.from, earlier.to), (entry.from, entry.to)))
        else {
            continue;
        };
        let undated = |days: Days| days == (None, None);
        if undated((clash.from, clash.to)) && undated((entry.from, entry.to)) {
            twice(&entry.code, "code", format!("{path}.code"), *line, reading);
        } else {
            reading.problem(
                *line,
                path.clone(),
                ProblemKind::DatesOverlap,
                format!("two entries of \"{}\" hold on the same day", entry.code),
                "end the earlier one (to = …) on the day before the later one begins (from = …)",
            );
        }
    }
}

fn parents(source: &FacetSource, sources: &[FacetSource], reading: &mut Reading) {
    let parent_facet = source.parent.as_ref().and_then(|parent| {
        let found = sources.iter().find(|other| other.facet.id == parent.value);
        if found.is_none() {
            let names = sources.iter().map(|other| other.facet.id.as_str());
            reading.dangling(parent, &format!("{}.parent", source.path), "facet", names);
        }
        found
    });
    for (path, line, named) in &source.codes {
        if source.parent.is_none() && !named.is_empty() {
            reading.problem(
                *line,
                format!("{path}.parents"),
                ProblemKind::Dangling,
                format!(
                    "facet \"{}\" has no parent facet for these to be codes of",
                    source.facet.id
                ),
                "add parent = \"…\" to the facet or take this out",
            );
        }
        if let Some(parent) = parent_facet {
            codes_listed(named, &format!("{path}.parents"), &parent.facet, reading);
        }
    }
}

/// The facet of a name; reports a name that no facet bears.
pub(crate) fn find_facet<'f>(
    named: &Located<String>,
    key: &str,
    facets: &'f [Facet],
    reading: &mut Reading,
) -> Option<&'f Facet> {
    let found = facets.iter().find(|facet| facet.id == named.value);
    if found.is_none() && !named.value.is_empty() {
        reading.dangling(
            named,
            key,
            "facet",
            facets.iter().map(|facet| facet.id.as_str()),
        );
    }
    found
}

/// Reports codes that a facet does not list.
pub(crate) fn codes_listed(
    codes: &[Located<String>],
    key: &str,
    facet: &Facet,
    reading: &mut Reading,
) {
    for code in codes {
        if !facet.lists(&code.value) {
            let names = facet.codes.iter().map(|entry| entry.code.as_str());
            reading.dangling(code, key, &format!("code in facet \"{}\"", facet.id), names);
        }
    }
}

/// Reports two entries whose labels would fall on one key by accident: neither, or only one, gives the key itself.
pub(super) fn label_owners(reading: &mut Reading) {
    let mut first: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
    let mut clashes = Vec::new();
    for used in &reading.labels {
        match first.get(used.key.as_str()) {
            None => {
                first.insert(&used.key, (&used.owner, used.derived));
            }
            Some((owner, derived)) if *owner != used.owner && *derived && used.derived => {
                clashes.push((
                    used.line,
                    used.owner.clone(),
                    used.key.clone(),
                    (*owner).to_owned(),
                ));
            }
            Some(_) => {}
        }
    }
    for (line, owner, key, earlier) in clashes {
        // The same name twice is reported as such already.
        if reading
            .problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::Duplicate && problem.line == line)
        {
            continue;
        }
        reading.problem(
            line,
            format!("{owner}.label"),
            ProblemKind::Duplicate,
            format!("its label would be \"{key}\", which is the label of {earlier}"),
            "give one of them a label of its own: label = \"…\"",
        );
    }
}

pub(super) fn labels(codebook: &Codebook, has: &dyn Fn(&str, &str) -> bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, line) in &codebook.label_uses {
        for language in &codebook.languages {
            if !has(language, key) {
                problems.push(Problem {
                    line: *line,
                    key: key.clone(),
                    kind: ProblemKind::MissingLabel,
                    message: format!("there is no label \"{key}\" in language \"{language}\""),
                    mend: format!("add \"{key} = …\" to {language}.ftl beside the codebook"),
                });
            }
        }
    }
    problems
}
