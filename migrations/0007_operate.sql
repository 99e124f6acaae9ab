-- What a person does to a run besides cancel and retry.

ALTER TYPE fact_kind ADD VALUE 'skipped';
ALTER TYPE fact_kind ADD VALUE 'variables_edited';
ALTER TYPE fact_kind ADD VALUE 'token_moved';
ALTER TYPE fact_kind ADD VALUE 'suspended';
ALTER TYPE fact_kind ADD VALUE 'resumed';
