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
