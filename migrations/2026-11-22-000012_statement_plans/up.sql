-- How PostgreSQL would run each named statement for any values, from when on and until when: a row for each change. Cheap to
-- lose, so nothing refers to it; the server forgets what is too old.
CREATE TABLE statement_plans (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    -- Fingerprint of steps, tables, indexes and their order, whatever they cost.
    shape text NOT NULL,
    -- The statement, with placeholders.
    sql text NOT NULL,
    plan json NOT NULL,
    -- What differs from the plan before, in words; empty for the first one, and if it is another statement.
    change text NOT NULL,
    first_seen timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX statement_plans_name ON statement_plans (name, id);
