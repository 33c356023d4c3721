//! One broken codebook for each rule.

use super::*;

#[test]
fn every_rule_is_told_with_its_line() {
    use ProblemKind::*;
    // What to replace, by what, the rule this breaks, a word of the key, and a word of the line the problem must name.
    let broken: &[(&str, &str, ProblemKind, &str, &str)] = &[
        ("version = 3", "version = ", Syntax, "", "version"),
        (
            "version = 3",
            "version = 3\nversion = 4",
            Syntax,
            "",
            "version = 4",
        ),
        (
            "own = true\n",
            "own = true\nowned = true\n",
            UnknownKey,
            "series.own.owned",
            "owned",
        ),
        (
            "[disclosure]",
            "[disclosures]",
            UnknownKey,
            "disclosures",
            "[disclosures]",
        ),
        (
            "group = \"heard\"",
            "grup = \"heard\"",
            UnknownKey,
            "codes.shout.grup",
            "grup",
        ),
        (
            "version = 3",
            "version = \"3\"",
            WrongType,
            "version",
            "version",
        ),
        ("\"incidents\"]", "7]", WrongType, "series.own.units", "7]"),
        (
            "from = 2020-01-01",
            "from = \"2020-01-01\"",
            WrongType,
            "series.own.from",
            "from",
        ),
        (
            "from = 2020-01-01",
            "from = 2020-01-01T10:00:00",
            WrongType,
            "series.own.from",
            "from",
        ),
        (
            "own = true",
            "own = 1",
            WrongType,
            "series.own.own",
            "own = 1",
        ),
        (
            "{ facet = \"sort\", is = [\"shout\"] }",
            "\"sort\"",
            WrongType,
            "decision.verified.needs",
            "\"sort\"",
        ),
        (
            "definition = \"Checked.\"\n",
            "",
            Missing,
            "decision.verified.definition",
            "[[decision]]",
        ),
        (
            "on = \"incident\"\ncardinality = \"one\"",
            "on = \"incident\"",
            Missing,
            "facet.kind.cardinality",
            "[[facet]]",
        ),
        (
            "kind = \"long-text\"\n",
            "",
            Missing,
            "question.story.kind",
            "[[form.section.question]]",
        ),
        (
            "hide_below = 5\n",
            "",
            Missing,
            "disclosure.hide_below",
            "[disclosure]",
        ),
        (
            "version = 3",
            "version = 0",
            WrongValue,
            "version",
            "version",
        ),
        (
            "on = \"incident\"",
            "on = \"report-card\"",
            WrongValue,
            "facet.kind.on",
            "report-card",
        ),
        (
            "at_least = 1",
            "at_least = 2",
            WrongValue,
            "decision.verified.at_least",
            "at_least",
        ),
        (
            "own = true",
            "own = false",
            WrongValue,
            "series",
            "[[series]]",
        ),
        (
            "languages = [\"en\"",
            "languages = [\"English\"",
            WrongValue,
            "languages",
            "languages",
        ),
        (
            "decisions = [\"verified\"]\n",
            "",
            WrongValue,
            "counting.public.decisions",
            "[[counting]]",
        ),
        (
            "unit = \"incidents\"",
            "unit = \"persons\"",
            WrongValue,
            "counting.public.series",
            "series = [\"own\"]",
        ),
        (
            "facet = \"kind\"\n",
            "",
            WrongValue,
            "question.kind.facet",
            "[[form.section.question]]",
        ),
        (
            "kind = \"one-of\"\nfacet",
            "kind = \"many-of\"\nfacet",
            WrongValue,
            "question.kind.kind",
            "many-of",
        ),
        (
            "suggests = \"kind\"",
            "suggests = \"sort\"",
            WrongValue,
            "question.kind.suggests",
            "suggests",
        ),
        (
            "{ question = \"kind\", is = [\"loud\"] }",
            "{ question = \"story\", is = [\"loud\"] }",
            WrongValue,
            "louder.show_when",
            "story",
        ),
        (
            "\"kind\", is = [\"loud\"] }",
            "\"kind\", is = [\"loud\"] }\nrequired = true",
            WrongValue,
            "louder.required",
            "required",
        ),
        (
            "required = true",
            "required = true\nway = \"phone\"",
            WrongValue,
            "story.way",
            "way",
        ),
        (
            "{ code = \"loud\",",
            "{ code = \"loud\" }, { code = \"loud\",",
            Duplicate,
            "codes.loud.code",
            "loud",
        ),
        (
            "id = \"sort\"",
            "id = \"kind\"",
            Duplicate,
            "facet.kind.id",
            "[[facet]]",
        ),
        (
            "id = \"kind\"\nkind",
            "id = \"story\"\nkind",
            Duplicate,
            "question.story.id",
            "[[form.section.question]]",
        ),
        (
            "[[form.section.question]]\nid = \"louder\"",
            "[[form.section.question]]\nid = \"heard-date\"\nkind = \"short-text\"\nseals = \"place\"\n\n[[form.section.question]]\nid = \"heard\"\nkind = \"when\"\nseals = \"place\"\n\n[[form.section.question]]\nid = \"louder\"",
            Duplicate,
            "question.heard.id",
            "[[form.section.question]]",
        ),
        (
            "{ code = \"no\" }",
            "{ code = \"yes\" }",
            Duplicate,
            "choices.yes.code",
            "yes",
        ),
        (
            "[\"reports\", \"incidents\"]",
            "[\"incidents\", \"incidents\"]",
            Duplicate,
            "series.own.units",
            "units",
        ),
        (
            "parent = \"kind\"",
            "parent = \"kinds\"",
            Dangling,
            "facet.sort.parent",
            "parent",
        ),
        (
            "parents = [\"loud\"]",
            "parents = [\"lout\"]",
            Dangling,
            "codes.shout.parents",
            "lout",
        ),
        (
            "parent = \"kind\"\n",
            "",
            Dangling,
            "codes.shout.parents",
            "shout",
        ),
        (
            "facet = \"sort\"",
            "facet = \"sorts\"",
            Dangling,
            "decision.verified.needs.sorts.facet",
            "sorts",
        ),
        (
            "is = [\"shout\"]",
            "is = [\"shouts\"]",
            Dangling,
            "decision.verified.needs.sort.is",
            "shouts",
        ),
        (
            "decisions = [\"verified\"]",
            "decisions = [\"verifed\"]",
            Dangling,
            "counting.public.decisions",
            "verifed",
        ),
        (
            "series = [\"own\"]",
            "series = [\"ours\"]",
            Dangling,
            "counting.public.series",
            "ours",
        ),
        (
            "series = \"own\"",
            "series = \"ours\"",
            Dangling,
            "coverage.late.series",
            "ours",
        ),
        (
            "facet = \"kind\"\n",
            "facet = \"kin\"\n",
            Dangling,
            "question.kind.facet",
            "kin",
        ),
        (
            "suggests = \"kind\"",
            "suggests = \"kin\"",
            Dangling,
            "question.kind.suggests",
            "kin",
        ),
        (
            "question = \"kind\"",
            "question = \"kinds\"",
            Dangling,
            "louder.show_when.question",
            "kinds",
        ),
        (
            "\"kind\", is = [\"loud\"]",
            "\"kind\", is = [\"lout\"]",
            Dangling,
            "louder.show_when.is",
            "lout",
        ),
        (
            "units = [\"reports\"",
            "units = [\"report\"",
            Dangling,
            "series.own.units",
            "report",
        ),
        (
            "from = 2021-01-01",
            "from = 2020-12-31",
            DatesOverlap,
            "codes.old",
            "code-kind-new",
        ),
        (
            "to = 2030-01-01",
            "to = 2019-01-01",
            DatesReversed,
            "series.own.to",
            "2019",
        ),
        (
            "on = \"incident\"\ncardinality = \"one\"",
            "on = \"incident\"\nparent = \"sort\"\ncardinality = \"one\"",
            Cycle,
            "facet.kind.parent",
            "parent",
        ),
        (
            "seals = \"narrative\"\nsuggests",
            "show_when = { question = \"louder\", is = [\"yes\"] }\nseals = \"narrative\"\nsuggests",
            Cycle,
            "question.kind.show_when",
            "louder",
        ),
        (
            "units = [\"reports\", \"incidents\"]",
            "units = []",
            Empty,
            "series.own.units",
            "units",
        ),
        (
            "definition = \"Ours.\"",
            "definition = \" \"",
            Empty,
            "series.own.definition",
            "definition",
        ),
        (
            "id = \"sort\"",
            "id = \"Sort_of\"",
            NotKebab,
            "facet.Sort_of.id",
            "Sort_of",
        ),
        (
            "code = \"shout\"",
            "code = \"Shout!\"",
            NotKebab,
            "codes.Shout!.code",
            "Shout!",
        ),
        (
            "code-kind-new",
            "new one",
            NotKebab,
            "codes.old.label",
            "new one",
        ),
    ];
    for (from, to, kind, key, on_line) in broken {
        assert!(SMALL.contains(from), "{from}");
        let source = SMALL.replacen(from, to, 1);
        let found = problems(&source);
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        let hit = found.iter().find(|problem| {
            let line = source.lines().nth(problem.line - 1).unwrap_or_default();
            problem.kind == *kind && problem.key.contains(key) && line.contains(on_line)
        });
        let hit = hit
            .unwrap_or_else(|| panic!("{from} -> {to}: wanted {kind:?} at {key}, got {told:#?}"));
        assert!(!hit.message.is_empty() && !hit.mend.is_empty());
    }
    let covered: BTreeSet<ProblemKind> = broken.iter().map(|row| row.2).collect();
    assert_eq!(
        covered.len(),
        12,
        "every kind but the missing label, which has a test of its own"
    );
}
