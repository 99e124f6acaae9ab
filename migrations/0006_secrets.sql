-- Named secrets, encrypted by the service before they come here. Name and version are bound into the ciphertext, so a
-- row cannot be passed off as another one.

CREATE TABLE secret (
    name         text        PRIMARY KEY,
    version      integer     NOT NULL CHECK (version > 0),
    key_id       bytea       NOT NULL,
    nonce        bytea       NOT NULL,
    ciphertext   bytea       NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    updated_by   text        NOT NULL,
    last_used_at timestamptz
);

-- The keys (their ids, never the keys) that nodes of this database have sealed with: a node that has none of them has
-- the wrong key file and says so.
CREATE TABLE secret_key (
    id            bytea       PRIMARY KEY,
    first_used_at timestamptz NOT NULL DEFAULT now()
);
