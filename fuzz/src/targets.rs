//! The parsers, one target each. A target panics when a parser does, and when a parser accepts something that it
//! would write differently.

use std::sync::LazyLock;

use areas::{Block, Boundaries, Postcode, PostcodeTable, Properties, Shape};
use domain::codebook::Codebook;
use domain::form::Answers;
use ledger::{Checkpoint, Leaf, TileId};
use seal::parcel::{Parcel, Recipients};
use seal::shares::RecoveryShare;
use seal::{
    FormToken, KeyPair, ObjectHeader, PaperSlot, PassphraseSlot, PublicKey, Receipt, RecoveryKit,
    SealingKey, SecretSeed, WrapContext, open_object, unwrap_for_token, unwrap_key,
    unwrap_key_under, unwrap_secret,
};

mod archive;
mod import;

/// A parser under test.
pub struct Target {
    /// What it is called on the command line, and its folder in the corpus.
    pub name: &'static str,
    /// Reads an input; must not panic.
    pub parse: fn(&[u8]),
    /// Whether one input takes a hundred times as long as elsewhere.
    pub slow: bool,
}

macro_rules! targets {
    ($($name:literal => $parse:path),+ $(,)?) => {
        /// Every parser.
        pub const TARGETS: &[Target] =
            &[$(Target { name: $name, parse: $parse, slow: is_slow($name) }),+];
    };
}

targets! {
    "object" => object,
    "parcel" => parcel,
    "wrap" => wrap,
    "slot" => slot,
    "public-key" => public_key,
    "form-token" => form_token,
    "recovery-kit" => recovery_kit,
    "receipt" => receipt,
    "browser" => browser,
    "browser-form" => browser_form,
    "answers" => answers,
    "fact" => fact,
    "codebook" => codebook,
    "leaf" => leaf,
    "checkpoint" => checkpoint,
    "tile-path" => tile_path,
    "proof" => proof,
    "paper-slot" => paper_slot,
    "share" => share,
    "posted" => posted,
    "boundaries" => boundaries,
    "postcodes" => postcodes,
    "names" => names,
    "packed" => packed,
    "mapping" => mapping,
    "import" => import::read,
    "archive" => archive::take_in_altered,
}

const fn is_slow(name: &str) -> bool {
    matches!(name.as_bytes(), b"archive" | b"browser-form")
}

static CODEBOOK: LazyLock<Codebook> =
    LazyLock::new(|| Codebook::parse(domain::codebook::UK).unwrap());

const CONTEXT: WrapContext = WrapContext {
    organisation: [0x11; 16],
    subject: [0x22; 16],
    recipient: seal::wrap::TEAM,
    epoch: 3,
};

fn object(input: &[u8]) {
    let shaped = seal::object::shape_of(input);
    if let Ok(header) = ObjectHeader::read(input) {
        // The key of the vectors, so that what was not altered opens.
        let key = SealingKey::from_bytes([0x5a; 32]);
        if open_object(&key, &header, input).is_ok() {
            assert_eq!(
                shaped.ok(),
                Some(header),
                "opened, though it has not the shape"
            );
        }
    } else {
        assert!(shaped.is_err());
    }
}

fn parcel(input: &[u8]) {
    if let Ok(parcel) = Parcel::read(input) {
        assert!(parcel.to_bytes() == input, "read otherwise than written");
    }
}

fn wrap(input: &[u8]) {
    // Lattice arithmetic for every input would leave time for few: only what has the right length goes on.
    if input.len() == seal::wrap::WRAPPED_LENGTH {
        let pair = KeyPair::from_seed(SecretSeed::from_bytes([7; 32]));
        let _ = unwrap_key(input, &pair, &CONTEXT);
        let _ = unwrap_secret(input, &pair, &CONTEXT);
    }
    let batch = SealingKey::from_bytes([0x7c; 32]);
    let _ = unwrap_key_under(&batch, input, &CONTEXT);
    let _ = unwrap_for_token(&[0x8d; 32], input, b"invitation");
}

fn slot(input: &[u8]) {
    // The cost is read from the slot; one that asks for much is refused or tried elsewhere.
    if input
        .get(5..9)
        .is_none_or(|memory| *memory < [0, 0, 1, 0][..])
    {
        let _ = PassphraseSlot::open(input, "a lantern under the bridge");
    }
}

fn public_key(input: &[u8]) {
    if let Ok(key) = PublicKey::from_bytes(input) {
        assert!(key.as_bytes() == input);
    }
}

fn form_token(input: &[u8]) {
    let _ = FormToken::check(&[1; 32], &String::from_utf8_lossy(input));
}

fn recovery_kit(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(kit) = RecoveryKit::parse(&text) {
        let again = RecoveryKit::parse(&kit.text()).map(|kit| *kit.seed().expose());
        assert_eq!(again.ok(), Some(*kit.seed().expose()));
    }
}

fn receipt(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(receipt) = Receipt::parse(&text) {
        let again = Receipt::parse(&receipt.digits()).map(|receipt| receipt.words());
        assert_eq!(again.ok(), Some(receipt.words()));
    }
}

fn browser(input: &[u8]) {
    let _ = browser::answer_to(input);
}

/// A form as it is filled in, sealed by the browser's module: what comes of it is a parcel that the front door takes.
fn browser_form(input: &[u8]) {
    static GUIDE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let public = |seed| {
            let pair = KeyPair::from_seed(SecretSeed::from_bytes([seed; 32]));
            pair.public().clone()
        };
        let to = Recipients {
            organisation: [0x11; 16],
            team: public(7),
            epoch: 3,
            recovery: public(8),
            version: 1,
            schema_hash: [0x44; 32],
        };
        browser::Guide::new(CODEBOOK.form.clone(), "2026-11-16".to_owned(), &to).to_bytes()
    });
    let request = browser::Request {
        guide: &GUIDE,
        seed: &[1; 32],
        random: &[2; 32],
        again: input.first() == Some(&1),
        pairs: pairs(input),
    };
    if let Some(browser::Outcome::Sealed { parcel, .. }) = browser::seal(&request) {
        assert_eq!(Parcel::read(&parcel.to_bytes()).unwrap(), *parcel);
    }
}

/// Names and values, a line each.
fn pairs(input: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(input);
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn answers(input: &[u8]) {
    if let Ok(value) = serde_json::from_slice(input)
        && let Ok(answers) = Answers::from_sealed_groups(&[value])
    {
        let _ = (answers.display(), answers.suggestions());
    }
}

fn fact(input: &[u8]) {
    let _ = serde_json::from_slice::<domain::Fact>(input);
}

fn codebook(input: &[u8]) {
    let _ = Codebook::parse(&String::from_utf8_lossy(input));
}

fn leaf(input: &[u8]) {
    if let Ok(leaf) = Leaf::from_bytes(input) {
        assert_eq!(leaf.to_bytes(), input);
    }
}

fn checkpoint(input: &[u8]) {
    let note = String::from_utf8_lossy(input);
    let _ = Checkpoint::verify(&note, "example.org/ledger", &[3; 32]);
}

fn tile_path(input: &[u8]) {
    let path = String::from_utf8_lossy(input);
    if let Some(tile) = TileId::from_path(&path) {
        assert_eq!(tile.path(), path);
    }
}

fn proof(input: &[u8]) {
    let (hashes, leaf) = input.as_chunks::<32>();
    let [root, index, size, proof @ ..] = hashes else {
        return;
    };
    let number = |bytes: &[u8; 32]| u64::from_be_bytes(std::array::from_fn(|place| bytes[place]));
    let _ = ledger::check_inclusion(proof, number(index), leaf, number(size), root);
    let _ = ledger::check_consistency(proof, number(index), root, number(size), index);
}

fn paper_slot(input: &[u8]) {
    // The key of the vectors, so that what was not altered opens.
    let paper = SecretSeed::from_bytes([0x01; 32]);
    let _ = PaperSlot::open(input, &paper, &[0x22; 16]);
}

fn share(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(share) = RecoveryShare::parse(&text) {
        let again = RecoveryShare::parse(&share.rows()).unwrap();
        assert_eq!(again.index(), share.index());
        let _ = share.check();
        let _ = seal::shares::join(&[share]);
    }
}

/// A form as posted.
fn posted(input: &[u8]) {
    let form = &CODEBOOK.form;
    let pairs = domain::form::join_days(form, pairs(input));
    if let Ok(answers) = form.read(&pairs, domain::day::read("2026-11-16").unwrap()) {
        let groups: Vec<_> = answers
            .sealed_groups()
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        let again = Answers::from_sealed_groups(&groups).unwrap();
        assert_eq!(again.display().len(), answers.display().len());
    }
}

fn boundaries(input: &[u8]) {
    if let Ok(found) = Boundaries::open(input, Properties::default()) {
        for boundary in found.flatten() {
            let again = Shape::unpack(&boundary.shape.pack()).unwrap();
            assert_eq!(again.bounds(), boundary.shape.bounds());
        }
    }
}

fn postcodes(input: &[u8]) {
    let _ = Postcode::parse(&String::from_utf8_lossy(input));
    let mut source = input;
    let _ = PostcodeTable::is_one(&mut source);
    if let Ok(table) = PostcodeTable::open(input) {
        let mut block = Block::default();
        for located in table.flatten() {
            block.add(&located);
            assert!(block.find(&located.postcode).is_some());
        }
        assert_eq!(Block::unpack(&block.pack()).unwrap(), block);
    }
}

fn names(input: &[u8]) {
    if let Ok(found) = areas::names(input) {
        for area in found.flatten() {
            let _ = areas::folded(&area.name);
        }
    }
}

/// What is packed, as it lies in the database, and as it is inside.
fn packed(input: &[u8]) {
    for bytes in [input, &zstd::bulk::compress(input, 1).unwrap()] {
        if let Ok(shape) = Shape::unpack(bytes) {
            let _ = shape.bounds();
        }
        if let Ok(block) = Block::unpack(bytes) {
            let postcode = Postcode::parse("S60 1AA").unwrap();
            let _ = block.find(&postcode);
        }
    }
}

fn mapping(input: &[u8]) {
    let _ = service::import::Mapping::parse(&String::from_utf8_lossy(input), &CODEBOOK);
}
