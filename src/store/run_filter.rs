//! Which runs: one filter for lists, counts, causes, exports and acts on many runs, and the SQL it becomes.
//!
//! A filter becomes one or more *ways*: an index on which runs are found newest first, and beside it the whole filter as
//! conditions. What no index answers (who started a run, what triggered it, words of its error) is looked for among at
//! most [`MOST_LOOKED_AT`] runs a way and call; where that was not all, the answer says where to go on. So a page of a
//! table of any size takes a bounded time, and following the pages still finds every run.

use chrono::{DateTime, Utc};
use sqlx::{Postgres, QueryBuilder};
use throughline_engine::kernel::{RunId, RunStatus};
use uuid::Uuid;

use super::{TriggerKind, partition};

/// Runs of one way that are looked at for what no index answers, in one call.
pub const MOST_LOOKED_AT: u32 = 50_000;

/// Runs whose ids are looked through for one that ends so, in one call.
const MOST_IDS: u32 = 500_000;

/// Runs that are taken from there. Eight characters are 32 random bits: two in ten million runs are rare.
const MOST_ALIKE: i64 = 5;

/// Runs whose business key begins so; a beginning that more share is looked for newest first, like what has no index.
pub(super) const MOST_OF_A_PREFIX: u32 = 10_000;

/// Statuses that have a cause.
pub(super) const STOPPED: [RunStatus; 2] = [RunStatus::Incident, RunStatus::Failed];

/// Which runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only of this process.
    pub process: Option<String>,
    /// Only of this version.
    pub version: Option<i32>,
    /// Only with one of these statuses; empty: any.
    pub status: Vec<RunStatus>,
    /// Only with this business key.
    pub business_key: Option<String>,
    /// Only those that need attention or failed at this step (its path); empty: at no step.
    pub error_step: Option<String>,
    /// Only those that need attention or failed with this code; empty: with none.
    pub error_code: Option<String>,
    /// Only with this value.
    pub variable: Option<RunVariable>,
    /// Only what this text says: the id or its last 8 characters, the beginning of the business key, a part of the
    /// process' key or name, or a part of the error of a run that needs attention or failed.
    pub text: Option<String>,
    /// Only accepted at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Only accepted before this time.
    pub until: Option<DateTime<Utc>>,
    /// Only started by this caller. In no index.
    pub started_by: Option<String>,
    /// Only started by this kind of thing; in no index either.
    pub trigger: Option<TriggerKind>,
    /// None of these processes: the reader may not see them.
    pub hidden: Vec<String>,
}

/// A single value of a run, as `run_value` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunVariable {
    /// Name of the input, the member of the result, or the variable a person set.
    pub name: String,
    /// The value: a text as it is, a number by its digits.
    pub value: String,
}

/// An index on which runs are found, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// `run_value`.
    Value,
    /// `run_business_key`, one key.
    Key,
    /// `run_business_key`, a beginning that few share.
    KeyPrefix,
    /// The primary key, one run.
    Id(Uuid),
    /// `run_process`, of every process that is called so.
    ProcessText,
    /// `run_status_id`, the runs with an error.
    ErrorText,
    /// `run_cause`.
    Cause,
    /// `run_process`.
    Process,
    /// `run_status_id`.
    Status,
    /// The primary key, all runs.
    All,
}

/// Which ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    /// Smaller than this.
    pub(super) before: Uuid,
    /// This or larger.
    pub(super) from: Uuid,
}

/// How common the beginning of a business key is that a text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    Rare,
    Common,
}

impl RunFilter {
    /// The statuses that are left, each once. Empty where nothing can match.
    pub(super) fn statuses(&self) -> Vec<RunStatus> {
        let wanted = if self.status.is_empty() {
            &RunStatus::ALL[..]
        } else {
            &self.status
        };
        let mut statuses: Vec<RunStatus> = wanted.to_vec();
        statuses.sort_unstable();
        statuses.dedup();
        if self.error_step.is_some() || self.error_code.is_some() {
            statuses.retain(|status| STOPPED.contains(status));
        }
        statuses
    }

    /// Whether nothing can match: a hidden process, or a cause of runs that have none.
    pub(super) fn is_empty(&self) -> bool {
        let hidden = |process| self.hidden.contains(process);
        self.process.as_ref().is_some_and(hidden) || self.statuses().is_empty()
    }

    /// The ids that are left, older than the run `before`. A run's id is its age: "before this time" is "before the first
    /// id of it".
    pub(super) fn ids(&self, before: Option<RunId>) -> Ids {
        Ids {
            before: [before.map(|run| run.0), self.until.map(partition::first_id_at)]
                .into_iter()
                .flatten()
                .min()
                .unwrap_or(Uuid::max()),
            from: self.since.map_or(Uuid::nil(), partition::first_id_at),
        }
    }

    /// Whether the text may be the beginning of a business key that is to be asked for.
    pub(super) fn asks_for_prefix(&self) -> Option<&str> {
        let text = self.text.as_deref()?;
        (self.variable.is_none() && self.business_key.is_none()).then_some(text)
    }

    /// Those of the wanted statuses in which a run has an error.
    fn stopped(&self) -> Vec<RunStatus> {
        let mut statuses = self.statuses();
        statuses.retain(|status| STOPPED.contains(status));
        statuses
    }

    /// How the runs are found: the fewest first. Together the ways find all that match; a run may be found on several.
    pub(super) fn ways(&self, prefix: Prefix) -> Vec<Way> {
        if self.variable.is_some() {
            return vec![Way::Value];
        }
        if self.business_key.is_some() {
            return vec![Way::Key];
        }
        if let Some(text) = &self.text {
            if prefix == Prefix::Common {
                return vec![self.plain_way()];
            }
            let mut ways = vec![Way::KeyPrefix, Way::ProcessText, Way::ErrorText];
            ways.extend(Uuid::try_parse(text).ok().map(Way::Id));
            return ways;
        }
        vec![self.plain_way()]
    }

    fn plain_way(&self) -> Way {
        match self {
            Self {
                process: Some(_),
                error_step: Some(_),
                error_code: Some(_),
                ..
            } => Way::Cause,
            Self { process: Some(_), .. } => Way::Process,
            Self { status, .. } if !status.is_empty() => Way::Status,
            Self {
                error_step, error_code, ..
            } if error_step.is_some() || error_code.is_some() => Way::Status,
            _ => Way::All,
        }
    }

    /// The end of an id that is to be asked for.
    pub(super) fn asks_for_end(&self) -> Option<[u8; 4]> {
        self.asks_for_prefix().and_then(id_end)
    }

    /// Whether there is something no index of the way answers, so that very many runs may be looked at for few that match.
    pub(super) fn is_loose(&self, way: Way) -> bool {
        let residual = self.started_by.is_some() || self.trigger.is_some() || self.version.is_some();
        let text = self.text.is_some();
        let cause = self.error_step.is_some() || self.error_code.is_some();
        let hidden = !self.hidden.is_empty();
        match way {
            // They bound themselves.
            Way::Key | Way::KeyPrefix | Way::Id(_) => false,
            Way::ErrorText => true,
            Way::Value => residual || text || cause || hidden || !self.status.is_empty() || self.process.is_some(),
            Way::ProcessText => residual || cause || hidden || self.process.is_some(),
            Way::Cause => residual || text,
            Way::Process => residual || text || cause,
            Way::Status | Way::All => residual || text || cause || hidden,
        }
    }

    /// The whole filter as conditions on `run`, for statements that find the runs by themselves.
    pub fn push_where(&self, query: &mut QueryBuilder<Postgres>) {
        self.push_ids(query, "run.id", self.ids(None));
        query.push(" AND run.status = ANY (").push(names(&self.statuses()));
        query.push(")");
        self.push_rest(query);
        self.push_variable(query);
    }

    fn push_ids(&self, query: &mut QueryBuilder<Postgres>, id: &str, ids: Ids) {
        query.push(id).push(" < ").push_bind(ids.before);
        query.push(" AND ").push(id).push(" >= ").push_bind(ids.from);
    }

    /// Everything but ids, status and value: whatever finds the runs has seen to those.
    fn push_rest(&self, query: &mut QueryBuilder<Postgres>) {
        if let Some(process) = &self.process {
            query.push(" AND run.process = ").push_bind(process.clone());
        }
        if let Some(version) = self.version {
            query.push(" AND run.version = ").push_bind(version);
        }
        if let Some(key) = &self.business_key {
            query.push(" AND run.business_key = ").push_bind(key.clone());
        }
        for (column, wanted) in [
            ("run.error_step", &self.error_step),
            ("run.error_code", &self.error_code),
        ] {
            match wanted.as_deref() {
                None => {}
                Some("") => {
                    query.push(" AND ").push(column).push(" IS NULL");
                }
                Some(wanted) => {
                    query
                        .push(" AND ")
                        .push(column)
                        .push(" = ")
                        .push_bind(wanted.to_owned());
                }
            }
        }
        if let Some(started_by) = &self.started_by {
            query.push(" AND run.started_by = ").push_bind(started_by.clone());
        }
        if let Some(trigger) = self.trigger {
            query.push(" AND run.trigger = '").push(trigger.as_str()).push("'");
        }
        if !self.hidden.is_empty() {
            query
                .push(" AND run.process <> ALL (")
                .push_bind(self.hidden.clone())
                .push(")");
        }
        if let Some(text) = &self.text {
            push_text(query, text);
        }
    }

    fn push_variable(&self, query: &mut QueryBuilder<Postgres>) {
        if let Some(RunVariable { name, value }) = &self.variable {
            query.push(" AND EXISTS (SELECT FROM run_value AS v WHERE v.run_id = run.id AND v.name = ");
            query
                .push_bind(name.clone())
                .push(" AND v.value = ")
                .push_bind(value.clone())
                .push(")");
        }
    }

    /// The statement of one way: `columns` of runs, newest first.
    pub(super) fn push_way(&self, query: &mut QueryBuilder<Postgres>, way: Way, columns: &str, ids: Ids, limit: u32) {
        let statuses = self.statuses();
        let limit = i64::from(limit);
        match way {
            Way::ErrorText => self.push_stopped(query, columns, ids, limit),
            Way::Cause | Way::Process | Way::Status | Way::ProcessText => {
                let statuses = if way == Way::Cause { self.stopped() } else { statuses };
                // One page of each status, merged: rides on the index however rare a status is, where
                // `status = ANY (…) ORDER BY id` would read all rows of all of them.
                query.push("SELECT run.* FROM UNNEST(").push(names(&statuses));
                query.push(") AS s (wanted)");
                if way == Way::ProcessText {
                    query.push(" CROSS JOIN (");
                    push_processes(query, self.text.as_deref().unwrap_or_default());
                    query.push(") AS p (key)");
                }
                query
                    .push(" CROSS JOIN LATERAL (SELECT ")
                    .push(columns)
                    .push(" FROM run WHERE run.status = s.wanted AND ");
                if way == Way::ProcessText {
                    query.push("run.process = p.key AND ");
                }
                if way == Way::Cause {
                    // What the partial index is for, in its words.
                    query.push("run.status IN ('incident', 'failed') AND ");
                }
                self.push_ids(query, "run.id", ids);
                self.push_rest(query);
                query
                    .push(" ORDER BY run.id DESC LIMIT ")
                    .push_bind(limit)
                    .push(") AS run");
            }
            Way::Value => {
                // The values lead, in the order of their index; `run` follows by its primary key.
                let (name, value) = self
                    .variable
                    .as_ref()
                    .map_or_else(Default::default, |is| (is.name.clone(), is.value.clone()));
                query
                    .push("SELECT ")
                    .push(columns)
                    .push(" FROM run_value JOIN run ON run.id = run_value.run_id WHERE ");
                query.push("run_value.name = ").push_bind(name);
                query.push(" AND run_value.value = ").push_bind(value).push(" AND ");
                self.push_ids(query, "run_value.run_id", ids);
                query.push(" AND run.status = ANY (").push(names(&statuses)).push(")");
                self.push_rest(query);
                query.push(" ORDER BY run_value.run_id DESC LIMIT ").push_bind(limit);
            }
            Way::KeyPrefix => {
                query
                    .push("SELECT ")
                    .push(columns)
                    .push(" FROM (SELECT id AS found FROM run WHERE ");
                push_prefix(query, self.text.as_deref().unwrap_or_default());
                query.push(" LIMIT ").push_bind(i64::from(MOST_OF_A_PREFIX));
                query.push(") AS f JOIN run ON run.id = f.found WHERE ");
                self.push_found(query, ids, &statuses, limit);
            }
            Way::Id(id) => {
                query
                    .push("SELECT ")
                    .push(columns)
                    .push(" FROM run WHERE run.id = ")
                    .push_bind(id)
                    .push(" AND ");
                self.push_found(query, ids, &statuses, limit);
            }
            Way::Key | Way::All => {
                query.push("SELECT ").push(columns).push(" FROM run WHERE ");
                if way == Way::All {
                    self.push_ids(query, "run.id", ids);
                    self.push_rest(query);
                    query.push(" ORDER BY run.id DESC LIMIT ").push_bind(limit);
                } else {
                    self.push_found(query, ids, &statuses, limit);
                }
            }
        }
    }

    /// Runs that stopped with an error, each status by its name: so the planner knows how few there are. Of statuses that
    /// come as an array it takes each for a ninth of all runs, and walks half a million ids instead.
    fn push_stopped(&self, query: &mut QueryBuilder<Postgres>, columns: &str, ids: Ids, limit: i64) {
        let statuses = self.stopped();
        if statuses.is_empty() {
            query.push("SELECT ").push(columns).push(" FROM run WHERE false");
        }
        for (place, status) in statuses.iter().enumerate() {
            query.push(if place == 0 { "(SELECT " } else { " UNION ALL (SELECT " });
            query.push(columns).push(" FROM run WHERE run.status = '");
            query.push(status.as_str()).push("' AND ");
            self.push_ids(query, "run.id", ids);
            self.push_rest(query);
            query.push(" ORDER BY run.id DESC LIMIT ").push_bind(limit).push(")");
        }
    }

    fn push_found(&self, query: &mut QueryBuilder<Postgres>, ids: Ids, statuses: &[RunStatus], limit: i64) {
        self.push_ids(query, "run.id", ids);
        query.push(" AND run.status = ANY (").push(names(statuses)).push(")");
        self.push_rest(query);
        query.push(" ORDER BY run.id DESC LIMIT ").push_bind(limit);
    }

    /// The first id past the runs that are looked at on a way, or no row where there are not so many. Index-only.
    pub(super) fn push_horizon(&self, query: &mut QueryBuilder<Postgres>, way: Way, ids: Ids) {
        let bare = Self {
            status: self.status.clone(),
            process: self
                .process
                .clone()
                .filter(|_| matches!(way, Way::Process | Way::Cause)),
            error_step: self.error_step.clone(),
            error_code: self.error_code.clone(),
            variable: self.variable.clone().filter(|_| way == Way::Value),
            ..Self::default()
        };
        let statuses = match way {
            Way::Cause | Way::ErrorText => bare.stopped(),
            _ => bare.statuses(),
        };
        let offset = i64::from(MOST_LOOKED_AT - 1);
        match way {
            Way::Value => {
                let (name, value) = bare.variable.map_or_else(Default::default, |is| (is.name, is.value));
                query
                    .push("SELECT run_id AS id FROM run_value WHERE name = ")
                    .push_bind(name);
                query.push(" AND value = ").push_bind(value).push(" AND ");
                self.push_ids(query, "run_id", ids);
                query
                    .push(" ORDER BY run_id DESC OFFSET ")
                    .push_bind(offset)
                    .push(" LIMIT 1");
            }
            Way::Process | Way::Cause | Way::ProcessText | Way::Status | Way::ErrorText => {
                query.push("SELECT r.id FROM UNNEST(").push(names(&statuses));
                query.push(") AS s (wanted)");
                if way == Way::ProcessText {
                    query.push(" CROSS JOIN (");
                    push_processes(query, self.text.as_deref().unwrap_or_default());
                    query.push(") AS p (key)");
                }
                query.push(" CROSS JOIN LATERAL (SELECT id FROM run WHERE status = s.wanted AND ");
                if way == Way::ProcessText {
                    query.push("process = p.key AND ");
                }
                if let Some(process) = bare.process {
                    query.push("process = ").push_bind(process).push(" AND ");
                }
                self.push_ids(query, "id", ids);
                query
                    .push(" ORDER BY id DESC OFFSET ")
                    .push_bind(offset)
                    .push(" LIMIT 1) AS r");
            }
            _ => {
                query.push("SELECT id FROM run WHERE ");
                self.push_ids(query, "id", ids);
                query
                    .push(" ORDER BY id DESC OFFSET ")
                    .push_bind(offset)
                    .push(" LIMIT 1");
            }
        }
    }
}

/// Ids that end so, among the newest [`MOST_IDS`]. In no index, which every write of a run would pay for: the ids are read
/// from the primary key, the ends compared, and nothing else of a run is touched.
pub(super) fn push_ids_ending(query: &mut QueryBuilder<Postgres>, end: [u8; 4], ids: Ids) {
    query
        .push("SELECT id FROM (SELECT id FROM run WHERE id < ")
        .push_bind(ids.before);
    query
        .push(" AND id >= ")
        .push_bind(ids.from)
        .push(" ORDER BY id DESC LIMIT ");
    query
        .push_bind(i64::from(MOST_IDS))
        .push(") AS i WHERE substring(uuid_send(id) FROM 13) = ");
    query.push_bind(end.to_vec()).push(" LIMIT ").push_bind(MOST_ALIKE);
}

/// The last id those were looked for among, or no row where they were all of them.
pub(super) fn push_last_looked_at(query: &mut QueryBuilder<Postgres>, ids: Ids) {
    query
        .push("SELECT id FROM run WHERE id < ")
        .push_bind(ids.before)
        .push(" AND id >= ")
        .push_bind(ids.from);
    query
        .push(" ORDER BY id DESC OFFSET ")
        .push_bind(i64::from(MOST_IDS - 1))
        .push(" LIMIT 1");
}

/// What a text says of a run, as a condition.
fn push_text(query: &mut QueryBuilder<Postgres>, text: &str) {
    query.push(" AND (");
    push_prefix(query, text);
    query.push(" OR run.process IN (");
    push_processes(query, text);
    query.push(") OR (run.status IN ('incident', 'failed') AND run.last_error ILIKE ");
    query.push_bind(contains(text)).push(")");
    if let Ok(id) = Uuid::try_parse(text) {
        query.push(" OR run.id = ").push_bind(id);
    }
    if let Some(end) = id_end(text) {
        query
            .push(" OR substring(uuid_send(run.id) FROM 13) = ")
            .push_bind(end.to_vec());
    }
    query.push(")");
}

/// Processes whose key or name holds the text. A version of old may have had another name; it counts as well.
fn push_processes(query: &mut QueryBuilder<Postgres>, text: &str) {
    query.push("SELECT DISTINCT definition.key FROM definition WHERE definition.key ILIKE ");
    query
        .push_bind(contains(text))
        .push(" OR definition.name ILIKE ")
        .push_bind(contains(text));
}

/// A business key that begins so, as a range of the index: a `LIKE` whose text comes as a parameter is none.
pub(super) fn push_prefix(query: &mut QueryBuilder<Postgres>, text: &str) {
    query.push("(run.business_key >= ").push_bind(text.to_owned());
    query
        .push(" AND run.business_key < ")
        .push_bind(format!("{text}\u{10ffff}"))
        .push(")");
}

/// The pattern of `ILIKE` for "holds this text".
fn contains(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// The last bytes of an id, where the text is its last 8 characters.
fn id_end(text: &str) -> Option<[u8; 4]> {
    if text.len() != 8 {
        return None;
    }
    hex::decode(text).ok()?.try_into().ok()
}

/// Statuses as SQL. As words and not as parameters: a partial index is used only where the planner sees that it fits, and
/// the types of parameters would be asked for between a statement's parts, which an unnamed one does not survive.
fn names(statuses: &[RunStatus]) -> String {
    let words: Vec<&str> = statuses.iter().map(|status| status.as_str()).collect();
    format!("'{{{}}}'::run_status[]", words.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_searched_as_it_is() {
        assert_eq!(contains("50%_a\\b"), "%50\\%\\_a\\\\b%");
        assert_eq!(id_end("7f3a9c21"), Some([0x7f, 0x3a, 0x9c, 0x21]));
        assert_eq!(id_end("7f3a9c2g"), None);
        assert_eq!(id_end("7f3a9c2"), None);
    }

    #[test]
    fn the_way_is_the_one_that_finds_the_fewest() {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let filter = RunFilter {
            process: text(Some("Import")),
            text: text(Some("7f3a9c21")),
            ..RunFilter::default()
        };
        assert_eq!(
            filter.ways(Prefix::Rare),
            [Way::KeyPrefix, Way::ProcessText, Way::ErrorText]
        );
        assert_eq!(filter.asks_for_end(), Some([0x7f, 0x3a, 0x9c, 0x21]));
        assert_eq!(filter.ways(Prefix::Common), [Way::Process]);
        let keyed = RunFilter {
            business_key: text(Some("order-1")),
            ..filter
        };
        assert_eq!(keyed.ways(Prefix::Rare), [Way::Key]);
        assert_eq!(keyed.asks_for_end(), None);
        assert!(!keyed.is_loose(Way::Key));
    }

    #[test]
    fn a_cause_leaves_the_statuses_that_have_one() {
        let mut filter = RunFilter {
            error_code: Some("webitel.503".into()),
            ..RunFilter::default()
        };
        assert_eq!(filter.statuses(), STOPPED);
        filter.status = vec![RunStatus::Completed];
        assert!(filter.is_empty());
    }
}
