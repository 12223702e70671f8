-- All as it was. Vectors are made for all products, which takes its time.

DROP INDEX products_category;
DROP INDEX products_brand;

-- English stemming with accents folded first, so that "creme" finds "crème".
CREATE TEXT SEARCH CONFIGURATION vitrine (COPY = english);
ALTER TEXT SEARCH CONFIGURATION vitrine
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

ALTER TABLE products ADD COLUMN search tsvector;

-- Kept by the database, whoever writes: name weighs most, then brand, category and number,
-- then attributes, then the description.
CREATE FUNCTION products_set_search() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    brand_name    text := (SELECT name FROM brands WHERE id = NEW.brand_id);
    category_text text := (
        WITH RECURSIVE up AS (
            SELECT c.name, c.parent_id FROM categories c WHERE c.id = NEW.category_id
            UNION ALL
            SELECT c.name, c.parent_id FROM categories c JOIN up ON c.id = up.parent_id
        )
        SELECT string_agg(name, ' ') FROM up
    );
    attribute_text text := (SELECT string_agg(value, ' ') FROM jsonb_each_text(NEW.attributes));
BEGIN
    NEW.search :=
        setweight(to_tsvector('vitrine', NEW.name), 'A') ||
        setweight(to_tsvector('vitrine', concat_ws(' ', brand_name, category_text, NEW.sku)), 'B') ||
        setweight(to_tsvector('vitrine', coalesce(attribute_text, '')), 'C') ||
        setweight(to_tsvector('vitrine', NEW.description), 'D');
    RETURN NEW;
END $$;

CREATE TRIGGER products_set_search
    BEFORE INSERT OR UPDATE OF name, description, brand_id, category_id, attributes, sku
    ON products FOR EACH ROW EXECUTE FUNCTION products_set_search();

-- A renamed brand or category is found by its new name.
CREATE FUNCTION products_follow_brand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products SET brand_id = brand_id WHERE brand_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER products_follow_brand
    AFTER UPDATE OF name ON brands
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
    EXECUTE FUNCTION products_follow_brand();

CREATE FUNCTION products_follow_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products SET category_id = category_id WHERE category_id IN (
        WITH RECURSIVE down AS (
            SELECT NEW.id AS id
            UNION ALL
            SELECT c.id FROM categories c JOIN down ON c.parent_id = down.id
        )
        SELECT id FROM down
    );
    RETURN NULL;
END $$;

CREATE TRIGGER products_follow_category
    AFTER UPDATE OF name, parent_id ON categories
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.parent_id IS DISTINCT FROM NEW.parent_id)
    EXECUTE FUNCTION products_follow_category();

UPDATE products SET brand_id = brand_id;
ALTER TABLE products ALTER COLUMN search SET NOT NULL;

CREATE INDEX brands_by_name ON brands (lower(name) text_pattern_ops);
CREATE INDEX products_search ON products USING gin (search) WITH (fastupdate = off)
    WHERE status = 'published';
-- Lists and facet counts of a category, a brand or the whole shop read these alone.
CREATE INDEX products_category ON products (category_id)
    INCLUDE (brand_id, price_minor, rating, in_stock, popularity, created_at, id)
    WHERE status = 'published';
CREATE INDEX products_brand ON products (brand_id)
    INCLUDE (category_id, price_minor, rating, in_stock, popularity, created_at, id)
    WHERE status = 'published';

-- One an order, for lists that no filter narrows.
CREATE INDEX products_by_price ON products (price_minor, id) WHERE status = 'published';
CREATE INDEX products_by_price_desc ON products (price_minor DESC NULLS LAST, id DESC) WHERE status = 'published';
CREATE INDEX products_by_rating ON products (popularity DESC, id DESC) WHERE status = 'published';
CREATE INDEX products_by_age ON products (created_at DESC, id DESC) WHERE status = 'published';

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
CREATE OR REPLACE FUNCTION cache_brand_tags(was brands[], becomes brands[]) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
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
CREATE OR REPLACE FUNCTION cache_category_tags(was categories[], becomes categories[]) RETURNS text[]
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
CREATE OR REPLACE FUNCTION cache_note_products() RETURNS trigger
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

CREATE TRIGGER brands_seize BEFORE UPDATE OF slug ON brands
    FOR EACH STATEMENT EXECUTE FUNCTION cache_seize_taxonomy();
CREATE TRIGGER categories_seize BEFORE UPDATE OF parent_id ON categories
    FOR EACH STATEMENT EXECUTE FUNCTION cache_seize_taxonomy();

SELECT cache_new_epoch(epoch) FROM cache_state;
