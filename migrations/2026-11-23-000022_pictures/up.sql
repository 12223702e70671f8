-- Photographs of products, in their order: the first is the one on the card. A list in the row, as the properties are: so it
-- changes, is read, is kept in the history and comes back with the product itself, and two who change it at once see that.
-- The files are in a folder, by `hash`; sizes are those of the largest, in pixels.
--
-- Who writes by hand cannot write what no page could show.
ALTER TABLE products ADD COLUMN photos jsonb NOT NULL DEFAULT '[]';
ALTER TABLE products ADD CONSTRAINT products_photos_check CHECK (
    photos = '[]' OR (
        jsonb_typeof(photos) = 'array' AND jsonb_array_length(photos) <= 20
        -- By itself, for a filter looks through lists in the list.
        AND NOT jsonb_path_exists(photos, '$[*].type() ? (@ != "object")')
        AND NOT jsonb_path_exists(photos, '$[*] ? (!(
            @.hash.type() == "string" && @.hash like_regex "^[0-9a-f]{32}$"
            && @.alt.type() == "string" && @.alt like_regex "[^ ]"
            && @.width.type() == "number" && @.width >= 1 && @.width <= 1600 && @.width.floor() == @.width
            && @.height.type() == "number" && @.height >= 1 && @.height <= 1600 && @.height.floor() == @.height
        ))')
    )
);

-- Which files are still spoken of: by a product, or by its history, from where they may come back.
CREATE INDEX products_photos ON products USING gin (photos jsonb_path_ops) WHERE photos <> '[]';
CREATE INDEX product_history_photos_before ON product_history USING gin ((before -> 'photos') jsonb_path_ops)
    WHERE before -> 'photos' <> '[]';
CREATE INDEX product_history_photos_after ON product_history USING gin ((after -> 'photos') jsonb_path_ops)
    WHERE after -> 'photos' <> '[]';

-- Those of `hashes` that nobody speaks of.
CREATE FUNCTION photos_unused(hashes text[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT h.hash
      FROM unnest(hashes) AS h (hash)
     CROSS JOIN LATERAL (SELECT jsonb_build_array(jsonb_build_object('hash', h.hash)) AS named) AS one
     WHERE NOT EXISTS (SELECT FROM products p WHERE p.photos <> '[]' AND p.photos @> one.named)
       AND NOT EXISTS (SELECT FROM product_history c
                        WHERE c.before -> 'photos' <> '[]' AND c.before -> 'photos' @> one.named)
       AND NOT EXISTS (SELECT FROM product_history c
                        WHERE c.after -> 'photos' <> '[]' AND c.after -> 'photos' @> one.named)
$$;

-- As before, and photographs are noted like all else.
CREATE OR REPLACE FUNCTION product_note_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    this bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM old_rows o JOIN new_rows n USING (id)
         WHERE product_fields(o::products) IS DISTINCT FROM product_fields(n::products)
    ) THEN
        RETURN NULL;
    END IF;
    this := product_act();
    INSERT INTO product_history (act, product_id, version, before, after)
    SELECT this, id, version, before, after FROM (
        SELECT n.id, n.version,
               product_field('sku', o.sku, n.sku)
               || product_field('slug', o.slug, n.slug)
               || product_field('status', o.status, n.status)
               || product_field('name', o.name, n.name)
               || product_field('description', o.description, n.description)
               || product_field('brand_id', o.brand_id, n.brand_id)
               || product_field('category_id', o.category_id, n.category_id)
               || product_field('price_minor', o.price_minor, n.price_minor)
               || product_field('compare_at_minor', o.compare_at_minor, n.compare_at_minor)
               || product_field('currency', o.currency, n.currency)
               || product_field('rating', o.rating, n.rating)
               || product_field('review_count', o.review_count, n.review_count)
               || product_field('stock', o.stock, n.stock)
               || product_field('attributes', o.attributes, n.attributes)
               || product_field('image', o.image, n.image)
               || product_field('photos', o.photos, n.photos)
               || product_field('created_at', o.created_at, n.created_at) AS before,
               product_field('sku', n.sku, o.sku)
               || product_field('slug', n.slug, o.slug)
               || product_field('status', n.status, o.status)
               || product_field('name', n.name, o.name)
               || product_field('description', n.description, o.description)
               || product_field('brand_id', n.brand_id, o.brand_id)
               || product_field('category_id', n.category_id, o.category_id)
               || product_field('price_minor', n.price_minor, o.price_minor)
               || product_field('compare_at_minor', n.compare_at_minor, o.compare_at_minor)
               || product_field('currency', n.currency, o.currency)
               || product_field('rating', n.rating, o.rating)
               || product_field('review_count', n.review_count, o.review_count)
               || product_field('stock', n.stock, o.stock)
               || product_field('attributes', n.attributes, o.attributes)
               || product_field('image', n.image, o.image)
               || product_field('photos', n.photos, o.photos)
               || product_field('created_at', n.created_at, o.created_at) AS after
          FROM old_rows o JOIN new_rows n USING (id)
    ) AS changes
     WHERE before <> '{}';
    INSERT INTO product_slugs
    SELECT o.slug, o.id FROM old_rows o JOIN new_rows n USING (id) WHERE o.slug <> n.slug
    ON CONFLICT (slug) DO UPDATE SET product_id = EXCLUDED.product_id;
    RETURN NULL;
END $$;

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
                        o.attributes, o.image, o.photos, o.created_at)
                    IS DISTINCT FROM
                       (n.id, n.sku, n.slug, n.status, n.name, n.description, n.brand_id, n.category_id,
                        n.price_minor, n.compare_at_minor, n.currency, n.rating, n.review_count, n.stock,
                        n.attributes, n.image, n.photos, n.created_at)
                UNION ALL
                SELECT unnest(ARRAY['slug:' || o.slug, 'slug:' || n.slug])
                 WHERE (o.slug, o.status) IS DISTINCT FROM (n.slug, n.status)
             ) AS touched
             WHERE tag IS NOT NULL
        ));
    END IF;
    RETURN NULL;
END $$;
