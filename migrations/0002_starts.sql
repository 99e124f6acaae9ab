-- How runs are started: keys that make a start happen once, business keys held by one active run, what started a run,
-- and whom to tell when it has ended. docs/starting-runs.md says what callers see of it.

-- What started a run. The column is of a fixed size and in no index: it costs the committer nothing that can be measured.
CREATE TYPE trigger_kind AS ENUM ('manual', 'schedule', 'section', 'record', 'creatio');
ALTER TABLE run ADD COLUMN trigger trigger_kind NOT NULL DEFAULT 'manual';

-- Starts that happen once: whoever asks again with the same key gets the run of the first time. The key is kept before
-- the run is started, with the id the run will have; the journal's primary key makes that id start once.
CREATE TABLE start_key (
    scope      text        NOT NULL,
    key        text        NOT NULL,
    run_id     uuid        NOT NULL,
    digest     bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);

-- Old keys are forgotten by age.
CREATE INDEX start_key_age ON start_key (created_at);

-- Business keys that one active run of a process holds. Kept before the run is started, like a start key, and taken over
-- once that run has ended: nothing has to be released at the end of a run, so the committer does not know this table.
CREATE TABLE active_key (
    process      text        NOT NULL,
    business_key text        NOT NULL,
    run_id       uuid        NOT NULL,
    reserved_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (process, business_key)
);

-- Whom to tell when a run has ended or stands at an incident. Kept before the run is started, under the id it will have:
-- runs without a callback never touch this table.
CREATE TYPE callback_state AS ENUM ('waiting', 'due', 'delivered', 'given_up');
CREATE TABLE run_callback (
    id           uuid           PRIMARY KEY,
    run_id       uuid           NOT NULL,
    url          text           NOT NULL,
    on_incident  boolean        NOT NULL,
    state        callback_state NOT NULL DEFAULT 'waiting',
    delivery     uuid           NOT NULL,
    told_seq     integer        NOT NULL DEFAULT 0,
    attempts     integer        NOT NULL DEFAULT 0,
    due_at       timestamptz,
    give_up_at   timestamptz,
    last_error   text,
    created_at   timestamptz    NOT NULL DEFAULT now(),
    settled_at   timestamptz,
    UNIQUE (run_id, url)
);

-- Those whose run is still looked at, those to be sent, and those that can be forgotten.
CREATE INDEX run_callback_waiting ON run_callback (id) WHERE state = 'waiting';
CREATE INDEX run_callback_due ON run_callback (due_at) WHERE state = 'due';
CREATE INDEX run_callback_settled ON run_callback (settled_at) WHERE settled_at IS NOT NULL;
