-- Files that somebody brought through the browser to be imported, and what became of them.
CREATE TABLE imports (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL DEFAULT now(),
    -- Who brought it. Without a foreign key: what was imported outlives the account.
    user_id   bigint NOT NULL,
    file_name text NOT NULL,
    bytes     bigint NOT NULL CHECK (bytes >= 0),
    -- SHA-256 of the file as it came.
    hash      text NOT NULL,
    -- The file's name in the folder of uploads; it goes after a day, or when it has been imported.
    stored    text NOT NULL UNIQUE,
    -- How it is read: format, encoding, delimiter, and what its columns are.
    layout    jsonb NOT NULL,
    -- Its columns with some of their values.
    columns   jsonb NOT NULL,
    -- `checking` and `running` are true only while somebody says so in `import_work`.
    state     text NOT NULL DEFAULT 'uploaded' CHECK (state IN ('uploaded', 'checking', 'checked', 'running', 'done')),
    -- What there is to say about how it came to this state.
    words     text NOT NULL DEFAULT '',
    -- What the check found.
    report    jsonb,
    -- What the import did, and as which act; NULL if it changed nothing.
    act       bigint,
    created   bigint NOT NULL DEFAULT 0,
    updated   bigint NOT NULL DEFAULT 0,
    unchanged bigint NOT NULL DEFAULT 0,
    rejected  bigint NOT NULL DEFAULT 0
);
CREATE INDEX imports_at ON imports (at);

-- How far who reads or imports a file has come. A table of its own: the import itself writes to `imports`, in the one
-- transaction that holds all of it, and must not meet these changes there.
CREATE TABLE import_work (
    import_id bigint PRIMARY KEY REFERENCES imports ON DELETE CASCADE,
    step      text NOT NULL DEFAULT '',
    done      bigint NOT NULL DEFAULT 0,
    total     bigint NOT NULL DEFAULT 0,
    -- Who has not said anything for long has died.
    beat      timestamptz NOT NULL DEFAULT clock_timestamp(),
    cancelled boolean NOT NULL DEFAULT false
);

CREATE OR REPLACE FUNCTION product_note_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    -- A load is noted as ranges of ids, so that it pays next to nothing; unless it says that all of it is to be kept
    -- (`vitrine.history` is `whole`), so that it can be taken back.
    many constant bigint := CASE WHEN current_setting('vitrine.history', true) = 'whole' THEN 1000000000 ELSE 1000 END;
    rows constant bigint := (SELECT count(*) FROM (SELECT FROM new_rows LIMIT many + 1) AS looked_at);
    this bigint;
BEGIN
    IF rows > many THEN
        this := product_act();
        UPDATE product_acts
           SET made = coalesce(made, '{}') + (SELECT range_agg(int8range(n.id, n.id + 1)) FROM new_rows n)
         WHERE id = this;
    ELSIF rows > 0 THEN
        this := product_act();
        INSERT INTO product_history (act, product_id, version, after)
        SELECT this, n.id, n.version, product_fields(n::products) FROM new_rows n;
    END IF;
    RETURN NULL;
END $$;
