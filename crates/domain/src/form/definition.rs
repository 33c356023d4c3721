//! Reading `[form]` of a codebook.

use std::collections::BTreeSet;

use super::{
    Choice, ContactWay, Form, LINE_LIMIT, Question, QuestionKind, STORY_LIMIT, SealGroup, Section,
    ShowWhen, WhenKind,
};
use crate::codebook::{Cardinality, Facet, Located, Node, ProblemKind, Reading, check};

/// A question with the places of what must still be checked once all questions are known.
struct QuestionSource {
    question: Question,
    path: String,
    line: usize,
    condition: Option<(Located<String>, Vec<Located<String>>)>,
}

pub(crate) fn read(
    root: &mut Node<'_>,
    codebook: &str,
    version: u32,
    facets: &[Facet],
    reading: &mut Reading,
) -> Form {
    let mut form = Form {
        codebook: codebook.to_owned(),
        version,
        sections: Vec::new(),
    };
    let Some(mut node) = root.node("form", reading) else {
        if !root.has("form") {
            root.missing("form", "{ section = [{ … }] }", reading);
        }
        return form;
    };
    let mut sources: Vec<QuestionSource> = Vec::new();
    let mut names = BTreeSet::new();
    for mut section_node in node.needed_nodes("section", "id", reading) {
        let named = section_node.needed_name("id", reading);
        let id = named.value;
        if !names.insert(id.clone()) {
            duplicate(&id, "id", section_node.key("id"), named.line, reading);
        }
        let label = section_node.label(
            "label",
            &format!("section-{id}"),
            &format!("form.section.{id}"),
            reading,
        );
        let hint = hint(&mut section_node, reading);
        let mut questions = Vec::new();
        for question_node in section_node.needed_nodes("question", "id", reading) {
            let source = question(question_node, &id, facets, reading);
            questions.push(source.question.clone());
            sources.push(source);
        }
        section_node.finish(reading);
        form.sections.push(Section {
            id,
            label,
            hint,
            questions,
        });
    }
    node.finish(reading);
    names_apart(&sources, reading);
    conditions(&sources, reading);
    form
}

fn duplicate(name: &str, naming: &str, key: String, line: usize, reading: &mut Reading) {
    let message = format!("duplicate {naming} \"{name}\"");
    reading.problem(
        line,
        key,
        ProblemKind::Duplicate,
        message,
        "rename one of them",
    );
}

fn hint(node: &mut Node<'_>, reading: &mut Reading) -> Option<String> {
    let owner = format!("{}.hint", node.path);
    node.has("hint")
        .then(|| node.label("hint", "hint", &owner, reading))
}

fn question(
    mut node: Node<'_>,
    section: &str,
    facets: &[Facet],
    reading: &mut Reading,
) -> QuestionSource {
    let id = node.needed_name("id", reading).value;
    let label = node.label(
        "label",
        &format!("question-{id}"),
        &format!("form.question.{id}"),
        reading,
    );
    let hint = hint(&mut node, reading);
    let kind = node.needed_word("kind", QuestionKind::ALL, reading);
    let (facet, choices) = possible_answers(&mut node, &id, kind, facets, reading);
    let suggests = suggested(&mut node, facet, kind, facets, reading);
    let way = node.word("way", ContactWay::ALL, reading);
    if way.is_some() && kind.is_some_and(|kind| kind != QuestionKind::Contact) {
        wrong_here(&node, "way", "only a contact question has a way", reading);
    }
    let condition = node.node("show_when", reading).map(|mut condition| {
        let asked = condition.needed_text("question", reading);
        let is = condition.needed_list("is", reading);
        condition.finish(reading);
        (asked, is)
    });
    let limit = if kind == Some(QuestionKind::LongText) {
        STORY_LIMIT
    } else {
        LINE_LIMIT
    };
    let question = Question {
        section: section.to_owned(),
        kind: kind.unwrap_or(QuestionKind::ShortText),
        label,
        hint,
        required: node.flag("required", false, reading),
        seals: node
            .needed_word("seals", SealGroup::ALL, reading)
            .unwrap_or(SealGroup::Narrative),
        facet: facet.map(|facet| facet.id.clone()),
        choices,
        show_when: condition.as_ref().map(|(asked, is)| ShowWhen {
            question: asked.value.clone(),
            is: is.iter().map(|code| code.value.clone()).collect(),
        }),
        max_length: node
            .number("max_length", 1, 10_000_000, reading)
            .unwrap_or(limit),
        suggests,
        way,
        id,
    };
    if question.required && question.show_when.is_some() {
        wrong_here(
            &node,
            "required",
            "a question that may be hidden can't be required",
            reading,
        );
    }
    let (path, line) = (node.path.clone(), node.line);
    node.finish(reading);
    QuestionSource {
        question,
        path,
        line,
        condition,
    }
}

fn wrong_here(node: &Node<'_>, key: &str, message: &str, reading: &mut Reading) {
    let line = node.line_of(key, reading);
    reading.problem(
        line,
        node.key(key),
        ProblemKind::WrongValue,
        message,
        format!("take \"{key}\" out or change the question"),
    );
}

/// The facet and the answers a question offers: a facet's codes (all, or those in `only`), or `choices` of its own.
fn possible_answers<'f>(
    node: &mut Node<'_>,
    question: &str,
    kind: Option<QuestionKind>,
    facets: &'f [Facet],
    reading: &mut Reading,
) -> (Option<&'f Facet>, Vec<Choice>) {
    let named = node.text("facet", reading);
    let facet = named
        .as_ref()
        .and_then(|named| check::find_facet(named, &node.key("facet"), facets, reading));
    let only = node.list("only", reading).map(|list| list.value);
    if let (Some(facet), Some(only)) = (facet, &only) {
        check::codes_listed(only, &node.key("only"), facet, reading);
    }
    if only.is_some() && named.is_none() {
        wrong_here(
            node,
            "only",
            "there is no facet to take only some codes of",
            reading,
        );
    }
    let own = node
        .nodes("choices", "code", reading)
        .map(|nodes| own_choices(nodes, question, reading));
    if let Some(kind) = kind {
        if kind.has_choices() && named.is_some() == own.is_some() {
            reading.problem(
                node.line,
                node.key("facet"),
                ProblemKind::WrongValue,
                "this kind of question offers either a facet's codes or choices of its own",
                "write facet = \"…\" or choices = [{ code = \"…\" }], one of the two",
            );
        }
        for key in ["facet", "choices"] {
            if !kind.has_choices() && node.has(key) {
                wrong_here(
                    node,
                    key,
                    "this kind of question offers no answers to choose from",
                    reading,
                );
            }
        }
        if kind == QuestionKind::ManyOf
            && facet.is_some_and(|facet| facet.cardinality == Cardinality::One)
        {
            wrong_here(
                node,
                "kind",
                "the facet takes one code only, but the question takes many",
                reading,
            );
        }
    }
    let from_facet = facet
        .into_iter()
        .flat_map(|facet| &facet.codes)
        .filter(|entry| {
            only.as_ref()
                .is_none_or(|only| only.iter().any(|code| code.value == entry.code))
        });
    let from_facet = from_facet.map(|entry| Choice {
        code: entry.code.clone(),
        label: entry.label.clone(),
        from: entry.from,
        to: entry.to,
    });
    let choices = own.unwrap_or_else(|| from_facet.collect());
    (facet, choices)
}

fn own_choices(nodes: Vec<Node<'_>>, question: &str, reading: &mut Reading) -> Vec<Choice> {
    let mut seen = BTreeSet::new();
    let mut choices = Vec::new();
    for mut node in nodes {
        let named = node.needed_code("code", reading);
        let code = named.value;
        if !seen.insert(code.clone()) {
            duplicate(&code, "code", node.key("code"), named.line, reading);
        }
        let derived = format!("choice-{question}-{code}");
        let label = node.label(
            "label",
            &derived,
            &format!("form.question.{question}.choices.{code}"),
            reading,
        );
        let (from, to) = node.period(reading);
        node.finish(reading);
        choices.push(Choice {
            code,
            label,
            from,
            to,
        });
    }
    choices
}

fn suggested(
    node: &mut Node<'_>,
    facet: Option<&Facet>,
    kind: Option<QuestionKind>,
    facets: &[Facet],
    reading: &mut Reading,
) -> Option<String> {
    let named = node.text("suggests", reading)?;
    check::find_facet(&named, &node.key("suggests"), facets, reading)?;
    if kind.is_some_and(|kind| !kind.has_choices())
        || facet.is_some_and(|facet| facet.id != named.value)
    {
        wrong_here(
            node,
            "suggests",
            "an answer can only be offered to the facet whose codes it is chosen from",
            reading,
        );
    }
    Some(named.value)
}

/// Reports questions of one name, and fields that would bear one name (`when-date` beside the date of `when`).
fn names_apart(sources: &[QuestionSource], reading: &mut Reading) {
    let mut owners: Vec<(String, &str)> = Vec::new();
    for source in sources {
        let question = &source.question;
        let clash = question.fields().into_iter().find_map(|field| {
            owners
                .iter()
                .find(|(taken, _)| *taken == field)
                .map(|(_, owner)| (field, *owner))
        });
        if let Some((field, owner)) = clash {
            let message = if owner == question.id {
                format!("duplicate id \"{}\"", question.id)
            } else {
                format!("its field \"{field}\" is also a field of question \"{owner}\"")
            };
            reading.problem(
                source.line,
                format!("{}.id", source.path),
                ProblemKind::Duplicate,
                message,
                "rename one of them",
            );
        }
        owners.extend(
            question
                .fields()
                .into_iter()
                .map(|field| (field, question.id.as_str())),
        );
    }
}

fn conditions(sources: &[QuestionSource], reading: &mut Reading) {
    let find = |id: &str| sources.iter().find(|source| source.question.id == id);
    for source in sources {
        let Some((asked, is)) = &source.condition else {
            continue;
        };
        let key = format!("{}.show_when", source.path);
        let Some(other) = find(&asked.value) else {
            if !asked.value.is_empty() {
                let names = sources.iter().map(|source| source.question.id.as_str());
                reading.dangling(asked, &format!("{key}.question"), "question", names);
            }
            continue;
        };
        let answers = answers_of(&other.question);
        if answers.is_empty() {
            reading.problem(
                asked.line,
                format!("{key}.question"),
                ProblemKind::WrongValue,
                format!("question \"{}\" has no answers to choose from", asked.value),
                "let the condition look at a question that has",
            );
            continue;
        }
        for code in is {
            if !answers.contains(&code.value.as_str()) {
                let what = format!("answer to question \"{}\"", asked.value);
                reading.dangling(code, &format!("{key}.is"), &what, answers.iter().copied());
            }
        }
        let next = |id: &str| {
            let condition = find(id).and_then(|source| source.condition.as_ref());
            condition.map(|(asked, _)| asked.value.clone())
        };
        if check::circle(&source.question.id, &next) {
            reading.problem(
                asked.line,
                key,
                ProblemKind::Cycle,
                format!(
                    "whether \"{}\" is shown hangs on itself",
                    source.question.id
                ),
                "take the condition out of one of the questions in this circle",
            );
        }
    }
}

/// The codes a condition on this question may name.
fn answers_of(question: &Question) -> Vec<&str> {
    if question.kind == QuestionKind::When {
        return WhenKind::ALL.iter().map(|(name, _)| *name).collect();
    }
    question
        .choices
        .iter()
        .map(|choice| choice.code.as_str())
        .collect()
}
