//! What each step of a run did, in numbers: how often it was entered, how long it took, how many attempts failed. Read
//! off the journal like [`Historian`](super::Historian), but of any number of items only sums, lengths and a few spans.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::fold::FoldError;
use super::notes::Note;
use super::state::{Doing, State};
use super::{Entry, Fact, RunId, TokenId, advance, fold};
use crate::definition::{Process, StepIndex, StepKind};
use crate::script::ScriptEngine;

/// Spans kept of a step: enough to draw each of a few, not each of ten thousand.
const MOST_SPANS: usize = 40;

/// What a token did at a step for some time.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// What.
    pub kind: SpanKind,
    /// Number of the item, from 0, inside a `for_each`.
    pub item: Option<u32>,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; `None` while it goes on.
    pub to: Option<DateTime<Utc>>,
}

/// What a token can do at a step for some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// One attempt of a call is under way.
    Attempt {
        /// Which, from 1.
        number: u16,
        /// It failed.
        failed: bool,
    },
    /// The next attempt is waited for.
    Backoff,
    /// At a timer event.
    Wait,
    /// At a join.
    Join,
    /// What is inside works: a sub-process, the items of a list.
    Inside,
    /// Stopped until a person helps.
    Stopped,
}

/// One time that a step was done, or left otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// When it ended, in microseconds since 1970.
    pub ended_us: i64,
    /// How long it took, in microseconds.
    pub took_us: u64,
}

/// What one step did.
#[derive(Debug, Clone, PartialEq)]
pub struct StepSurvey {
    /// Path of the step.
    pub step: Arc<str>,
    /// How often it was entered; of a `for_each`, how many items were begun.
    pub entered: u32,
    /// How often it was done; of a `for_each`, how many items ended.
    pub done: u32,
    /// How often it was left without being done: by an error that was caught, a timeout, a cancel, a move. Of a
    /// `for_each`, how many of the done items ended through a `catch`.
    pub caught: u32,
    /// How many are under way.
    pub active: u32,
    /// How many stand at an incident.
    pub stopped: u32,
    /// Items of the lists so far; `None` where it is no `for_each`.
    pub total: Option<u32>,
    /// Attempts of calls.
    pub attempts: u32,
    /// Attempts that failed.
    pub failed: u32,
    /// Each time it ended, in the order they ended.
    pub lengths: Vec<Length>,
    /// When attempts failed, in microseconds since 1970.
    pub failures_us: Vec<i64>,
    /// How long all of it took together, with what goes on, in microseconds.
    pub total_us: u64,
    /// The longest, ended or not.
    pub longest_us: u64,
    /// How long attempts took together.
    pub calling_us: u64,
    /// How long next attempts were waited for.
    pub backoff_us: u64,
    /// How long it stood at incidents.
    pub stopped_us: u64,
    /// When it was first entered.
    pub first_at: Option<DateTime<Utc>>,
    /// When the last thing happened there.
    pub last_at: Option<DateTime<Utc>>,
    /// What was done there, in the order it began; of many only the first.
    pub spans: Vec<Span>,
    /// Whether spans were left out.
    pub more_spans: bool,
}

/// How many ended in each part of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Density {
    /// Ends.
    pub done: Vec<u32>,
    /// Attempts that failed.
    pub failed: Vec<u32>,
}

impl StepSurvey {
    /// How long it took where it took longer than this part of the times; in microseconds, of those that ended.
    #[must_use]
    pub fn percentile_us(&self, percent: u32) -> Option<u64> {
        let mut lengths: Vec<u64> = self.lengths.iter().map(|length| length.took_us).collect();
        if lengths.is_empty() {
            return None;
        }
        // The nearest rank: a length that was measured.
        let rank = (lengths.len() * percent as usize).div_ceil(100).clamp(1, lengths.len()) - 1;
        Some(*lengths.select_nth_unstable(rank).1)
    }

    /// How many ended in each of `parts` equal parts of a time.
    #[must_use]
    pub fn density(&self, from: DateTime<Utc>, to: DateTime<Utc>, parts: usize) -> Density {
        let (from, to) = (from.timestamp_micros(), to.timestamp_micros());
        let part = |at: i64| -> Option<usize> {
            let width = to.checked_sub(from).filter(|width| *width > 0)?;
            let into = at.checked_sub(from).filter(|into| (0..=width).contains(into))?;
            let part = i128::from(into) * i128::try_from(parts).ok()? / i128::from(width);
            usize::try_from(part).ok().map(|part| part.min(parts - 1))
        };
        let count = |times: &mut dyn Iterator<Item = i64>| {
            let mut counts = vec![0_u32; parts];
            for at in times.filter_map(part) {
                counts[at] += 1;
            }
            counts
        };
        Density {
            done: count(&mut self.lengths.iter().map(|length| length.ended_us)),
            failed: count(&mut self.failures_us.iter().copied()),
        }
    }
}

/// A token at a step.
#[derive(Debug)]
struct Stay {
    step: StepIndex,
    /// It is the activity of an item: the item is counted and measured by itself.
    single: bool,
    since: DateTime<Utc>,
    done: bool,
    phase: Option<Phase>,
}

/// What it does there now.
#[derive(Debug)]
struct Phase {
    kind: SpanKind,
    since: DateTime<Utc>,
    /// Its place among the spans of the step, where it is kept.
    kept: Option<usize>,
}

/// Folds a journal and counts what its steps did.
#[derive(Debug)]
pub struct Surveyor<'a> {
    process: &'a Process,
    scripts: &'a ScriptEngine,
    state: State,
    steps: Vec<StepSurvey>,
    stays: HashMap<TokenId, Stay>,
    /// Items under way, of which list, since when.
    items: HashMap<(TokenId, u32), (StepIndex, DateTime<Utc>)>,
}

impl<'a> Surveyor<'a> {
    /// Before the first fact.
    #[must_use]
    pub fn new(process: &'a Process, scripts: &'a ScriptEngine, run: RunId) -> Self {
        let steps = process.steps.iter().map(|step| StepSurvey {
            step: step.path.clone(),
            entered: 0,
            done: 0,
            caught: 0,
            active: 0,
            stopped: 0,
            total: step.multi.is_some().then_some(0),
            attempts: 0,
            failed: 0,
            lengths: Vec::new(),
            failures_us: Vec::new(),
            total_us: 0,
            longest_us: 0,
            calling_us: 0,
            backoff_us: 0,
            stopped_us: 0,
            first_at: None,
            last_at: None,
            spans: Vec::new(),
            more_spans: false,
        });
        Self {
            process,
            scripts,
            state: State::noting(run),
            steps: steps.collect(),
            stays: HashMap::new(),
            items: HashMap::new(),
        }
    }

    /// The next fact.
    ///
    /// # Errors
    /// It cannot be folded.
    pub fn fold(&mut self, entry: &Entry) -> Result<(), FoldError> {
        fold(self.process, self.scripts, &mut self.state, entry)?;
        // Nobody acts on it: it must not grow.
        advance(self.process, &mut self.state);
        let failed = match &entry.fact {
            Fact::EffectFailed { token, .. } => Some(*token),
            _ => None,
        };
        let mut changed = Vec::new();
        for note in self.state.notes.take() {
            self.note(&note, entry.at, failed, &mut changed);
        }
        for token in changed {
            self.look(token, entry.at, failed);
        }
        Ok(())
    }

    fn note(&mut self, note: &Note, at: DateTime<Utc>, failed: Option<TokenId>, changed: &mut Vec<TokenId>) {
        match *note {
            Note::Entered { token, step, single } => {
                // An incident that is tried again stays where it is.
                let again = self.stays.get(&token).is_some_and(|stay| {
                    stay.step == step
                        && stay.single == single
                        && stay.phase.as_ref().is_some_and(|phase| phase.kind == SpanKind::Stopped)
                });
                if again {
                    if let Some(mut stay) = self.stays.remove(&token) {
                        self.end_phase(&mut stay, at, false);
                        self.stays.insert(token, stay);
                    }
                } else {
                    self.leave(token, at, failed);
                    self.arrive(token, step, single, at);
                }
                changed.push(token);
            }
            Note::Changed(token) => changed.push(token),
            Note::Done(token) => {
                if let Some(stay) = self.stays.get_mut(&token) {
                    stay.done = true;
                }
                self.leave(token, at, failed);
            }
            Note::Gone(token) => self.leave(token, at, failed),
            Note::List { token, total } => {
                if let Some(stay) = self.stays.get(&token)
                    && let Some(so_far) = &mut self.steps[usize::from(stay.step.0)].total
                {
                    *so_far = so_far.saturating_add(total);
                }
            }
            Note::ItemBegun { owner, step, index } => {
                self.items.insert((owner, index), (step, at));
                self.steps[usize::from(step.0)].entered += 1;
            }
            Note::ItemDone { owner, index, caught } => {
                if let Some((step, since)) = self.items.remove(&(owner, index)) {
                    let survey = &mut self.steps[usize::from(step.0)];
                    survey.done += 1;
                    survey.caught += u32::from(caught);
                    survey.ended(since, at);
                }
            }
            Note::Set { .. } => {}
        }
    }

    /// A token came to a step.
    fn arrive(&mut self, token: TokenId, step: StepIndex, single: bool, at: DateTime<Utc>) {
        let multi = self.process.steps[usize::from(step.0)].multi.is_some();
        let survey = &mut self.steps[usize::from(step.0)];
        survey.first_at.get_or_insert(at);
        survey.last_at = Some(at);
        if !multi {
            survey.entered += 1;
        }
        let stay = Stay {
            step,
            single,
            since: at,
            done: false,
            phase: None,
        };
        self.stays.insert(token, stay);
    }

    /// A token leaves its step, or the run.
    fn leave(&mut self, token: TokenId, at: DateTime<Utc>, failed: Option<TokenId>) {
        let Some(mut stay) = self.stays.remove(&token) else {
            return;
        };
        let was_stopped = stay.phase.as_ref().is_some_and(|phase| phase.kind == SpanKind::Stopped);
        self.end_phase(&mut stay, at, failed == Some(token));
        let step = &self.process.steps[usize::from(stay.step.0)];
        let survey = &mut self.steps[usize::from(stay.step.0)];
        survey.last_at = Some(at);
        if step.multi.is_some() {
            if !stay.single {
                // What is left of its items goes with it.
                self.items.retain(|(owner, _), _| *owner != token);
            }
            return;
        }
        // Gateways and ends are not completed, they are passed.
        let activity = matches!(
            step.kind,
            StepKind::Call { .. } | StepKind::Script(_) | StepKind::SubProcess(_) | StepKind::Wait(_) | StepKind::Pass
        );
        if stay.done || !(activity || was_stopped) {
            survey.done += 1;
        } else {
            survey.caught += 1;
        }
        survey.ended(stay.since, at);
    }

    /// Looks what a token does after a fact.
    fn look(&mut self, token: TokenId, at: DateTime<Utc>, failed: Option<TokenId>) {
        let Some(mut stay) = self.stays.remove(&token) else {
            return;
        };
        let now = self.state.tokens.get(&token).and_then(|held| kind_of(&held.doing));
        let same = match (&stay.phase, now) {
            (Some(phase), Some(now)) => phase.kind == now,
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.end_phase(&mut stay, at, failed == Some(token));
            if let Some(kind) = now {
                stay.phase = Some(self.begin_phase(token, &stay, kind, at));
            }
        }
        self.stays.insert(token, stay);
    }

    fn begin_phase(&mut self, token: TokenId, stay: &Stay, kind: SpanKind, at: DateTime<Utc>) -> Phase {
        let item = self.state.item_of_token(self.process, token);
        let survey = &mut self.steps[usize::from(stay.step.0)];
        if matches!(kind, SpanKind::Attempt { .. }) {
            survey.attempts += 1;
        }
        survey.last_at = Some(at);
        // A `for_each` keeps its own span whatever its items do before.
        let whole = kind == SpanKind::Inside;
        let kept = (whole || survey.spans.len() < MOST_SPANS).then_some(survey.spans.len());
        if kept.is_some() {
            survey.spans.push(Span {
                kind,
                item,
                from: at,
                to: None,
            });
        } else {
            survey.more_spans = true;
        }
        Phase { kind, since: at, kept }
    }

    fn end_phase(&mut self, stay: &mut Stay, at: DateTime<Utc>, has_failed: bool) {
        let Some(phase) = stay.phase.take() else {
            return;
        };
        let survey = &mut self.steps[usize::from(stay.step.0)];
        let took = between(phase.since, at);
        survey.spent(phase.kind, took);
        let failed = has_failed && matches!(phase.kind, SpanKind::Attempt { .. });
        if failed {
            survey.failed += 1;
            survey.failures_us.push(at.timestamp_micros());
        }
        if let Some(span) = phase.kept.and_then(|at| survey.spans.get_mut(at)) {
            span.to = Some(at);
            if let SpanKind::Attempt { failed: mark, .. } = &mut span.kind {
                *mark = failed;
            }
        }
    }

    /// How the run stands after the facts so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Every step that was entered, as the definition has them; what goes on took until `now`.
    #[must_use]
    pub fn finish(mut self, now: DateTime<Utc>) -> Vec<StepSurvey> {
        for stay in self.stays.values() {
            let multi = self.process.steps[usize::from(stay.step.0)].multi.is_some();
            let survey = &mut self.steps[usize::from(stay.step.0)];
            let stopped = match &stay.phase {
                Some(phase) => {
                    survey.spent(phase.kind, between(phase.since, now));
                    phase.kind == SpanKind::Stopped
                }
                None => false,
            };
            survey.stopped += u32::from(stopped);
            if !multi {
                survey.active += u32::from(!stopped);
                survey.open(stay.since, now);
            }
        }
        for (step, since) in self.items.values() {
            let survey = &mut self.steps[usize::from(step.0)];
            survey.active += 1;
            survey.open(*since, now);
        }
        for survey in self.steps.iter_mut().filter(|survey| survey.total.is_some()) {
            // Of items that stand at the step itself: those inside of it are counted where they stand.
            survey.active = survey.active.saturating_sub(survey.stopped);
        }
        self.steps.retain(|survey| survey.first_at.is_some());
        self.steps
    }
}

impl StepSurvey {
    fn ended(&mut self, since: DateTime<Utc>, at: DateTime<Utc>) {
        let took_us = between(since, at);
        self.lengths.push(Length {
            ended_us: at.timestamp_micros(),
            took_us,
        });
        self.last_at = Some(at);
        self.total_us = self.total_us.saturating_add(took_us);
        self.longest_us = self.longest_us.max(took_us);
    }

    fn open(&mut self, since: DateTime<Utc>, now: DateTime<Utc>) {
        let took = between(since, now);
        self.total_us = self.total_us.saturating_add(took);
        self.longest_us = self.longest_us.max(took);
    }

    fn spent(&mut self, kind: SpanKind, took_us: u64) {
        let sum = match kind {
            SpanKind::Attempt { .. } => &mut self.calling_us,
            SpanKind::Backoff => &mut self.backoff_us,
            SpanKind::Stopped => &mut self.stopped_us,
            SpanKind::Wait | SpanKind::Join | SpanKind::Inside => return,
        };
        *sum = sum.saturating_add(took_us);
    }
}

fn kind_of(doing: &Doing) -> Option<SpanKind> {
    Some(match doing {
        Doing::Call(call) if call.backoff.is_some() => SpanKind::Backoff,
        Doing::Call(call) => SpanKind::Attempt {
            number: call.attempt,
            failed: false,
        },
        Doing::Wait { .. } => SpanKind::Wait,
        Doing::Joining => SpanKind::Join,
        Doing::SubProcess { .. } | Doing::Items(_) => SpanKind::Inside,
        Doing::Incident(_) => SpanKind::Stopped,
        Doing::Ready => return None,
    })
}

fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> u64 {
    u64::try_from((to - from).num_microseconds().unwrap_or(i64::MAX)).unwrap_or(0)
}
