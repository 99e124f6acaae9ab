//! Following a run to its end, through restarts of the service.

use std::time::Duration;

use throughline_engine::kernel::{RunId, RunStatus};
use tokio::time::{Instant, sleep, timeout_at};

use super::{Client, ClientError, RunNews};
use crate::api::types::{Run, RunEvent};

/// How long a service that does not answer is waited for.
const OUTAGE: Duration = Duration::from_secs(60);
/// Pause before trying again.
const PAUSE: Duration = Duration::from_millis(500);

/// How following ended.
#[derive(Debug)]
pub enum Followed {
    /// The run has ended, or stands at an incident where that was to be the end of it.
    Settled(Box<Run>),
    /// The time is over; the run as it was last read goes on.
    RanOut(Box<Run>),
}

/// Follows a run until it ends, or stands at an incident where `until_incident`, or `deadline`. `show` is told how it
/// stands whenever that changed.
///
/// # Errors
/// The service refuses, or cannot be reached for a minute.
pub async fn follow(
    client: &Client,
    run: RunId,
    deadline: Option<Instant>,
    until_incident: bool,
    mut show: impl FnMut(&RunEvent),
) -> Result<Followed, ClientError> {
    // A run waits for years at most; a deadline this far is none.
    let deadline = deadline.unwrap_or_else(|| Instant::now() + Duration::from_secs(10 * 365 * 24 * 3600));
    let settled = |status: RunStatus| status.is_ended() || (until_incident && status == RunStatus::Incident);
    let mut away_since: Option<Instant> = None;
    loop {
        let watched = timeout_at(deadline, watch(client, run, &settled, &mut show)).await;
        let ran_out = watched.is_err();
        let read = match watched {
            Ok(Err(error)) => Err(error),
            Ok(Ok(())) | Err(_) => client.run(run, false).await,
        };
        match read {
            Ok(run) if settled(run.summary.status) => return Ok(Followed::Settled(Box::new(run))),
            Ok(run) if ran_out => return Ok(Followed::RanOut(Box::new(run))),
            // The stream ended because the service goes down: another one, or it, comes back.
            Ok(_) => away_since = None,
            Err(error) if error.is_passing() && !ran_out => {
                let since = *away_since.get_or_insert_with(Instant::now);
                if since.elapsed() > OUTAGE {
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
        sleep(PAUSE).await;
    }
}

/// One stream, until it ends or the run is settled.
async fn watch(
    client: &Client,
    run: RunId,
    settled: &impl Fn(RunStatus) -> bool,
    show: &mut impl FnMut(&RunEvent),
) -> Result<(), ClientError> {
    let mut events = client.events(run, None).await?;
    while let Some(news) = events.next().await? {
        if let RunNews::Run(event) = news {
            show(&event);
            if settled(event.status) {
                break;
            }
        }
    }
    Ok(())
}
