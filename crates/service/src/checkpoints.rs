//! Checkpoints: the tree over all entries is grown, its tiles kept, its head signed.

use ledger::{Checkpoint, Hash, Tree};
use std::collections::HashMap;
use store::OnDuty;

use crate::error::ServiceError;
use crate::house::House;
use crate::organisation::CHECKPOINT_KEY;

/// How many entries are added to the tree in one transaction.
const BATCH: u32 = 20_000;

impl House {
    /// Brings the tree up to all entries and signs its head. Gives the size signed for; none if nothing is new,
    /// or if this installation does not hold the organisation's checkpoint key.
    pub async fn publish_checkpoint(&self) -> Result<Option<u64>, ServiceError> {
        self.sign_head(None).await
    }

    /// The same on duty: refused, with nothing written, when another process has the duty by then.
    pub async fn publish_checkpoint_on(&self, duty: OnDuty) -> Result<Option<u64>, ServiceError> {
        self.sign_head(Some(duty)).await
    }

    /// Whether this installation holds the key that signs the organisation's ledger.
    #[must_use]
    pub fn signs_the_ledger(&self) -> bool {
        self.keys().is_ok_and(|keys| {
            Checkpoint::public_key(&self.checkpoint_seed()) == keys.checkpoint_public
        })
    }

    /// Whether an installation with that secret would sign the organisation's ledger.
    #[must_use]
    pub fn would_sign_the_ledger(&self, installation_secret: &[u8; 32]) -> bool {
        let seed = seal::keyed_hash(installation_secret, CHECKPOINT_KEY.as_bytes());
        self.keys()
            .is_ok_and(|keys| Checkpoint::public_key(&seed) == keys.checkpoint_public)
    }

    async fn sign_head(&self, duty: Option<OnDuty>) -> Result<Option<u64>, ServiceError> {
        let Ok(keys) = self.keys() else {
            return Ok(None);
        };
        if !self.signs_the_ledger() {
            return Ok(None);
        }
        let seed = self.checkpoint_seed();
        while self.grow_tree(duty).await? {}
        let (origin, now) = (keys.origin.clone(), self.now());
        self.store
            .write("sign a checkpoint", move |writing| {
                Box::pin(async move {
                    if let Some(duty) = &duty {
                        writing.on_duty(duty).await?;
                    }
                    let (size, tree) = read_tree(writing.tree_edge().await?)?;
                    let signed = writing
                        .newest_checkpoint()
                        .await?
                        .map_or(0, |(size, _)| size);
                    if size <= signed {
                        return Ok(None);
                    }
                    let note = Checkpoint::sign(&origin, size, &tree.root(), &seed)
                        .map_err(|_| ServiceError::Damaged("the ledger's origin"))?;
                    writing.add_checkpoint(size, note, now).await?;
                    Ok(Some(size))
                })
            })
            .await
    }

    /// Adds a batch of entries to the tree; says whether there are more.
    async fn grow_tree(&self, duty: Option<OnDuty>) -> Result<bool, ServiceError> {
        self.store
            .write("grow the tree", move |writing| {
                Box::pin(async move {
                    if let Some(duty) = &duty {
                        writing.on_duty(duty).await?;
                    }
                    let (size, mut tree) = read_tree(writing.tree_edge().await?)?;
                    let leaves = writing.leaves(size, BATCH).await?;
                    if leaves.is_empty() {
                        return Ok(false);
                    }
                    let mut held = HashMap::new();
                    for id in ledger::partial_tiles(size) {
                        if let Some(bytes) = writing.tile(&id.path()).await? {
                            held.insert(id.path(), bytes);
                        }
                    }
                    let files =
                        ledger::new_tiles(size, &leaves, |id| held.get(&id.path()).cloned())
                            .map_err(|_| ServiceError::Damaged("a tile of the ledger"))?;
                    for file in files {
                        writing.put_tile(&file.id.path(), file.bytes).await?;
                    }
                    for leaf in &leaves {
                        tree.append(leaf);
                    }
                    // What stood at the edge between two batches is in no tree that was signed.
                    let signed = writing
                        .newest_checkpoint()
                        .await?
                        .map_or(0, |(size, _)| size);
                    let mut wanted = ledger::partial_tiles(signed);
                    wanted.extend(ledger::partial_tiles(tree.size()));
                    for id in ledger::partial_tiles(size) {
                        if !wanted.contains(&id) {
                            writing.drop_tile(&id.path()).await?;
                        }
                    }
                    writing
                        .set_tree_edge(tree.size(), tree.edge().concat())
                        .await?;
                    Ok(leaves.len() == BATCH as usize)
                })
            })
            .await
    }

    /// A file of the public ledger: `checkpoint`, or a tile by its path. None if there is no such file.
    pub async fn ledger_file(&self, path: &str) -> Result<Option<Vec<u8>>, ServiceError> {
        let path = path.to_owned();
        self.store
            .read("a file of the ledger", move |reading| {
                Box::pin(async move {
                    if path == "checkpoint" {
                        return Ok(reading
                            .newest_checkpoint()
                            .await?
                            .map(|(_, note)| note.into_bytes()));
                    }
                    match ledger::TileId::from_path(&path) {
                        Some(_) => Ok(reading.tile(&path).await?),
                        None => Ok(None),
                    }
                })
            })
            .await
    }

    /// How many entries there are, and the newest checkpoint: what the desk's page of the ledger shows.
    pub async fn ledger_head(&self) -> Result<(u64, Option<(u64, String)>), ServiceError> {
        self.store
            .read("head of the ledger", |reading| {
                Box::pin(async move {
                    Ok((
                        reading.ledger_size().await?,
                        reading.newest_checkpoint().await?,
                    ))
                })
            })
            .await
    }
}

/// The tree whose right edge is kept.
fn read_tree(edge: Option<(u64, Vec<u8>)>) -> Result<(u64, Tree), ServiceError> {
    const DAMAGED: ServiceError = ServiceError::Damaged("the edge of the ledger's tree");
    let Some((size, bytes)) = edge else {
        return Ok((0, Tree::new()));
    };
    let (hashes, rest) = bytes.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(DAMAGED);
    }
    let hashes: Vec<Hash> = hashes.to_vec();
    Ok((size, Tree::resume(size, &hashes).map_err(|_| DAMAGED)?))
}
