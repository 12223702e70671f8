-- What is found at an address that a product had before depends on whether the product is there and public: when that
-- changes, it changes for all slugs it ever had. Slugs may be given and taken by hand as well.
CREATE FUNCTION cache_note_old_slugs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- One that was removed comes back.
        PERFORM cache_note(ARRAY(
            SELECT 'slug:' || s.slug FROM new_rows n JOIN product_slugs s ON s.product_id = n.id
        ));
    ELSE
        PERFORM cache_note(ARRAY(
            SELECT 'slug:' || s.slug
              FROM product_slugs s JOIN new_rows n ON n.id = s.product_id LEFT JOIN old_rows o ON o.id = n.id
             WHERE o.status IS DISTINCT FROM n.status
        ));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION cache_note_slugs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    touched text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        touched := ARRAY(SELECT 'slug:' || slug FROM old_rows);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        touched := touched || ARRAY(SELECT 'slug:' || slug FROM new_rows);
    END IF;
    PERFORM cache_note(touched);
    RETURN NULL;
END $$;

-- A trigger that sees all rows of a statement is for one kind of statement only.
CREATE TRIGGER products_note_old_slugs_insert AFTER INSERT ON products
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_old_slugs();
CREATE TRIGGER products_note_old_slugs_update AFTER UPDATE ON products
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_old_slugs();
CREATE TRIGGER product_slugs_note_insert AFTER INSERT ON product_slugs
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_slugs();
CREATE TRIGGER product_slugs_note_update AFTER UPDATE ON product_slugs
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_slugs();
CREATE TRIGGER product_slugs_note_delete AFTER DELETE ON product_slugs
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_slugs();
CREATE TRIGGER product_slugs_note_truncate AFTER TRUNCATE ON product_slugs
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();

-- What was kept before may lack such changes: all of it is given up.
SELECT cache_new_epoch(epoch) FROM cache_state;
