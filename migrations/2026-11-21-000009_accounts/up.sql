-- An account is made once its address is known to be its owner's, and not before: `registrations` has those who are not there
-- yet. So nobody can take an address that is not theirs, or leave a password behind in an account of somebody else.
ALTER TABLE users ADD COLUMN verified_at timestamptz NOT NULL DEFAULT now();

-- What was sent by mail is kept as SHA-256 alone: who reads these tables can use none of the links.
CREATE TABLE registrations (
    token         bytea PRIMARY KEY CHECK (length(token) = 32),
    email         text NOT NULL,
    name          text NOT NULL,
    password_hash text NOT NULL,
    expires       timestamptz NOT NULL
);

CREATE INDEX registrations_email ON registrations (email);
CREATE INDEX registrations_expires ON registrations (expires);

CREATE TABLE password_resets (
    token   bytea PRIMARY KEY CHECK (length(token) = 32),
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    expires timestamptz NOT NULL
);

CREATE INDEX password_resets_user ON password_resets (user_id);
CREATE INDEX password_resets_expires ON password_resets (expires);

CREATE TABLE email_changes (
    token   bytea PRIMARY KEY CHECK (length(token) = 32),
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    -- The address to be.
    email   text NOT NULL,
    expires timestamptz NOT NULL
);

CREATE INDEX email_changes_user ON email_changes (user_id);
CREATE INDEX email_changes_expires ON email_changes (expires);

-- Who did what to which account. Rows outlive their account, so they name it by its number alone; nothing that was typed is
-- in them.
CREATE TABLE audit_log (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    event   text NOT NULL,
    -- NULL where an unknown address was tried.
    user_id bigint,
    -- Id of the request, as in the log of requests, or that it was a command.
    origin  text NOT NULL,
    -- The address that request came from.
    client  text
);

CREATE INDEX audit_log_user ON audit_log (user_id, id);
