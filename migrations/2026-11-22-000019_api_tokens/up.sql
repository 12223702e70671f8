-- What programs prove by who sends them: a secret of 256 bits, of which only the hash is kept.
CREATE TABLE api_tokens (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- What it may do is never more than what this account may do at the moment it is used.
    user_id      bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- What its owner calls it.
    name         text NOT NULL CHECK (name <> '' AND char_length(name) <= 100),
    hash         bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['products:read', 'products:write']),
    created_at   timestamptz NOT NULL DEFAULT now(),
    -- NULL: never.
    expires_at   timestamptz,
    -- To the minute; NULL: never.
    last_used_at timestamptz
);
CREATE INDEX api_tokens_user ON api_tokens (user_id);

-- What was answered to writes that carried an Idempotency-Key, written in the transaction of the write: the same request
-- again gets the same answer and writes nothing.
CREATE TABLE api_answers (
    token_id bigint NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
    key      text NOT NULL,
    -- Hash of method, address and body.
    request  bytea NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    -- The transaction that wrote; NULL: all of it was so already.
    xid      bigint,
    status   smallint NOT NULL,
    product  bigint NOT NULL,
    -- The product as it became: version and JSON; NULL: it was removed.
    version  bigint,
    body     text,
    -- How far the change came, as JSON; NULL: it was not known yet.
    change   text,
    PRIMARY KEY (token_id, key)
);
CREATE INDEX api_answers_at ON api_answers (at);
