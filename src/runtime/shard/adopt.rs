//! Runs that come into memory from their journal, and what this process still knows of them from before.
//!
//! When a commit is cut off, nobody knows whether its facts are kept. The journal says: a fact that stands in it, at its
//! place, is done with; one that does not is offered again, once, by whichever way it first came.

use std::collections::HashMap;

use throughline_engine::kernel::{Entry, FactKind, RunId, Seq};

use super::{Shard, Slot};
use crate::runtime::held::Held;
use crate::runtime::live::Live;
use crate::runtime::message::{Accepted, Adopt, NotAccepted, Reread};

impl Shard {
    /// Takes over a run read from the journal. `was` is what this process still knows of it from before.
    fn adopt(&mut self, adopt: Adopt, was: Option<Box<Held>>) {
        let Adopt {
            definition,
            state,
            facts,
            recovered,
            due,
            mut requests,
        } = adopt;
        let run = state.id();
        let mut live = Live::replayed(definition, state);
        live.hold_open_effects();
        let life = self.next_life();
        let mut held = Box::new(Held::new(live, life));
        held.stays = due;
        if recovered {
            held.recovered_until = held.live.state.last_seq();
        }
        let (mut again, mut waiting) = (Vec::new(), HashMap::new());
        if let Some(mut was) = was {
            held.live.under_way = std::mem::take(&mut was.live.under_way);
            (again, waiting) = settle(*was, &facts);
        }
        self.runs.insert(run, Slot::Live(held));
        for (entry, request) in again {
            let accepted = waiting.remove(&entry.seq);
            match request {
                None => self.take(run, entry.fact, entry.at, None, accepted),
                // Its row is there as long as its fact is not: without it, whoever deleted it has the fact.
                Some(id) => {
                    if let Some((id, fact)) = requests.extract_if(.., |(known, _)| *known == id).next() {
                        self.take(run, fact, entry.at, Some(id), accepted);
                    }
                }
            }
        }
        nobody_knows(waiting);
        for (request, fact) in requests {
            // Its row was still there when the run was read: none of its facts is in the journal.
            self.taken.note(request);
            self.take(run, fact, crate::runtime::now(), Some(request), None);
        }
        if let Some(Slot::Live(held)) = self.runs.get_mut(&run) {
            // A run that has nothing to do here (a timer far away, an open incident) is given back.
            held.commit(run, &mut self.out);
        }
        self.pump(run);
    }

    /// Takes up a run this node claimed. The claim may have been quicker than the end of an earlier life here.
    pub(super) fn adopt_claimed(&mut self, adopt: Adopt) {
        let run = adopt.state.id();
        let (was, messages) = match self.runs.remove(&run) {
            None => (None, Vec::new()),
            Some(Slot::Reloading { was, mailbox }) => (was, mailbox),
            Some(Slot::Live(mut held)) if held.live.releasing => (None, std::mem::take(&mut held.deferred)),
            Some(live @ Slot::Live(_)) => {
                self.runs.insert(run, live);
                return;
            }
        };
        self.adopt(adopt, was);
        for message in messages {
            self.message(message);
        }
    }

    pub(super) fn reloaded(&mut self, run: RunId, reread: Reread) {
        if !matches!(self.runs.get(&run), Some(Slot::Reloading { .. })) {
            return; // claimed again meanwhile
        }
        let Some(Slot::Reloading { was, mailbox }) = self.runs.remove(&run) else {
            return;
        };
        match reread {
            Reread::Ours(adopt) => self.adopt(*adopt, was),
            Reread::NotOurs(facts) => {
                if let Some(was) = was {
                    nobody_knows(settle(*was, &facts).1);
                }
            }
        }
        for message in mailbox {
            self.message(message);
        }
    }

    /// Nobody knows what became of the last commit, or another node wrote: the journal says.
    pub(super) fn reload(&mut self, run: RunId) {
        if let Some(Slot::Live(mut held)) = self.runs.remove(&run) {
            let mailbox = std::mem::take(&mut held.deferred);
            held.live.held.clear();
            held.forget_commit(&mut self.out);
            self.runs.insert(
                run,
                Slot::Reloading {
                    was: Some(held),
                    mailbox,
                },
            );
            self.parts.recovery.reload(run, self.parts.sender.clone());
        }
    }
}

type Again = Vec<(Entry, Option<i64>)>;
type Waiting = HashMap<Seq, Accepted>;

/// What an earlier life left open, by the journal: facts to offer again, with their requests, and who waits for them.
/// Whoever waits for a fact that is kept is told so.
fn settle(was: Held, facts: &[Entry]) -> (Again, Waiting) {
    let Held { mut live, accepted, .. } = was;
    let mut waiting: Waiting = accepted.into_iter().collect();
    let mut again = Again::new();
    for unconfirmed in live.unconfirmed.drain(..) {
        let entry = unconfirmed.entry;
        if !stands(&entry, facts) {
            // A start that is not kept is told as such and never offered again: it has no row.
            if entry.fact.kind() != FactKind::Started {
                again.push((entry, unconfirmed.request));
            }
        } else if let Some(accepted) = waiting.remove(&entry.seq) {
            let _ = accepted.send(Ok(()));
        }
    }
    (again, waiting)
}

/// Whoever waits has to look for themselves.
fn nobody_knows(waiting: Waiting) {
    for accepted in waiting.into_values() {
        let _ = accepted.send(Err(NotAccepted::Unknown));
    }
}

/// Whether the journal holds just this fact at its place. Another node may have written another one there.
fn stands(entry: &Entry, facts: &[Entry]) -> bool {
    facts
        .binary_search_by_key(&entry.seq, |kept| kept.seq)
        .is_ok_and(|place| facts[place] == *entry)
}
