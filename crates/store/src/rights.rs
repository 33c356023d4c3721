//! What the front door's role may do in a database on a server: one list. What stands in no `reads` and no `adds` here
//! is refused to it, and a column that stands nowhere here fails a test (`tests/it/roles.rs`).

/// What the front door may do with one table or view.
#[derive(Debug, Clone, Copy)]
pub struct Rights {
    /// The table or view.
    pub table: &'static str,
    /// The columns whose values it may read.
    pub reads: &'static str,
    /// The columns that it gives values to in rows that it adds.
    pub adds: &'static str,
    /// Whether it may take rows away.
    pub takes_away: bool,
    /// All other columns: decided to be none of its business.
    pub neither: &'static str,
    /// Why it needs what it has, and can do without the rest.
    pub why: &'static str,
}

impl Rights {
    const fn none(table: &'static str, neither: &'static str, why: &'static str) -> Self {
        Self {
            table,
            reads: "",
            adds: "",
            takes_away: false,
            neither,
            why,
        }
    }

    const fn reads(
        table: &'static str,
        reads: &'static str,
        neither: &'static str,
        why: &'static str,
    ) -> Self {
        Self {
            table,
            reads,
            adds: "",
            takes_away: false,
            neither,
            why,
        }
    }

    /// The columns of a list.
    pub fn columns(list: &'static str) -> impl Iterator<Item = &'static str> {
        list.split_whitespace()
    }
}

/// Every table and view, with every column.
pub const FRONT: &[Rights] = &[
    Rights {
        table: "entry",
        reads: "idx",
        adds: "idx subject number actor at fact salt leaf",
        takes_away: false,
        neither: "",
        why: "it appends that a report came, after the last entry; what else is in the ledger it can't read",
    },
    Rights::reads(
        "organisation_entry",
        "idx subject number at fact",
        "",
        "that the organisation's public keys are the ledger's, and what the report page runs",
    ),
    Rights::reads(
        "checkpoint",
        "size note",
        "at",
        "the signed head is published; a desk signs it",
    ),
    Rights::reads(
        "tile",
        "path bytes",
        "",
        "the published files of the ledger",
    ),
    Rights::none(
        "tree_edge",
        "one size bytes",
        "the tree is grown where its head is signed",
    ),
    Rights::reads(
        "organisation",
        "id name recovery_public checkpoint_public origin founded",
        "one",
        "its name is on every page, and reports are sealed to its public keys",
    ),
    Rights::reads("team_key", "epoch public", "", "reports are sealed to it"),
    Rights::reads(
        "codebook",
        "id version place sha256 source",
        "",
        "the form and the words of the figures",
    ),
    Rights::reads(
        "codebook_label",
        "id version language ftl",
        "",
        "the words of the form and of the figures",
    ),
    Rights::none(
        "member",
        "id role state keys team_epoch number name name_key language public_keys",
        "nobody signs in at the front door",
    ),
    Rights::none("slot", "member kind bytes", "the locked keys of staff"),
    Rights::none("team_wrap", "member epoch bytes", "the team's locked key"),
    Rights::none(
        "invitation",
        "token_hash member expires sealed_key",
        "nobody joins at the front door",
    ),
    Rights::none(
        "session",
        "token_hash id member opened seen expires door",
        "nobody signs in at the front door",
    ),
    Rights::none(
        "session_key",
        "token_hash epoch bytes",
        "the team's key as long as somebody is signed in",
    ),
    Rights {
        table: "report",
        reads: "id locator content_mac",
        adds: "id channel language codebook_id codebook_version sealed_at received entered_by stage incident \
               set_aside opened number locator auth_public mailbox_public content_mac",
        takes_away: false,
        neither: "",
        why: "it adds reports, and has to notice the same form sent twice",
    },
    Rights::reads(
        "standing",
        "locator received stage set_aside incident_stage decision opened returned put_aside attached moved",
        "",
        "what whoever has a receipt is told",
    ),
    Rights {
        table: "object",
        reads: "",
        adds: "id subject kind bytes",
        takes_away: false,
        neither: "",
        why: "it adds what was sealed, and never looks at it again",
    },
    Rights {
        table: "wrap",
        reads: "",
        adds: "subject recipient epoch bytes",
        takes_away: false,
        neither: "",
        why: "it adds the wrapped key of a report, and never looks at it again",
    },
    Rights::none(
        "incident",
        "id own series reference_year reference_number external_id made_at stage codebook_id codebook_version \
         occurred_precision occurred_from occurred_to persons facets facet_words coders perception_facets \
         perception_at perception_by verification_decision verification_at verification_by police_classification \
         police_decided_on police_at police_by number revision counted_as",
        "figures are counted and released at a desk",
    ),
    Rights::none(
        "import",
        "id begun series name mapping started started_by finished files counts undone number",
        "files are imported at a desk",
    ),
    Rights::none(
        "imported",
        "incident import delivered fingerprint",
        "files are imported at a desk",
    ),
    Rights::none(
        "import_change",
        "import incident fingerprint undone",
        "files are imported at a desk",
    ),
    Rights::none(
        "area_set",
        "id title kind valid_from valid_to source imported ready pieces",
        "places are looked up at a desk",
    ),
    Rights::none(
        "area",
        "area_set level code name name_key within west south east north shape",
        "places are looked up at a desk",
    ),
    Rights::none(
        "postcode_block",
        "area_set outward bytes",
        "places are looked up at a desk",
    ),
    Rights::none(
        "duty",
        "name holder term ends",
        "it signs nothing and looks over nothing",
    ),
    Rights {
        table: "shared_count",
        reads: "process number counts",
        adds: "process number at counts",
        takes_away: true,
        neither: "",
        why: "front doors tell each other what they let through, in rows that live for seconds",
    },
    Rights {
        table: "shared_salt",
        reads: "day salt",
        adds: "day salt",
        takes_away: false,
        neither: "",
        why: "front doors hash addresses alike for a day; without their own secret it makes no hash",
    },
    Rights::reads(
        "record_check",
        "at sound",
        "one",
        "while the record doesn't fit, no figure is shown",
    ),
    Rights::reads(
        "public_figures",
        "at released",
        "one",
        "the figures that were released for the world",
    ),
    Rights::reads(
        "schema_step",
        "version name sha256",
        "",
        "it must know whether it fits the database, and may not change it",
    ),
];
