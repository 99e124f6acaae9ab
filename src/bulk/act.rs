//! The act on one run, and what became of it.
//!
//! An item that is taken up a second time may have been acted on already: its worker died, or was slow. So the journal
//! (and what is asked of the run and not folded yet) is looked at first, and what stands there is not done again.

use throughline_engine::kernel::{Fact, FactKind, TokenId};

use crate::runtime::{ActionError, Runtime};
use crate::store::{BulkAction, BulkOutcome, BulkWork, ClaimedItem, StoreError};

/// How an attempt at an item ended.
#[derive(Debug)]
pub(super) enum Attempt {
    /// It is settled, with the reason where it was not done.
    Settled(BulkOutcome, Option<String>),
    /// The database was away: nobody knows, and a later attempt finds out.
    Later(StoreError),
}

/// Acts on one run.
pub(super) async fn act(runtime: &Runtime, work: &BulkWork, item: &ClaimedItem) -> Attempt {
    let before = match acted_before(runtime, work, item).await {
        Ok(before) => before,
        Err(error) => return Attempt::Later(error),
    };
    let by = work.by.as_str();
    let done = match work.action {
        // Several incidents of one run are several facts: those that are missing are still to be given.
        BulkAction::Retry => {
            let tokens: Vec<TokenId> = before.iter().filter_map(Fact::token).collect();
            runtime.retry_but(item.run, by, &tokens).await.map(|_| ())
        }
        _ if !before.is_empty() => Ok(()),
        BulkAction::Cancel => runtime.cancel(item.run, by, work.reason.clone()).await.map(|_| ()),
        BulkAction::Suspend => {
            let reason = work.reason.clone();
            let by = by.to_owned();
            runtime.tell(item.run, Fact::Suspended { by, reason }).await.map(|_| ())
        }
        BulkAction::Resume => {
            let by = by.to_owned();
            runtime.tell(item.run, Fact::Resumed { by }).await.map(|_| ())
        }
    };
    judged(done, !before.is_empty())
}

/// What an earlier attempt at this item did.
async fn acted_before(runtime: &Runtime, work: &BulkWork, item: &ClaimedItem) -> Result<Vec<Fact>, StoreError> {
    let (2.., Some(seq)) = (item.attempt, item.seq) else {
        return Ok(Vec::new());
    };
    let facts = runtime.store().facts_since(item.run, kind(work.action), seq).await?;
    Ok(facts.into_iter().filter(|fact| by(fact) == Some(&work.by)).collect())
}

fn kind(action: BulkAction) -> FactKind {
    match action {
        BulkAction::Retry => FactKind::Retried,
        BulkAction::Cancel => FactKind::Cancelled,
        BulkAction::Suspend => FactKind::Suspended,
        BulkAction::Resume => FactKind::Resumed,
    }
}

fn by(fact: &Fact) -> Option<&String> {
    match fact {
        Fact::Retried { by, .. } | Fact::Cancelled { by, .. } | Fact::Suspended { by, .. } | Fact::Resumed { by } => {
            Some(by)
        }
        _ => None,
    }
}

/// What an answer of the runtime means for the item. `before`: an earlier attempt acted, so that nothing is left to do
/// is how it should be.
fn judged(done: Result<(), ActionError>, before: bool) -> Attempt {
    match done {
        Ok(()) => Attempt::Settled(BulkOutcome::Done, None),
        Err(ActionError::Conflict(_)) if before => Attempt::Settled(BulkOutcome::Done, None),
        Err(error @ (ActionError::Conflict(_) | ActionError::NoSuchRun(_))) => {
            Attempt::Settled(BulkOutcome::Skipped, Some(error.to_string()))
        }
        Err(ActionError::Store(error)) if error.is_unavailable() => Attempt::Later(error),
        Err(error @ (ActionError::Broken(_) | ActionError::Store(_))) => {
            Attempt::Settled(BulkOutcome::Failed, Some(error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use throughline_engine::kernel::RunId;

    use super::*;

    fn outcome(done: Result<(), ActionError>, before: bool) -> (BulkOutcome, Option<String>) {
        match judged(done, before) {
            Attempt::Settled(outcome, reason) => (outcome, reason),
            Attempt::Later(error) => panic!("{error}"),
        }
    }

    #[test]
    fn what_does_not_fit_any_more_is_skipped_with_its_reason() {
        let conflict = || Err(ActionError::Conflict("it has ended".to_owned()));
        assert_eq!(
            outcome(conflict(), false),
            (BulkOutcome::Skipped, Some("it has ended".to_owned()))
        );
        // The worker before this one ended it.
        assert_eq!(outcome(conflict(), true), (BulkOutcome::Done, None));
        assert_eq!(outcome(Ok(()), false), (BulkOutcome::Done, None));
        let gone = Err(ActionError::NoSuchRun(RunId(uuid::Uuid::nil())));
        assert_eq!(outcome(gone, false).0, BulkOutcome::Skipped);
        let broken = Err(ActionError::Broken("no such version".to_owned()));
        assert_eq!(outcome(broken, false).0, BulkOutcome::Failed);
    }

    #[test]
    fn an_outage_settles_nothing() {
        let outage = StoreError::Unavailable {
            doing: "cancel",
            source: sqlx::Error::PoolTimedOut,
        };
        assert!(matches!(
            judged(Err(ActionError::Store(outage)), false),
            Attempt::Later(_)
        ));
    }
}
