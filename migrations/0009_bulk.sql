-- Acts on many runs at once, and views people save. docs/store.md says why each is shaped as it is.

CREATE TYPE bulk_action AS ENUM ('retry', 'cancel', 'suspend', 'resume');
CREATE TYPE bulk_state AS ENUM ('preview', 'running', 'finished', 'stopped');
CREATE TYPE bulk_outcome AS ENUM ('pending', 'done', 'skipped', 'failed');
CREATE TYPE bulk_left_out AS ENUM ('ended', 'no_incident', 'suspended', 'not_suspended', 'no_right');

-- One act on many runs. What it acts on is decided once, when the row is made: `bulk_item` has exactly those runs.
CREATE TABLE bulk (
    id         uuid        PRIMARY KEY,
    action     bulk_action NOT NULL,
    state      bulk_state  NOT NULL DEFAULT 'preview',
    -- What was asked for, as it was asked: a filter as JSON text, or how many ids.
    filter     text,
    ids        integer,
    reason     text,
    created_by text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at   timestamptz,
    stopped_by text,
    CHECK ((filter IS NULL) <> (ids IS NULL))
);

-- What a worker looks for whenever it wakes, and old rows; the first is empty on a quiet engine.
CREATE INDEX bulk_running ON bulk (id) WHERE state = 'running';

-- What the selection was made of when it was frozen: what is acted on (`left_out` is null) and what is not, and why.
CREATE TABLE bulk_group (
    bulk_id  uuid       NOT NULL,
    process  text       NOT NULL,
    status   run_status NOT NULL,
    left_out bulk_left_out,
    runs     bigint     NOT NULL
);

CREATE INDEX bulk_group_bulk ON bulk_group (bulk_id);

-- The runs that are acted on. No foreign keys: up to a hundred thousand rows are written in one statement, and a check
-- for each of them would find the same row of `bulk` a hundred thousand times.
CREATE TABLE bulk_item (
    bulk_id      uuid         NOT NULL,
    run_id       uuid         NOT NULL,
    outcome      bulk_outcome NOT NULL DEFAULT 'pending',
    -- In words: why it was left alone, or what failed.
    reason       text,
    -- How often a worker took it up, and until when it is the last one's.
    attempts     integer      NOT NULL DEFAULT 0,
    leased_until timestamptz,
    -- The last fact of the run before the act: what came after may be ours.
    seq          integer,
    settled_at   timestamptz,
    PRIMARY KEY (bulk_id, run_id)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

-- The next to act on, pages of one outcome, and the counts.
CREATE INDEX bulk_item_outcome ON bulk_item (bulk_id, outcome, run_id);

-- Filters of a list page under a name, as the page's address has them.
CREATE TABLE saved_view (
    id        uuid    PRIMARY KEY,
    -- Who keeps it: by name for people, and by what stays theirs (a user's id; a deleted name may be given anew).
    owner     text    NOT NULL,
    owner_key text    NOT NULL,
    shared    boolean NOT NULL DEFAULT false,
    page      text    NOT NULL,
    name      text    NOT NULL,
    address   text    NOT NULL,
    position  integer NOT NULL,
    -- Counts the changes, so that two people who change it at the same time see each other.
    version   integer NOT NULL DEFAULT 1,
    UNIQUE (page, owner_key, name)
);

-- What everybody sees besides their own.
CREATE INDEX saved_view_shared ON saved_view (page) WHERE shared;
