-- Lists, counts and words are answered by an index in the memory of each process, which follows the log of changes.
-- So the database keeps no text-search vectors and no indexes for orders, and the log names rows alone: `product:42`,
-- `slug:oak-desk`, `brand:3`, `category:7`, and `taxonomy` for any category.

DROP TRIGGER products_set_search ON products;
DROP FUNCTION products_set_search();
DROP TRIGGER products_follow_brand ON brands;
DROP FUNCTION products_follow_brand();
DROP TRIGGER products_follow_category ON categories;
DROP FUNCTION products_follow_category();
DROP TRIGGER brands_seize ON brands;
DROP TRIGGER categories_seize ON categories;
DROP FUNCTION cache_seize_taxonomy();

DROP INDEX products_search;
DROP INDEX products_category;
DROP INDEX products_brand;
DROP INDEX products_by_price;
DROP INDEX products_by_price_desc;
DROP INDEX products_by_rating;
DROP INDEX products_by_age;
DROP INDEX brands_by_name;
ALTER TABLE products DROP COLUMN search;
DROP TEXT SEARCH CONFIGURATION vitrine;

-- A brand's and a category's products are read again when it is renamed.
CREATE INDEX products_brand ON products (brand_id);
CREATE INDEX products_category ON products (category_id);

-- Notes what one statement changed. Rows are counted first, so that a load pays next to nothing: beyond ten thousand it
-- is everything. The rights are those of the owner: who may write products need not know of the log.
CREATE OR REPLACE FUNCTION cache_note_products() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    many constant integer := 10000;
    rows bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*) INTO rows FROM (SELECT FROM new_rows LIMIT many + 1) AS looked_at;
    ELSE
        SELECT count(*) INTO rows FROM (SELECT FROM old_rows LIMIT many + 1) AS looked_at;
    END IF;
    IF rows > many THEN
        PERFORM cache_note(NULL);
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

CREATE OR REPLACE FUNCTION cache_brand_tags(was brands[], becomes brands[]) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT 'brand:' || o.id
          FROM unnest(was) o LEFT JOIN unnest(becomes) n ON o.id = n.id
         WHERE (o.slug, o.name) IS DISTINCT FROM (n.slug, n.name)
    );
END $$;

CREATE OR REPLACE FUNCTION cache_category_tags(was categories[], becomes categories[]) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT tag
          FROM unnest(was) o FULL JOIN unnest(becomes) n ON o.id = n.id
         CROSS JOIN LATERAL (VALUES ('taxonomy'), ('category:' || o.id)) AS touched (tag)
         WHERE tag IS NOT NULL
           AND (o.id, o.parent_id, o.path, o.name) IS DISTINCT FROM (n.id, n.parent_id, n.path, n.name)
    );
END $$;

DROP FUNCTION cache_product_tags(products[], products[]);
DROP FUNCTION cache_list_tags(cache_place[]);
DROP TYPE cache_place;
DROP FUNCTION cache_hold_taxonomy();

-- What was noted before names lists that nobody knows any more, and may lack rows: all that was kept is given up.
SELECT cache_new_epoch(epoch) FROM cache_state;
