-- A second proof at log-in: codes of six digits that an app makes from a shared secret (RFC 6238).
CREATE TABLE second_factors (
    user_id      bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    -- 160 bits (RFC 4226, section 4). It has to be read to check a code, so it cannot be kept as a hash.
    secret       bytea NOT NULL CHECK (length(secret) = 20),
    -- NULL until the first code has shown that the app has the secret: till then no code is asked for.
    confirmed_at timestamptz,
    -- The half minute, counted from 1970, of the last code that was accepted: neither it nor an older one opens anything again.
    last_step    bigint NOT NULL DEFAULT 0
);

-- For who has lost that app. Each opens the account once, then its row is gone. 120 random bits need neither salt nor stretching.
CREATE TABLE recovery_codes (
    hash    bytea PRIMARY KEY CHECK (length(hash) = 32),
    user_id bigint NOT NULL REFERENCES second_factors ON DELETE CASCADE
);

CREATE INDEX recovery_codes_user ON recovery_codes (user_id);
