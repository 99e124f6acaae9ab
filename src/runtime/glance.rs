//! How far runs are, for the rows of a list: cheap enough to ask for a page of them every few seconds.

use std::collections::HashMap;

use futures::future::join_all;
use throughline_engine::definition::Process;
use throughline_engine::kernel::{Progress, RunId, RunStatus, State, TokenView};
use tokio::sync::oneshot;

use super::Runtime;
use super::message::Message;
use crate::store::{Loaded, RunRow, StoreError};

/// Tokens that are told of one run.
const MOST_TOKENS: usize = 3;
/// Facts that are folded for one answer; runs with more, and not in the memory of this node, are told without progress.
const MOST_FACTS: u32 = 20_000;

/// How far a run is.
#[derive(Debug, Clone)]
pub struct Glance {
    /// Where it stands.
    pub status: RunStatus,
    /// Every `for_each` under way, outermost first.
    pub progress: Vec<Progress>,
    /// The first tokens that say what it does or why it stands.
    pub tokens: Vec<TokenView>,
}

impl Glance {
    pub(super) fn of(process: &Process, state: &State) -> Self {
        Self {
            status: state.status(),
            progress: state.progress(process),
            tokens: state.telling_tokens(process, MOST_TOKENS),
        }
    }
}

impl Runtime {
    /// How far these runs are, those that have not ended: from memory where this node has them, else from their journals
    /// while those are short. What is not known is left out.
    ///
    /// # Errors
    /// The database.
    pub async fn glances(&self, rows: &[RunRow]) -> Result<HashMap<RunId, Glance>, StoreError> {
        let mut glances = HashMap::new();
        let (mut asleep, mut facts) = (Vec::new(), 0_u32);
        let active: Vec<&RunRow> = rows.iter().filter(|row| !row.status.is_ended()).collect();
        // All at once: each answer waits for a turn of its shard.
        let held = join_all(active.iter().map(|row| self.glance(row))).await;
        for (row, glance) in active.into_iter().zip(held) {
            if let Some(glance) = glance {
                glances.insert(row.id, glance);
                continue;
            }
            facts = facts.saturating_add(row.last_seq.0);
            if facts <= MOST_FACTS {
                asleep.push(row.id);
            }
        }
        for loaded in self.store().load(&asleep).await? {
            // What cannot be folded says so on the page of the run.
            let Loaded::Run(loaded) = loaded else { continue };
            let run = loaded.row.id;
            if let Ok((definition, state, _)) = self.crew().recovery.fold(*loaded).await {
                glances.insert(run, Glance::of(&definition.process, &state));
            }
        }
        Ok(glances)
    }

    /// From memory; a run nobody owns is in none.
    async fn glance(&self, row: &RunRow) -> Option<Glance> {
        row.owner?;
        let (sender, answer) = oneshot::channel();
        let message = Message::Glance(row.id, sender);
        self.crew().shards.of(row.id).send(message).await.ok()?;
        answer.await.ok()?
    }
}
