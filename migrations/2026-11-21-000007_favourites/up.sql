-- What each account keeps. Products are named without a foreign key: to replace a catalogue of a million must not mean a
-- million looks into this table, and a key that names no product any more shows nothing.
CREATE TABLE favourites (
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    product_id bigint NOT NULL,
    -- Rises with each one that is added, in the order in which they are to be shown.
    added      bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (user_id, product_id)
);
