-- People and machines that may call, what they may do, and what they did. docs/access.md says what for.

CREATE TYPE access_role AS ENUM ('viewer', 'operator', 'designer', 'administrator');
CREATE TYPE process_right AS ENUM ('see', 'start', 'operate');
CREATE TYPE access_subject AS ENUM ('user', 'token', 'role');

-- Names are kept in small letters. A deleted name may be given anew; the id is what rights are given to.
CREATE TABLE user_account (
    id                  uuid        PRIMARY KEY,
    name                text        NOT NULL UNIQUE,
    role                access_role NOT NULL,
    password_hash       text        NOT NULL,
    active              boolean     NOT NULL DEFAULT true,
    created_at          timestamptz NOT NULL DEFAULT now(),
    created_by          text        NOT NULL,
    password_changed_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at        timestamptz
);

-- One row a sign-in; the cookie itself is kept nowhere.
CREATE TABLE user_session (
    digest       bytea       PRIMARY KEY,
    id           uuid        NOT NULL UNIQUE,
    user_id      uuid        NOT NULL REFERENCES user_account ON DELETE CASCADE,
    address      text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);

CREATE INDEX user_session_user ON user_session (user_id);
CREATE INDEX user_session_expiry ON user_session (expires_at);

-- Attempts to sign in that were not right, by user name and by address. Here and not in memory, so that every node and
-- every start of the service counts on.
CREATE TABLE sign_in_throttle (
    subject       text        PRIMARY KEY,
    failures      integer     NOT NULL,
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL
);

CREATE INDEX sign_in_throttle_age ON sign_in_throttle (last_at);

-- Tokens for machines, by their digest. A revoked one stays, so that its holder is told and the audit can be read.
CREATE TABLE api_token (
    id           uuid        PRIMARY KEY,
    name         text        NOT NULL,
    digest       bytea       NOT NULL UNIQUE,
    prefix       text        NOT NULL,
    role         access_role NOT NULL,
    owner_id     uuid        REFERENCES user_account ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    created_by   text        NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   text
);

-- A name belongs to one token at a time.
CREATE UNIQUE INDEX api_token_name ON api_token (name) WHERE revoked_at IS NULL;
CREATE INDEX api_token_owner ON api_token (owner_id) WHERE owner_id IS NOT NULL;

-- Who may do what with single processes. No foreign key to users and tokens: a process stays restricted when the last
-- one who was let in is deleted, and a user who gets a deleted name anew has another id and inherits nothing.
CREATE TABLE process_grant (
    id           uuid           PRIMARY KEY,
    process      text           NOT NULL,
    "right"      process_right  NOT NULL,
    subject_kind access_subject NOT NULL,
    subject_id   uuid,
    subject_name text           NOT NULL,
    created_at   timestamptz    NOT NULL DEFAULT now(),
    created_by   text           NOT NULL,
    CHECK ((subject_kind = 'role') = (subject_id IS NULL))
);

CREATE UNIQUE INDEX process_grant_once ON process_grant
    (process, "right", subject_kind, subject_name, COALESCE(subject_id, '00000000-0000-0000-0000-000000000000'));

-- What was asked of the service that changes something: one row before it is done, one when it is answered. Neither is
-- ever changed, which is why there are two. No row in audit_outcome: nobody knows how it ended.
CREATE TABLE audit (
    id         uuid        PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    who        text        NOT NULL,
    address    text        NOT NULL,
    request_id text        NOT NULL,
    action     text        NOT NULL,
    object     text        NOT NULL
);

CREATE TABLE audit_outcome (
    audit_id uuid        PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT now(),
    status   smallint    NOT NULL,
    made     text,
    details  text        NOT NULL
);

-- Read newest first; the id is a UUIDv7 and its order is that of time.
CREATE INDEX audit_who ON audit (who, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_object ON audit (object, id);
CREATE INDEX audit_made ON audit_outcome (made, audit_id) WHERE made IS NOT NULL;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_outcome_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_outcome
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
