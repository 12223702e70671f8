WITH did AS MATERIALIZED (
    -- What the act did to each product: whether it found and left it there, what its fields were and what they became.
    -- Of several changes of a field the first tells what it was, and the last what it became.
    SELECT product_id, max(id) AS last, max(version) AS version,
           (array_agg(before IS NULL ORDER BY id))[1] AS made,
           (array_agg(after IS NULL ORDER BY id DESC))[1] AS removed,
           product_merge(before ORDER BY id DESC) AS was,
           product_merge(after ORDER BY id) AS became
      FROM product_history WHERE act = $1 AND ($2::bigint IS NULL OR product_id = $2)
     GROUP BY product_id
), restored AS (
    UPDATE products p
       SET (sku, slug, status, name, description, brand_id, category_id, price_minor, compare_at_minor, currency, rating,
            review_count, stock, attributes, image, photos, created_at)
         = ROW (r.sku, r.slug, r.status, r.name, r.description, r.brand_id, r.category_id, r.price_minor, r.compare_at_minor,
            r.currency, r.rating, r.review_count, r.stock, r.attributes, r.image, r.photos, r.created_at)
      FROM did d
      JOIN products q ON q.id = d.product_id
     CROSS JOIN LATERAL jsonb_populate_record(q, d.was) AS r
     WHERE NOT d.made AND NOT d.removed AND p.id = q.id
       -- Somebody may be changing it at this moment.
       AND p.version = q.version
       AND NOT EXISTS (
           SELECT FROM jsonb_each(d.became) AS f WHERE product_fields(q) -> f.key IS DISTINCT FROM f.value)
       AND NOT (d.was ?| '{sku,slug}' AND EXISTS (
           SELECT FROM products x WHERE x.id <> q.id AND (x.sku = r.sku OR x.slug = r.slug)))
       -- The category or brand that it had may be gone.
       AND (d.was -> 'category_id' IS NULL OR r.category_id IS NULL OR EXISTS (
           SELECT FROM categories c WHERE c.id = r.category_id))
       AND (d.was -> 'brand_id' IS NULL OR r.brand_id IS NULL OR EXISTS (
           SELECT FROM brands b WHERE b.id = r.brand_id))
    RETURNING p.id
), returned AS (
    INSERT INTO products (id, sku, slug, status, name, description, brand_id, category_id, price_minor, compare_at_minor,
            currency, rating, review_count, stock, attributes, image, photos, created_at, version)
    OVERRIDING SYSTEM VALUE
    -- If its category or brand was merged meanwhile, it comes back to what took its place.
    SELECT d.product_id, r.sku, r.slug, r.status, r.name, r.description, brand_now(r.brand_id),
           category_now(r.category_id), r.price_minor,
           r.compare_at_minor, r.currency, r.rating, r.review_count, r.stock, r.attributes, r.image,
           coalesce(r.photos, '[]'), r.created_at, d.version + 1
      FROM did d CROSS JOIN LATERAL jsonb_populate_record(NULL::products, d.was) AS r
     WHERE d.removed AND NOT d.made
        ON CONFLICT DO NOTHING
    RETURNING id
), gone AS (
    DELETE FROM products p USING did d
     WHERE p.id = d.product_id AND d.made AND NOT d.removed
       AND NOT EXISTS (SELECT FROM product_history h WHERE h.product_id = p.id AND h.id > d.last)
    RETURNING p.id
), done AS (
    SELECT id FROM restored UNION ALL SELECT id FROM returned UNION ALL SELECT id FROM gone
)
SELECT (SELECT count(*) FROM did WHERE NOT (made AND removed)) AS products,
       count(*) AS restored, CASE WHEN count(*) = 1 THEN min(id) END AS only
  FROM done
