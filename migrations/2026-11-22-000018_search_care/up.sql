-- What the shop itself says about single searches: products that stand at a place of their own, and products that are not to
-- be found.
CREATE TABLE search_care (
    -- What is searched for: in lower case, without accents, with single spaces, as in `searches`. What is written otherwise
    -- says nothing.
    words      text NOT NULL CHECK (words <> '' AND char_length(words) <= 200),
    -- Without a foreign key: to delete a catalogue of a million must not mean a million looks into this table, nor may it keep
    -- anybody from emptying `products`. A trigger below takes the rows of products that go.
    product_id bigint NOT NULL,
    -- Where it stands, counted from 1; NULL: it is hidden.
    place      integer CHECK (place BETWEEN 1 AND 20),
    PRIMARY KEY (words, product_id),
    -- Deferrable, so that one statement can let products change places.
    UNIQUE (words, place) DEFERRABLE
);
CREATE INDEX search_care_product ON search_care (product_id);

-- Notes of which searches something else is said now: every process reads that again.
CREATE FUNCTION cache_note_search_care() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM cache_note(ARRAY(SELECT DISTINCT 'care:' || words FROM new_rows));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM cache_note(ARRAY(SELECT DISTINCT 'care:' || words FROM old_rows));
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM cache_note(ARRAY(
            SELECT 'care:' || words
              FROM (
                  (TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows)
              ) AS changed
             GROUP BY words
        ));
    ELSE
        PERFORM cache_note(ARRAY['care']);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER search_care_note_insert AFTER INSERT ON search_care
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_search_care();
CREATE TRIGGER search_care_note_update AFTER UPDATE ON search_care
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_search_care();
CREATE TRIGGER search_care_note_delete AFTER DELETE ON search_care
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_search_care();
CREATE TRIGGER search_care_note_truncate AFTER TRUNCATE ON search_care
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_search_care();

-- Products that go take what is said about them with them.
CREATE FUNCTION search_care_forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM search_care;
    ELSIF EXISTS (SELECT FROM search_care) THEN
        DELETE FROM search_care c USING old_rows o WHERE c.product_id = o.id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER products_forget_care AFTER DELETE ON products
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION search_care_forget();
CREATE TRIGGER products_forget_care_truncate AFTER TRUNCATE ON products
    FOR EACH STATEMENT EXECUTE FUNCTION search_care_forget();
