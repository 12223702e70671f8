-- Sessions live in Redis; that one has ended must not. A session carries the epoch of its account: raising it ends all that
-- were begun before, whether Redis can be reached or not.
ALTER TABLE users ADD COLUMN session_epoch integer NOT NULL DEFAULT 0;

-- Sessions that were ended singly, by the hash of their ids, for as long as Redis might still hold them.
CREATE TABLE ended_sessions (
    key     bytea PRIMARY KEY CHECK (length(key) = 32),
    expires timestamptz NOT NULL
);

CREATE INDEX ended_sessions_expires ON ended_sessions (expires);
