-- What connections did and how they stand, as every node tells it. No figure here decides anything: losing a row loses a
-- point of a plot.

CREATE TYPE circuit_state AS ENUM ('closed', 'open', 'half_open');
CREATE TYPE call_failure AS ENUM ('transient', 'refused', 'unknown', 'sign_in', 'not_sent');

-- One minute of one connection on one node (a node is a process here: it has a new id after every start). A node writes
-- its rows whole, so that a write nobody confirmed can be repeated. Pages ask for one connection and a span of time, or
-- for all connections and the last hour: few connections, so both ride on the key.
CREATE TABLE connection_minute (
    connection text        NOT NULL,
    minute     timestamptz NOT NULL,
    node       uuid        NOT NULL,
    calls      bigint      NOT NULL,
    transient  bigint      NOT NULL,
    refused    bigint      NOT NULL,
    unknown    bigint      NOT NULL,
    sign_in    bigint      NOT NULL,
    not_sent   bigint      NOT NULL,
    opened     bigint      NOT NULL,
    waits      bigint      NOT NULL,
    waited_ms  bigint      NOT NULL,
    bytes      bigint      NOT NULL,
    -- Calls by how long they took, in the buckets of connectors/histogram.rs: they can be added.
    took       bigint[]    NOT NULL,
    PRIMARY KEY (connection, minute, node)
);

-- How a connection stands on one node.
CREATE TABLE connection_state (
    connection           text          NOT NULL,
    node                 uuid          NOT NULL,
    node_name            text          NOT NULL,
    circuit              circuit_state NOT NULL,
    circuit_since        timestamptz,
    circuit_until        timestamptz,
    sign_in_failed_since timestamptz,
    last_success_at      timestamptz,
    last_failure_at      timestamptz,
    in_flight            integer       NOT NULL,
    waiting              integer       NOT NULL,
    -- Whoever has not told anything until then is gone, and how it stood says nothing any more.
    alive_until          timestamptz   NOT NULL,
    PRIMARY KEY (connection, node)
);

-- The last failed calls of each connection; alike ones that were told together are one row.
CREATE TABLE connection_error (
    id         bigint       GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection text         NOT NULL,
    node       uuid         NOT NULL,
    at         timestamptz  NOT NULL,
    kind       call_failure NOT NULL,
    code       text         NOT NULL,
    operation  text         NOT NULL,
    message    text         NOT NULL,
    run        uuid,
    process    text,
    step       text,
    times      bigint       NOT NULL
);
CREATE INDEX connection_error_last ON connection_error (connection, at DESC, id DESC);
