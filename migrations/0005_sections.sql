-- Workplaces: which sections a group of people has before it, and in which order. The sections themselves are files; a
-- row may name one whose file is gone and comes back.

CREATE TABLE workplace (
    id       uuid    PRIMARY KEY,
    name     text    NOT NULL UNIQUE,
    position integer NOT NULL,
    -- Counts the changes, so that two people who arrange at the same time see each other.
    version  integer NOT NULL DEFAULT 1
);

CREATE TABLE workplace_section (
    workplace_id uuid    NOT NULL REFERENCES workplace (id) ON DELETE CASCADE,
    section      text    NOT NULL,
    position     integer NOT NULL,
    PRIMARY KEY (workplace_id, section)
);

-- Presses of buttons that carried no key of their own: the same press within a few seconds gets the same key, so a
-- double click starts once. Rows are forgotten soon.
CREATE TABLE section_press (
    digest     bytea       PRIMARY KEY,
    key        uuid        NOT NULL,
    pressed_at timestamptz NOT NULL
);

CREATE INDEX section_press_age ON section_press (pressed_at);

-- The workplace of the first start. Here and not in the service, because a migration runs once: whoever deletes the
-- workplace does not get it back.
INSERT INTO workplace (id, name, position) VALUES ('019a0000-0000-7000-8000-000000000001', 'Contact Center', 0);
INSERT INTO workplace_section (workplace_id, section, position)
VALUES ('019a0000-0000-7000-8000-000000000001', 'webitel_users', 0);
