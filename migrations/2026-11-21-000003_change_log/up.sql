-- The log of changes: what each commit touched, in one order, for all who keep copies.
--
-- Triggers write the touched tags to `cache_outbox` in the writer's transaction. A relay pass, which anybody may run,
-- moves what is visible there to `cache_log` and numbers it without gaps. A number cannot be given by the writer:
-- identity values are taken before the commit, so whoever reads "id > last" loses the rows of slow transactions.

-- Changes not numbered yet.
CREATE TABLE cache_outbox (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- NULL: everything.
    tags   text[],
    xid    bigint NOT NULL,
    source text NOT NULL,
    at     timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Changes in their order, one a transaction unless it made very many.
CREATE TABLE cache_log (
    position   bigint PRIMARY KEY,
    -- NULL: everything.
    tags       text[],
    xid        bigint NOT NULL,
    -- Program and role that wrote.
    source     text NOT NULL,
    written_at timestamptz NOT NULL,
    -- Tells a change from one that has its position in another world.
    relayed_at timestamptz NOT NULL
);
CREATE INDEX cache_log_xid ON cache_log (xid);

-- One row.
CREATE TABLE cache_state (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    -- The last one given.
    position bigint NOT NULL DEFAULT 0,
    -- Names the world the positions count in: another one after a restore, a failover or a copy.
    epoch    text NOT NULL DEFAULT gen_random_uuid(),
    epoch_at timestamptz NOT NULL DEFAULT '-infinity',
    world    text,
    -- Whether the relay waits to be called.
    sleeping boolean NOT NULL DEFAULT false
) WITH (fillfactor = 50);
INSERT INTO cache_state DEFAULT VALUES;

-- Instances that may use what they keep, each until its lease ends, and how far each has come.
CREATE TABLE cache_leases (
    instance   text PRIMARY KEY,
    epoch      text NOT NULL DEFAULT '',
    applied    bigint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Server, timeline and database: positions of different ones have nothing to do with each other.
CREATE FUNCTION cache_world() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN concat_ws('/',
        (SELECT system_identifier FROM pg_control_system()),
        left(pg_walfile_name(pg_current_wal_lsn()), 8),
        (SELECT oid FROM pg_database WHERE datname = current_database()));
END $$;

-- Gives the positions a new epoch, unless that has happened since the epoch was `known`.
CREATE FUNCTION cache_new_epoch(known text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('vitrine'), hashtext('relay'));
    UPDATE cache_state SET epoch = gen_random_uuid(), epoch_at = clock_timestamp() WHERE epoch = known;
END $$;

-- Compiling takes longer than anything here runs, so the functions below that are called often forbid it.
--
-- One relay pass: numbers what is visible in the outbox, `most` rows of it at most. Returns the
-- numbered changes in their order.
CREATE FUNCTION cache_relay(most integer)
RETURNS TABLE (epoch text, "position" bigint, tags text[], source text, written_at timestamptz, relayed_at timestamptz)
LANGUAGE plpgsql SET jit = off AS $$
#variable_conflict use_column
DECLARE
    here text;
BEGIN
    -- Each statement below sees all that was committed before this lock was had.
    PERFORM pg_advisory_xact_lock(hashtext('vitrine'), hashtext('relay'));
    -- A position must not be lost in a crash once somebody was told of it.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'local', true);
    END IF;
    here := cache_world();
    UPDATE cache_state
       SET epoch = gen_random_uuid(), world = here,
           epoch_at = CASE WHEN world IS NULL THEN epoch_at ELSE clock_timestamp() END
     WHERE world IS DISTINCT FROM here;
    IF NOT EXISTS (SELECT FROM cache_outbox) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH taken AS (
        DELETE FROM cache_outbox
         WHERE id = ANY (ARRAY(SELECT o.id FROM cache_outbox o ORDER BY o.id LIMIT most))
        RETURNING *
    ), changes AS (
        SELECT t.xid, min(t.id) AS first, max(t.source) AS source, min(t.at) AS at,
               bool_or(t.tags IS NULL) AS everything
          FROM taken t GROUP BY t.xid
    ), numbered AS (
        SELECT row_number() OVER (ORDER BY c.first) AS number, c.*,
               ARRAY(SELECT DISTINCT unnest(t.tags) FROM taken t WHERE t.xid = c.xid) AS tags
          FROM changes c
    ), counted AS (
        UPDATE cache_state s SET position = s.position + (SELECT count(*) FROM changes)
        RETURNING s.epoch, s.position - (SELECT count(*) FROM changes) AS before
    ), logged AS (
        INSERT INTO cache_log
        SELECT counted.before + n.number,
               CASE WHEN NOT n.everything AND cardinality(n.tags) <= 20000 THEN n.tags END,
               n.xid, n.source, n.at, clock_timestamp()
          FROM numbered n, counted
        RETURNING *
    )
    SELECT c.epoch, l.position, l.tags, l.source, l.written_at, l.relayed_at
      FROM logged l, counted c ORDER BY l.position;
    IF FOUND THEN
        -- Passes run one after the other, so here the lock that NOTIFY takes at commit holds up nobody.
        PERFORM pg_notify('vitrine_log', (SELECT s.position::text FROM cache_state s));
    END IF;
END $$;

-- Forgets old changes: all but the newest 10,000, and none that is younger than a day, unless they have more than a
-- million tags together.
CREATE FUNCTION cache_prune() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    newest bigint := (SELECT max(position) FROM cache_log);
BEGIN
    -- Always all up to some position: what is kept has no gap.
    DELETE FROM cache_log
     WHERE position <= newest - 10000
       AND position <= (SELECT max(position) FROM cache_log WHERE relayed_at < now() - interval '1 day');
    DELETE FROM cache_log l USING (
        SELECT position, sum(1 + coalesce(cardinality(tags), 0)) OVER (ORDER BY position DESC) AS kept FROM cache_log
    ) AS size
     WHERE l.position = size.position AND size.kept > 1000000 AND l.position < newest;
END $$;

-- Writes a change to the outbox. NULL: everything; none: nothing happened.
CREATE FUNCTION cache_note(touched text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(touched) = 0 THEN
        RETURN;
    END IF;
    INSERT INTO cache_outbox (tags, xid, source, at)
    VALUES (
        CASE WHEN cardinality(touched) <= 20000 THEN touched END,
        pg_current_xact_id()::text::bigint,
        concat(nullif(current_setting('application_name'), '') || ' by ', session_user),
        clock_timestamp()
    );
    -- Not for every commit: those that notify are made one after the other.
    IF (SELECT sleeping FROM cache_state) THEN
        PERFORM pg_notify('vitrine_outbox', '');
    END IF;
END $$;

-- Which category is under which, and which brand has which slug, must not change between the trigger that looks it up
-- and the commit of its transaction: the change would be numbered later, and miss lists made in between. So those who
-- look hold this lock together, and whoever changes it holds it alone.
CREATE FUNCTION cache_hold_taxonomy() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('vitrine'), hashtext('taxonomy'));
END $$;

CREATE FUNCTION cache_seize_taxonomy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('vitrine'), hashtext('taxonomy'));
    RETURN NULL;
END $$;

-- A place where lists hold a product, and what of these lists changes there: '', '/text', '/price', '/stock' or '/rating'.
CREATE TYPE cache_place AS (category_id integer, brand_id integer, search tsvector, aspect text);

-- The tags of all lists that may hold products of these places.
CREATE FUNCTION cache_list_tags(places cache_place[]) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT 'all' || p.aspect FROM unnest(places) p;
    RETURN QUERY
    WITH RECURSIVE up AS (
        SELECT p.category_id AS id, p.aspect FROM unnest(places) p WHERE p.category_id IS NOT NULL
        UNION
        SELECT c.parent_id, up.aspect FROM up JOIN categories c ON c.id = up.id WHERE c.parent_id IS NOT NULL
    )
    SELECT 'in-category:' || up.id || up.aspect FROM up;
    RETURN QUERY
    SELECT DISTINCT 'of-brand:' || b.slug || p.aspect FROM unnest(places) p JOIN brands b ON b.id = p.brand_id;
    RETURN QUERY
    -- Who has a word is changed by the words: there is no list of a word that other words do not matter to.
    SELECT DISTINCT 'lexeme:' || lexeme || CASE p.aspect WHEN '/text' THEN '' ELSE p.aspect END
      FROM unnest(places) p, unnest(tsvector_to_array(p.search)) AS lexeme;
END $$;

-- The tags that a change of products touches; `was` and `becomes` are rows before and after, paired by id.
CREATE FUNCTION cache_product_tags(was products[], becomes products[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    tags   text[];
    places cache_place[];
BEGIN
    SELECT coalesce(array_agg(tag), '{}') INTO tags
      FROM unnest(was) o FULL JOIN unnest(becomes) n ON o.id = n.id
     CROSS JOIN LATERAL (
        SELECT 'product:' || coalesce(o.id, n.id) AS tag
         WHERE (o.id, o.sku, o.slug, o.status, o.name, o.description, o.brand_id, o.category_id, o.price_minor,
                o.compare_at_minor, o.currency, o.rating, o.review_count, o.stock, o.attributes, o.image, o.created_at)
            IS DISTINCT FROM
               (n.id, n.sku, n.slug, n.status, n.name, n.description, n.brand_id, n.category_id, n.price_minor,
                n.compare_at_minor, n.currency, n.rating, n.review_count, n.stock, n.attributes, n.image, n.created_at)
        UNION
        SELECT 'slug:' || slug FROM (VALUES (o.slug), (n.slug)) AS slugs (slug)
         WHERE slug IS NOT NULL AND (o.slug, o.status) IS DISTINCT FROM (n.slug, n.status)
     ) AS row_tags;

    SELECT array_agg((place.category_id, place.brand_id, place.search, place.aspect)::cache_place) INTO places
      FROM unnest(was) o FULL JOIN unnest(becomes) n ON o.id = n.id
     CROSS JOIN LATERAL (
        SELECT (o.status = 'published') IS TRUE AS before, (n.status = 'published') IS TRUE AS after,
               (o.status, o.category_id, o.brand_id, o.created_at)
               IS DISTINCT FROM (n.status, n.category_id, n.brand_id, n.created_at) AS moved,
               (o.search, o.name, o.slug) IS DISTINCT FROM (n.search, n.name, n.slug) AS reworded
     ) AS shown
     CROSS JOIN LATERAL (
        SELECT o.category_id, o.brand_id, o.search, '' AS aspect WHERE before AND moved
        UNION ALL
        SELECT n.category_id, n.brand_id, n.search, '' WHERE after AND moved
        UNION ALL
        SELECT n.category_id, n.brand_id, words.search, '/text'
          FROM (VALUES (o.search), (n.search)) AS words (search)
         WHERE before AND after AND NOT moved AND reworded
        UNION ALL
        SELECT n.category_id, n.brand_id, n.search, aspects.aspect
          FROM (VALUES
            ('/price', (o.price_minor, o.compare_at_minor, o.currency)
                       IS DISTINCT FROM (n.price_minor, n.compare_at_minor, n.currency)),
            ('/stock', o.in_stock <> n.in_stock),
            ('/rating', (o.rating, o.review_count, o.popularity)
                        IS DISTINCT FROM (n.rating, n.review_count, n.popularity))
          ) AS aspects (aspect, differs)
         WHERE before AND after AND NOT moved AND differs
     ) AS place;

    IF places IS NOT NULL THEN
        tags := tags || ARRAY(SELECT cache_list_tags(places));
    END IF;
    RETURN tags;
END $$;

-- The tags that a change of brands touches.
CREATE FUNCTION cache_brand_tags(was brands[], becomes brands[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT tag
          FROM unnest(was) o FULL JOIN unnest(becomes) n ON o.id = n.id
         CROSS JOIN LATERAL (
            SELECT unnest(ARRAY['brand:' || o.id, 'brands'])
             WHERE o.id IS NOT NULL AND (o.slug, o.name) IS DISTINCT FROM (n.slug, n.name)
            UNION ALL
            -- Lists of a brand are found by its slug.
            SELECT 'of-brand:' || slug FROM (VALUES (o.slug), (n.slug)) AS slugs (slug)
             WHERE slug IS NOT NULL AND o.id IS NOT NULL AND o.slug IS DISTINCT FROM n.slug
            UNION ALL
            SELECT 'brands/new' WHERE o.id IS NULL
         ) AS row_tags (tag)
    );
END $$;

-- The tags that a change of categories touches.
CREATE FUNCTION cache_category_tags(was categories[], becomes categories[]) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT tag
          FROM unnest(was) o FULL JOIN unnest(becomes) n ON o.id = n.id
         CROSS JOIN LATERAL (
            SELECT 'taxonomy'
            UNION ALL
            SELECT 'category:' || o.id WHERE o.id IS NOT NULL
            UNION ALL
            SELECT 'tree' WHERE o.id IS NOT NULL AND (n.id IS NULL OR o.parent_id IS DISTINCT FROM n.parent_id)
         ) AS row_tags (tag)
         WHERE (o.id, o.parent_id, o.path, o.name) IS DISTINCT FROM (n.id, n.parent_id, n.path, n.name)
    );
END $$;

-- Notes what one statement changed. Rows are counted first, so that a load pays next to nothing: beyond a thousand it
-- is everything. A transaction with an older snapshot cannot look at the taxonomy as it is now: everything as well.
-- The rights are those of the owner: who may write products need not know of the log.
CREATE FUNCTION cache_note_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    was     products[];
    becomes products[];
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM cache_note(NULL);
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        was := ARRAY(SELECT o::products FROM old_rows o LIMIT 1001);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := ARRAY(SELECT n::products FROM new_rows n LIMIT 1001);
    END IF;
    IF greatest(cardinality(was), cardinality(becomes)) > 1000 THEN
        PERFORM cache_note(NULL);
    ELSE
        PERFORM cache_hold_taxonomy();
        PERFORM cache_note(cache_product_tags(was, becomes));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION cache_note_brands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    was     brands[];
    becomes brands[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := ARRAY(SELECT o::brands FROM old_rows o LIMIT 1001);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := ARRAY(SELECT n::brands FROM new_rows n LIMIT 1001);
    END IF;
    PERFORM cache_note(CASE WHEN greatest(cardinality(was), cardinality(becomes)) <= 1000
                            THEN cache_brand_tags(was, becomes) END);
    RETURN NULL;
END $$;

CREATE FUNCTION cache_note_categories() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    was     categories[];
    becomes categories[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := ARRAY(SELECT o::categories FROM old_rows o LIMIT 1001);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := ARRAY(SELECT n::categories FROM new_rows n LIMIT 1001);
    END IF;
    PERFORM cache_note(CASE WHEN greatest(cardinality(was), cardinality(becomes)) <= 1000
                            THEN cache_category_tags(was, becomes) END);
    RETURN NULL;
END $$;

CREATE FUNCTION cache_note_everything() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    PERFORM cache_note(NULL);
    RETURN NULL;
END $$;

-- A trigger that sees all rows of a statement is for one kind of statement only.
CREATE TRIGGER products_note_insert AFTER INSERT ON products
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_products();
CREATE TRIGGER products_note_update AFTER UPDATE ON products
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_products();
CREATE TRIGGER products_note_delete AFTER DELETE ON products
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_products();
CREATE TRIGGER products_note_truncate AFTER TRUNCATE ON products
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();

CREATE TRIGGER brands_seize BEFORE UPDATE OF slug ON brands
    FOR EACH STATEMENT EXECUTE FUNCTION cache_seize_taxonomy();
CREATE TRIGGER brands_note_insert AFTER INSERT ON brands
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brands();
CREATE TRIGGER brands_note_update AFTER UPDATE ON brands
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brands();
CREATE TRIGGER brands_note_delete AFTER DELETE ON brands
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_brands();
CREATE TRIGGER brands_note_truncate AFTER TRUNCATE ON brands
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();

CREATE TRIGGER categories_seize BEFORE UPDATE OF parent_id ON categories
    FOR EACH STATEMENT EXECUTE FUNCTION cache_seize_taxonomy();
CREATE TRIGGER categories_note_insert AFTER INSERT ON categories
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_categories();
CREATE TRIGGER categories_note_update AFTER UPDATE ON categories
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_categories();
CREATE TRIGGER categories_note_delete AFTER DELETE ON categories
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION cache_note_categories();
CREATE TRIGGER categories_note_truncate AFTER TRUNCATE ON categories
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_everything();
