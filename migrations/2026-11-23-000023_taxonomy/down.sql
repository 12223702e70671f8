CREATE OR REPLACE FUNCTION product_history_prune(most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    gone bigint;
BEGIN
    WITH old AS (
        SELECT id FROM product_acts WHERE at < now() - interval '1 year'
         ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED
    ), changes AS (
        DELETE FROM product_history h USING old WHERE h.act = old.id
    ), acts AS (
        DELETE FROM product_acts a USING old WHERE a.id = old.id RETURNING a.id
    )
    SELECT count(*) INTO gone FROM acts;
    RETURN gone;
END $$;

DROP TRIGGER brands_history_delete ON brands;
DROP TRIGGER brands_history_update ON brands;
DROP TRIGGER brands_history_insert ON brands;
DROP TRIGGER categories_history_delete ON categories;
DROP TRIGGER categories_history_update ON categories;
DROP TRIGGER categories_history_insert ON categories;
DROP FUNCTION taxonomy_note();
DROP FUNCTION taxonomy_fields(jsonb);
DROP TABLE taxonomy_history;

DROP TRIGGER brands_note_taken_update ON brands;
DROP TRIGGER brands_note_taken_insert ON brands;
DROP FUNCTION cache_note_brands_taken();
DROP TRIGGER brands_keep_slugs_delete ON brands;
DROP TRIGGER brands_keep_slugs_update ON brands;
DROP TRIGGER brands_keep_slugs_insert ON brands;
DROP FUNCTION brands_keep_slugs();
DROP TRIGGER categories_keep_paths_delete ON categories;
DROP TRIGGER categories_keep_paths_update ON categories;
DROP TRIGGER categories_keep_paths_insert ON categories;
DROP FUNCTION categories_keep_paths();

DROP FUNCTION brand_now(integer);
DROP FUNCTION category_now(integer);
DROP FUNCTION brand_way(integer);
DROP FUNCTION category_way(integer);
DROP TABLE brand_merges, category_merges, brand_slugs, category_paths;
DROP FUNCTION cache_note_brand_merges();
DROP FUNCTION cache_note_brand_slugs();
DROP FUNCTION cache_note_category_paths();

DROP TRIGGER brands_touch ON brands;
DROP FUNCTION brands_touch();
DROP TRIGGER categories_touch ON categories;
DROP FUNCTION categories_touch();
DROP FUNCTION category_slug(text);
DROP INDEX brands_by_name;
ALTER TABLE brands DROP COLUMN version;
ALTER TABLE categories DROP COLUMN version;
