-- The tables of the store: definitions, runs and their journals, what sleeping runs wait for, and the nodes that carry
-- them. docs/store.md says why each is shaped as it is. Migrations only ever go forward.

CREATE TYPE run_status AS ENUM (
    'created', 'running', 'waiting', 'incident', 'suspended', 'completed', 'failed', 'cancelled', 'compensated'
);

CREATE TYPE fact_kind AS ENUM (
    'started', 'effect_succeeded', 'effect_failed', 'timer_fired', 'retried', 'cancelled'
);

CREATE TYPE wait_kind AS ENUM ('backoff', 'timeout', 'wait');

-- Versions of process definitions. A row is never changed: a run is pinned to its version.
CREATE TABLE definition (
    id          uuid        PRIMARY KEY,
    key         text        NOT NULL,
    version     integer     NOT NULL CHECK (version > 0),
    digest      bytea       NOT NULL,
    source      text        NOT NULL,
    name        text        NOT NULL,
    deployed_at timestamptz NOT NULL DEFAULT now(),
    deployed_by text        NOT NULL,
    UNIQUE (key, version)
);

-- The journal: append-only, one row a fact. Partitioned by the time in the UUIDv7 run id; the service makes the
-- partitions ahead, and retention drops one whole.
CREATE TABLE journal (
    run_id  uuid        NOT NULL,
    seq     integer     NOT NULL,
    at      timestamptz NOT NULL,
    kind    fact_kind   NOT NULL,
    step    text,
    token   integer,
    payload bytea       NOT NULL,
    PRIMARY KEY (run_id, seq)
) PARTITION BY RANGE (run_id);

-- One row a run, written when it starts, begins to wait and ends. Every such write changes `status`, which is indexed,
-- so no update can stay within its page (HOT) and a low fill factor would only make the table larger.
CREATE TABLE run (
    id             uuid        PRIMARY KEY,
    definition_id  uuid        NOT NULL,
    process        text        NOT NULL,
    version        integer     NOT NULL,
    status         run_status  NOT NULL,
    business_key   text,
    owner          uuid,
    started_by     text        NOT NULL,
    created_at     timestamptz NOT NULL,
    started_at     timestamptz,
    updated_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    last_seq       integer     NOT NULL,
    incidents      integer     NOT NULL DEFAULT 0,
    last_error     text,
    result         bytea,
    journal_format smallint    NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- Nobody carries it and it could go on: what claiming looks for. Empty on a quiet engine.
CREATE INDEX run_ready ON run (id) WHERE owner IS NULL AND status IN ('created', 'running');
-- Who carries what: take-over, and finding runs whose node is gone. Holds only the runs under way.
CREATE INDEX run_owner ON run (owner, id) WHERE owner IS NOT NULL;
-- Lists, newest first: by process and status, by status, by business key. All runs: the primary key.
CREATE INDEX run_process ON run (process, status, id);
CREATE INDEX run_status_id ON run (status, id);
CREATE INDEX run_business_key ON run (business_key, id) WHERE business_key IS NOT NULL;

-- What sleeping runs sleep on. Rows exist only while nobody owns the run.
CREATE TABLE wait (
    run_id uuid        NOT NULL,
    token  integer     NOT NULL,
    visit  integer     NOT NULL,
    kind   wait_kind   NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, token, visit, kind)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

CREATE INDEX wait_due ON wait (due_at);

-- Engine nodes that are alive, or were until someone noticed. `session_key` names the advisory lock a node holds as
-- long as it lives. Few rows, updated every few seconds: room in the page keeps those updates off the index.
CREATE TABLE node (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL,
    session_key integer     GENERATED ALWAYS AS IDENTITY UNIQUE,
    started_at  timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100);

-- Facts people asked for (cancel, retry). Whoever owns the run folds them and deletes the row in the same transaction.
CREATE TABLE run_request (
    run_id       uuid        NOT NULL,
    id           bigint      GENERATED ALWAYS AS IDENTITY,
    fact         bytea       NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);
