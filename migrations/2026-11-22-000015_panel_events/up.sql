-- What the performance panel tells as events: how large a change was, and that another build was started.

-- The build that was started last, and the one before. One row.
CREATE TABLE panel_build (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    build  text NOT NULL,
    -- NULL: none is known.
    before text
);

-- Rows of products that a change is of: where it is of everything, its tags do not tell.
ALTER TABLE cache_outbox ADD COLUMN products bigint NOT NULL DEFAULT 0;
ALTER TABLE cache_log ADD COLUMN products bigint NOT NULL DEFAULT 0;

-- As before, and also returns the transaction and the rows of products.
DROP FUNCTION cache_relay(integer);
CREATE FUNCTION cache_relay(most integer)
RETURNS TABLE (epoch text, "position" bigint, tags text[], source text, written_at timestamptz, relayed_at timestamptz,
               xid bigint, products bigint)
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
               bool_or(t.tags IS NULL) AS everything, sum(t.products)::bigint AS products
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
               n.xid, n.source, n.at, clock_timestamp(), n.products
          FROM numbered n, counted
        RETURNING *
    )
    SELECT c.epoch, l.position, l.tags, l.source, l.written_at, l.relayed_at, l.xid, l.products
      FROM logged l, counted c ORDER BY l.position;
    IF FOUND THEN
        -- Passes run one after the other, so here the lock that NOTIFY takes at commit holds up nobody.
        PERFORM pg_notify('vitrine_log', (SELECT s.position::text FROM cache_state s));
    END IF;
END $$;

-- Writes a change of so many rows of products to the outbox. NULL: everything; none: nothing happened.
CREATE FUNCTION cache_note(touched text[], products bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(touched) = 0 THEN
        RETURN;
    END IF;
    INSERT INTO cache_outbox (tags, xid, source, at, products)
    VALUES (
        CASE WHEN cardinality(touched) <= 20000 THEN touched END,
        pg_current_xact_id()::text::bigint,
        concat(nullif(current_setting('application_name'), '') || ' by ', session_user),
        clock_timestamp(),
        products
    );
    -- Not for every commit: those that notify are made one after the other.
    IF (SELECT sleeping FROM cache_state) THEN
        PERFORM pg_notify('vitrine_outbox', '');
    END IF;
END $$;

-- The same of a change whose tags tell its products, if it is of any.
CREATE OR REPLACE FUNCTION cache_note(touched text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cache_note(touched, (SELECT count(*) FROM unnest(touched) AS tag WHERE tag LIKE 'product:%'));
END $$;

-- Notes what one statement changed. Counting the rows is little beside writing them; beyond ten thousand it is everything.
-- The rights are those of the owner: who may write products need not know of the log.
CREATE OR REPLACE FUNCTION cache_note_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    many constant integer := 10000;
    rows bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*) INTO rows FROM new_rows;
    ELSE
        SELECT count(*) INTO rows FROM old_rows;
    END IF;
    IF rows > many THEN
        PERFORM cache_note(NULL, rows);
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM cache_note(ARRAY(
            SELECT unnest(ARRAY['product:' || id, 'slug:' || slug]) FROM new_rows
        ));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM cache_note(ARRAY(
            SELECT unnest(ARRAY['product:' || id, 'slug:' || slug]) FROM old_rows
        ));
    ELSE
        -- `in_stock` and `popularity` follow from others; when a row was changed is nobody's business.
        PERFORM cache_note(ARRAY(
            SELECT DISTINCT tag
              FROM old_rows o FULL JOIN new_rows n ON o.id = n.id
             CROSS JOIN LATERAL (
                SELECT unnest(ARRAY['product:' || o.id, 'product:' || n.id]) AS tag
                 WHERE (o.id, o.sku, o.slug, o.status, o.name, o.description, o.brand_id, o.category_id,
                        o.price_minor, o.compare_at_minor, o.currency, o.rating, o.review_count, o.stock,
                        o.attributes, o.image, o.created_at)
                    IS DISTINCT FROM
                       (n.id, n.sku, n.slug, n.status, n.name, n.description, n.brand_id, n.category_id,
                        n.price_minor, n.compare_at_minor, n.currency, n.rating, n.review_count, n.stock,
                        n.attributes, n.image, n.created_at)
                UNION ALL
                SELECT unnest(ARRAY['slug:' || o.slug, 'slug:' || n.slug])
                 WHERE (o.slug, o.status) IS DISTINCT FROM (n.slug, n.status)
             ) AS touched
             WHERE tag IS NOT NULL
        ));
    END IF;
    RETURN NULL;
END $$;
