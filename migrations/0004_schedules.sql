-- Schedules, and what became of each of their planned times. docs/schedules.md says how they are used.

CREATE TYPE schedule_source AS ENUM ('definition', 'api');
CREATE TYPE schedule_overlap AS ENUM ('skip', 'queue_one', 'queue_all', 'cancel_other', 'allow');
CREATE TYPE schedule_missed AS ENUM ('skip', 'run_once', 'run_all');
CREATE TYPE firing_origin AS ENUM ('schedule', 'backfill', 'manual');
CREATE TYPE firing_outcome AS ENUM ('starting', 'queued', 'fired', 'skipped', 'missed', 'failed');

CREATE TABLE schedule (
    id            uuid             PRIMARY KEY,
    process       text             NOT NULL,
    name          text             NOT NULL,
    source        schedule_source  NOT NULL,
    cron          text             NOT NULL,
    timezone      text             NOT NULL,
    overlap       schedule_overlap NOT NULL,
    missed        schedule_missed  NOT NULL,
    jitter_ms     bigint           NOT NULL CHECK (jitter_ms >= 0),
    starts_at     timestamptz,
    ends_at       timestamptz,
    -- JSON text, as payloads of the journal are kept: jsonb would change it.
    input         bytea            NOT NULL,
    paused_at     timestamptz,
    paused_by     text,
    -- Planned times up to here are decided.
    decided_until timestamptz      NOT NULL,
    -- When to look at it next; null while it is paused or nothing comes any more.
    look_at       timestamptz,
    created_at    timestamptz      NOT NULL DEFAULT now(),
    changed_at    timestamptz      NOT NULL DEFAULT now(),
    changed_by    text             NOT NULL,
    UNIQUE (process, name)
);

-- What a scheduler looks for whenever it wakes.
CREATE INDEX schedule_look ON schedule (look_at) WHERE look_at IS NOT NULL;

-- One row for each planned time that was decided. The key is what makes a firing happen once, whichever node decides.
CREATE TABLE schedule_firing (
    schedule_id uuid           NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
    planned_at  timestamptz    NOT NULL,
    origin      firing_origin  NOT NULL,
    outcome     firing_outcome NOT NULL,
    -- How many planned times the row stands for: more than one only where very many were missed.
    times       integer        NOT NULL DEFAULT 1,
    -- In words: why it was left out, or why its start failed.
    reason      text,
    run_id      uuid,
    -- The run that was in the way.
    blocked_by  uuid,
    asked_by    text,
    -- Input and business key of the run, until it is started.
    request     bytea,
    -- Its run may still be going.
    open        boolean        NOT NULL,
    attempts    integer        NOT NULL DEFAULT 0,
    -- Starting: when the next one may take it up. Queued: when to ask (again) for the end of the run in the way.
    try_at      timestamptz,
    decided_at  timestamptz    NOT NULL,
    changed_at  timestamptz    NOT NULL,
    PRIMARY KEY (schedule_id, planned_at)
);

-- Starts that nobody finished, queues, and the runs an overlap is about. All empty on a quiet engine.
CREATE INDEX schedule_firing_starting ON schedule_firing (try_at) WHERE outcome = 'starting';
CREATE INDEX schedule_firing_queued ON schedule_firing (schedule_id, planned_at) WHERE outcome = 'queued';
CREATE INDEX schedule_firing_open ON schedule_firing (schedule_id, planned_at) WHERE open;
-- Old history is forgotten by age.
CREATE INDEX schedule_firing_age ON schedule_firing (decided_at);
