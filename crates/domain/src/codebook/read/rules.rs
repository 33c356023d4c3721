//! Reading `[[decision]]` and `[[counting]]`.

use super::units;
use crate::codebook::{
    CountingRule, Decision, EvidenceCondition, Facet, Node, ProblemKind, Reading, Series, check,
};

pub(super) fn decision(mut node: Node<'_>, facets: &[Facet], reading: &mut Reading) -> Decision {
    let code = node.needed_name("code", reading).value;
    let label = node.label(
        "label",
        &format!("decision-{code}"),
        &format!("decision.{code}"),
        reading,
    );
    let definition = node.needed_text("definition", reading).value;
    let needs: Vec<EvidenceCondition> = node
        .nodes("needs", "facet", reading)
        .unwrap_or_default()
        .into_iter()
        .map(|need| evidence_condition(need, facets, reading))
        .collect();
    let at_least = match (node.has("at_least"), needs.len()) {
        (true, 0) => {
            let line = node.line_of("at_least", reading);
            reading.problem(
                line,
                node.key("at_least"),
                ProblemKind::WrongValue,
                "there is nothing to have at least so many of",
                "add needs = [{ facet = \"…\", is = [\"…\"] }] or take this out",
            );
            node.number("at_least", 0, u32::MAX, reading);
            0
        }
        (true, conditions) => {
            let most = u32::try_from(conditions).unwrap_or(u32::MAX);
            node.number("at_least", 1, most, reading).unwrap_or(most)
        }
        // Without a number every condition must hold.
        (false, conditions) => {
            node.number("at_least", 0, u32::MAX, reading);
            u32::try_from(conditions).unwrap_or(u32::MAX)
        }
    };
    let decision = Decision {
        code,
        label,
        definition,
        needs,
        at_least,
        reason_required: node.flag("reason_required", false, reading),
        counts: node.flag("counts", false, reading),
    };
    node.finish(reading);
    decision
}

fn evidence_condition(
    mut node: Node<'_>,
    facets: &[Facet],
    reading: &mut Reading,
) -> EvidenceCondition {
    let named = node.needed_text("facet", reading);
    let listed = node.needed_list("is", reading);
    if let Some(facet) = check::find_facet(&named, &node.key("facet"), facets, reading) {
        check::codes_listed(&listed, &node.key("is"), facet, reading);
    }
    node.finish(reading);
    EvidenceCondition {
        facet: named.value,
        is: listed.into_iter().map(|code| code.value).collect(),
    }
}

pub(super) fn counting_rule(
    mut node: Node<'_>,
    decisions: &[Decision],
    series: &[Series],
    reading: &mut Reading,
) -> CountingRule {
    let id = node.needed_name("id", reading).value;
    let owner = format!("counting.{id}");
    let label = node.label("label", &format!("counting-{id}"), &owner, reading);
    let note = node.label(
        "note",
        &format!("counting-{id}-note"),
        &format!("{owner}.note"),
        reading,
    );
    let as_recorded = node.flag("as_recorded", false, reading);
    let counted = node
        .list("decisions", reading)
        .map(|list| list.value)
        .unwrap_or_default();
    for decision in &counted {
        if !decisions.iter().any(|known| known.code == decision.value) {
            let names = decisions.iter().map(|known| known.code.as_str());
            reading.dangling(decision, &node.key("decisions"), "decision", names);
        }
    }
    if as_recorded == node.has("decisions") {
        reading.problem(
            node.line,
            node.key("decisions"),
            ProblemKind::WrongValue,
            "a rule counts either some decisions or all as recorded",
            "write decisions = [\"…\"] or as_recorded = true, one of the two",
        );
    }
    let unit = node
        .needed_word("unit", &units(), reading)
        .unwrap_or("incidents");
    let applies = node.needed_list("series", reading);
    for name in &applies {
        match series.iter().find(|known| known.code == name.value) {
            None => reading.dangling(
                name,
                &node.key("series"),
                "series",
                series.iter().map(|known| known.code.as_str()),
            ),
            Some(known) if !known.units.iter().any(|counted| counted == unit) => reading.problem(
                name.line,
                node.key("series"),
                ProblemKind::WrongValue,
                format!("series \"{}\" is not counted in {unit}", name.value),
                "change the unit, or add it to the units of the series",
            ),
            Some(_) => {}
        }
    }
    let rule = CountingRule {
        id,
        label,
        note,
        decisions: counted.into_iter().map(|decision| decision.value).collect(),
        as_recorded,
        unit: unit.to_owned(),
        series: applies.into_iter().map(|name| name.value).collect(),
        public: node.flag("public", false, reading),
    };
    node.finish(reading);
    rule
}
