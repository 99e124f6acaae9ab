-- Finding runs: by what they stopped at, by the beginning of a business key, by the values they were given and gave.

-- Why a run needs attention or failed, apart from the words: the step and the code of its error. Written with last_error.
ALTER TABLE run ADD COLUMN error_step text;
ALTER TABLE run ADD COLUMN error_code text;

-- Runs that stopped for the same reason. Holds only those that need attention or failed: the others do not pay for it.
CREATE INDEX run_cause ON run (process, error_step, error_code, id) WHERE status IN ('incident', 'failed');

-- The beginning of a key is looked for by the order of its bytes, whatever the collation of the database is. It makes
-- `run_business_key` anew and needs no index besides it.
ALTER TABLE run ALTER COLUMN business_key TYPE text COLLATE "C";

-- Single values of runs by which people look for them: input, result, and what a person set. No sealed text ever.
CREATE TABLE run_value (
    name   text COLLATE "C" NOT NULL,
    value  text COLLATE "C" NOT NULL,
    run_id uuid             NOT NULL,
    PRIMARY KEY (name, value, run_id)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
