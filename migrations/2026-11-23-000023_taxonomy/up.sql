-- Categories and brands in the hands of those who run the shop: who saves a form says which version was read, old addresses
-- lead to the present ones, and what became of each is in the history. Triggers do it, whoever writes.

ALTER TABLE categories ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE brands ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- The list of brands is by name.
CREATE INDEX brands_by_name ON brands (lower(name), id);

-- The last part of a path.
CREATE FUNCTION category_slug(path text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN substring(path FROM '[^/]*$');

-- A category below one that moves has another path, but nobody has changed it.
CREATE FUNCTION categories_touch() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (OLD.parent_id, category_slug(OLD.path), OLD.name) IS DISTINCT FROM (NEW.parent_id, category_slug(NEW.path), NEW.name) THEN
        NEW.version := OLD.version + 1;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER categories_touch BEFORE UPDATE ON categories
    FOR EACH ROW EXECUTE FUNCTION categories_touch();

CREATE FUNCTION brands_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.slug, OLD.name) IS DISTINCT FROM (NEW.slug, NEW.name) THEN
        NEW.version := OLD.version + 1;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER brands_touch BEFORE UPDATE ON brands
    FOR EACH ROW EXECUTE FUNCTION brands_touch();

-- Paths and slugs that categories and brands had, and of those that are gone also the last one. Whose it was last counts; a
-- category or brand that has it now comes first. No foreign keys: they outlive what they name.
CREATE TABLE category_paths (
    path        text PRIMARY KEY,
    category_id integer NOT NULL
);
CREATE INDEX category_paths_category ON category_paths (category_id);
CREATE TABLE brand_slugs (
    slug     text PRIMARY KEY,
    brand_id integer NOT NULL
);
CREATE INDEX brand_slugs_brand ON brand_slugs (brand_id);

-- Those that were merged, each with the one that took its place.
CREATE TABLE category_merges (
    from_id integer PRIMARY KEY,
    into_id integer NOT NULL,
    CHECK (from_id <> into_id)
);
CREATE INDEX category_merges_into ON category_merges (into_id);
CREATE TABLE brand_merges (
    from_id integer PRIMARY KEY,
    into_id integer NOT NULL,
    CHECK (from_id <> into_id)
);
CREATE INDEX brand_merges_into ON brand_merges (into_id);

-- A category and those that took its place one after the other, if it was merged. Ends even if they were a ring.
CREATE FUNCTION category_way(begin integer) RETURNS TABLE (id integer, step integer)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    WITH RECURSIVE way AS (
        SELECT begin AS id, 1 AS step
        UNION ALL
        SELECT m.into_id, way.step + 1 FROM way JOIN category_merges m ON m.from_id = way.id WHERE way.step < 1000
    )
    SELECT way.id, way.step FROM way WHERE begin IS NOT NULL
$$;

CREATE FUNCTION brand_way(begin integer) RETURNS TABLE (id integer, step integer)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    WITH RECURSIVE way AS (
        SELECT begin AS id, 1 AS step
        UNION ALL
        SELECT m.into_id, way.step + 1 FROM way JOIN brand_merges m ON m.from_id = way.id WHERE way.step < 1000
    )
    SELECT way.id, way.step FROM way WHERE begin IS NOT NULL
$$;

-- The category itself if it is there, or else the one that took its place; NULL if there is none.
CREATE FUNCTION category_now(begin integer) RETURNS integer LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT c.id FROM category_way(begin) w JOIN categories c ON c.id = w.id ORDER BY w.step LIMIT 1
$$;

CREATE FUNCTION brand_now(begin integer) RETURNS integer LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT b.id FROM brand_way(begin) w JOIN brands b ON b.id = w.id ORDER BY w.step LIMIT 1
$$;

-- Keeps what a statement took away. Who empties the catalogue to fill it anew says so (`vitrine.history` is `off`): nothing of
-- what goes is kept then.
CREATE FUNCTION categories_keep_paths() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF current_setting('vitrine.history', true) = 'off' THEN
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO category_paths
        SELECT o.path, o.id FROM old_rows o JOIN new_rows n USING (id) WHERE o.path <> n.path
        ON CONFLICT (path) DO UPDATE SET category_id = EXCLUDED.category_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO category_paths
        SELECT o.path, o.id FROM old_rows o
        ON CONFLICT (path) DO UPDATE SET category_id = EXCLUDED.category_id;
    ELSIF EXISTS (SELECT FROM category_merges) THEN
        -- One that was merged is there again.
        DELETE FROM category_merges m USING new_rows n WHERE m.from_id = n.id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION brands_keep_slugs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF current_setting('vitrine.history', true) = 'off' THEN
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO brand_slugs
        SELECT o.slug, o.id FROM old_rows o JOIN new_rows n USING (id) WHERE o.slug <> n.slug
        ON CONFLICT (slug) DO UPDATE SET brand_id = EXCLUDED.brand_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO brand_slugs
        SELECT o.slug, o.id FROM old_rows o
        ON CONFLICT (slug) DO UPDATE SET brand_id = EXCLUDED.brand_id;
    ELSIF EXISTS (SELECT FROM brand_merges) THEN
        DELETE FROM brand_merges m USING new_rows n WHERE m.from_id = n.id;
    END IF;
    RETURN NULL;
END $$;

-- A trigger that sees all rows of a statement is for one kind of statement only.
CREATE TRIGGER categories_keep_paths_insert AFTER INSERT ON categories
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION categories_keep_paths();
CREATE TRIGGER categories_keep_paths_update AFTER UPDATE ON categories
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION categories_keep_paths();
CREATE TRIGGER categories_keep_paths_delete AFTER DELETE ON categories
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION categories_keep_paths();
CREATE TRIGGER brands_keep_slugs_insert AFTER INSERT ON brands
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION brands_keep_slugs();
CREATE TRIGGER brands_keep_slugs_update AFTER UPDATE ON brands
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION brands_keep_slugs();
CREATE TRIGGER brands_keep_slugs_delete AFTER DELETE ON brands
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION brands_keep_slugs();

-- What is found at an old path goes with the tree: whoever has the one has looked at the other.
CREATE FUNCTION cache_note_category_paths() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF EXISTS (SELECT FROM touched_rows) THEN
        PERFORM cache_note(ARRAY['taxonomy']);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER category_paths_note_insert AFTER INSERT ON category_paths
    REFERENCING NEW TABLE AS touched_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_category_paths();
CREATE TRIGGER category_paths_note_update AFTER UPDATE ON category_paths
    REFERENCING NEW TABLE AS touched_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_category_paths();
CREATE TRIGGER category_paths_note_delete AFTER DELETE ON category_paths
    REFERENCING OLD TABLE AS touched_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_category_paths();
CREATE TRIGGER category_paths_note_truncate AFTER TRUNCATE ON category_paths
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();
CREATE TRIGGER category_merges_note_insert AFTER INSERT ON category_merges
    REFERENCING NEW TABLE AS touched_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_category_paths();
CREATE TRIGGER category_merges_note_update AFTER UPDATE ON category_merges
    REFERENCING NEW TABLE AS touched_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_category_paths();
CREATE TRIGGER category_merges_note_delete AFTER DELETE ON category_merges
    REFERENCING OLD TABLE AS touched_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_category_paths();
CREATE TRIGGER category_merges_note_truncate AFTER TRUNCATE ON category_merges
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();

-- What an old slug of a brand means depends on the slug and on every brand on the way from it.
CREATE FUNCTION cache_note_brand_slugs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    touched text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        touched := ARRAY(SELECT 'brand-slug:' || slug FROM old_rows);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        touched := touched || ARRAY(SELECT 'brand-slug:' || slug FROM new_rows);
    END IF;
    PERFORM cache_note(touched);
    RETURN NULL;
END $$;

CREATE TRIGGER brand_slugs_note_insert AFTER INSERT ON brand_slugs
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brand_slugs();
CREATE TRIGGER brand_slugs_note_update AFTER UPDATE ON brand_slugs
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brand_slugs();
CREATE TRIGGER brand_slugs_note_delete AFTER DELETE ON brand_slugs
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brand_slugs();
CREATE TRIGGER brand_slugs_note_truncate AFTER TRUNCATE ON brand_slugs
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();

CREATE FUNCTION cache_note_brand_merges() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    touched text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        touched := ARRAY(SELECT 'brand:' || from_id FROM old_rows);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        touched := touched || ARRAY(SELECT 'brand:' || from_id FROM new_rows);
    END IF;
    PERFORM cache_note(touched);
    RETURN NULL;
END $$;

CREATE TRIGGER brand_merges_note_insert AFTER INSERT ON brand_merges
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brand_merges();
CREATE TRIGGER brand_merges_note_update AFTER UPDATE ON brand_merges
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brand_merges();
CREATE TRIGGER brand_merges_note_delete AFTER DELETE ON brand_merges
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brand_merges();
CREATE TRIGGER brand_merges_note_truncate AFTER TRUNCATE ON brand_merges
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();

-- A brand that comes to have a slug which led elsewhere, or that comes back under its number, changes what old slugs mean.
CREATE FUNCTION cache_note_brands_taken() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    IF EXISTS (SELECT FROM brand_slugs) THEN
        PERFORM cache_note(ARRAY(
            SELECT 'brand-slug:' || n.slug FROM new_rows n JOIN brand_slugs s ON s.slug = n.slug
            UNION ALL
            SELECT 'brand:' || n.id FROM new_rows n
             WHERE TG_OP = 'INSERT'
               AND (EXISTS (SELECT FROM brand_slugs s WHERE s.brand_id = n.id)
                    OR EXISTS (SELECT FROM brand_merges m WHERE m.into_id = n.id))
        ));
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER brands_note_taken_insert AFTER INSERT ON brands
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brands_taken();
CREATE TRIGGER brands_note_taken_update AFTER UPDATE ON brands
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brands_taken();

-- What acts did to categories and brands. An act is what one transaction does, to products as well (`product_acts`).
CREATE TABLE taxonomy_history (
    id     bigint GENERATED ALWAYS AS IDENTITY,
    act    bigint NOT NULL,
    kind   text NOT NULL CHECK (kind IN ('category', 'brand')),
    row_id integer NOT NULL,
    -- Whole rows. NULL: it was not there before, or not after.
    before jsonb,
    after  jsonb,
    PRIMARY KEY (act, id),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
);
CREATE INDEX taxonomy_history_row ON taxonomy_history (kind, row_id, act);

-- What somebody chose of a category or a brand: not the path, which follows from those above.
CREATE FUNCTION taxonomy_fields(named jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN named - '{id,version,path}'::text[]
       || CASE WHEN named ? 'path' THEN jsonb_build_object('slug', category_slug(named ->> 'path')) ELSE '{}' END;

-- Loads are not kept, nor what changes more rows than anybody would take back.
CREATE FUNCTION taxonomy_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    many constant integer := 10000;
    changes jsonb[];
    this bigint;
BEGIN
    IF current_setting('vitrine.history', true) = 'off' OR current_setting('vitrine.by', true) = 'import' THEN
        RETURN NULL;
    ELSIF TG_OP = 'INSERT' THEN
        changes := ARRAY(SELECT jsonb_build_object('after', to_jsonb(n)) FROM new_rows n LIMIT many + 1);
    ELSIF TG_OP = 'DELETE' THEN
        changes := ARRAY(SELECT jsonb_build_object('before', to_jsonb(o)) FROM old_rows o LIMIT many + 1);
    ELSE
        changes := ARRAY(
            SELECT jsonb_build_object('before', to_jsonb(o), 'after', to_jsonb(n)) FROM old_rows o JOIN new_rows n USING (id)
             WHERE taxonomy_fields(to_jsonb(o)) <> taxonomy_fields(to_jsonb(n)) LIMIT many + 1);
    END IF;
    IF cardinality(changes) BETWEEN 1 AND many THEN
        this := product_act();
        INSERT INTO taxonomy_history (act, kind, row_id, before, after)
        SELECT this, TG_ARGV[0], (coalesce(change -> 'after', change -> 'before') ->> 'id')::integer,
               change -> 'before', change -> 'after'
          FROM unnest(changes) AS change;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER categories_history_insert AFTER INSERT ON categories
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_note('category');
CREATE TRIGGER categories_history_update AFTER UPDATE ON categories
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_note('category');
CREATE TRIGGER categories_history_delete AFTER DELETE ON categories
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_note('category');
CREATE TRIGGER brands_history_insert AFTER INSERT ON brands
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_note('brand');
CREATE TRIGGER brands_history_update AFTER UPDATE ON brands
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_note('brand');
CREATE TRIGGER brands_history_delete AFTER DELETE ON brands
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION taxonomy_note('brand');

-- As before, with what the acts did to categories and brands.
CREATE OR REPLACE FUNCTION product_history_prune(most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    gone bigint;
BEGIN
    WITH old AS (
        SELECT id FROM product_acts WHERE at < now() - interval '1 year'
         ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED
    ), changes AS (
        DELETE FROM product_history h USING old WHERE h.act = old.id
    ), others AS (
        DELETE FROM taxonomy_history h USING old WHERE h.act = old.id
    ), acts AS (
        DELETE FROM product_acts a USING old WHERE a.id = old.id RETURNING a.id
    )
    SELECT count(*) INTO gone FROM acts;
    RETURN gone;
END $$;
