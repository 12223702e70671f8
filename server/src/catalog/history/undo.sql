WITH changes AS MATERIALIZED (
    SELECT * FROM product_history WHERE act = $1 AND ($2::bigint IS NULL OR product_id = $2)
), ends AS (
    -- Whether the act found and left each product there.
    SELECT product_id, max(id) AS last, max(version) AS version,
           (array_agg(before IS NULL ORDER BY id))[1] AS made,
           (array_agg(after IS NULL ORDER BY id DESC))[1] AS removed
      FROM changes GROUP BY product_id
), was AS (
    -- Of several changes of a field the first tells what it was, and the last what it became.
    SELECT c.product_id, jsonb_object_agg(f.key, f.value ORDER BY c.id DESC) AS fields
      FROM changes c, jsonb_each(c.before) AS f GROUP BY c.product_id
), became AS (
    SELECT c.product_id, jsonb_object_agg(f.key, f.value ORDER BY c.id) AS fields
      FROM changes c, jsonb_each(c.after) AS f GROUP BY c.product_id
), restored AS (
    UPDATE products p
       SET (sku, slug, status, name, description, brand_id, category_id, price_minor, compare_at_minor, currency, rating,
            review_count, stock, attributes, image, created_at)
         = ROW (r.sku, r.slug, r.status, r.name, r.description, r.brand_id, r.category_id, r.price_minor, r.compare_at_minor,
            r.currency, r.rating, r.review_count, r.stock, r.attributes, r.image, r.created_at)
      FROM ends e
      JOIN was w USING (product_id)
      JOIN became b USING (product_id)
      JOIN products q ON q.id = e.product_id
     CROSS JOIN LATERAL jsonb_populate_record(q, w.fields) AS r
     WHERE NOT e.made AND NOT e.removed AND p.id = q.id
       -- Somebody may be changing it at this moment.
       AND p.version = q.version
       AND NOT EXISTS (
           SELECT FROM jsonb_each(b.fields) AS f WHERE product_fields(q) -> f.key IS DISTINCT FROM f.value)
       AND NOT (w.fields ?| '{sku,slug}' AND EXISTS (
           SELECT FROM products x WHERE x.id <> q.id AND (x.sku = r.sku OR x.slug = r.slug)))
    RETURNING p.id
), returned AS (
    INSERT INTO products (id, sku, slug, status, name, description, brand_id, category_id, price_minor, compare_at_minor,
            currency, rating, review_count, stock, attributes, image, created_at, version)
    OVERRIDING SYSTEM VALUE
    SELECT e.product_id, r.sku, r.slug, r.status, r.name, r.description, r.brand_id, r.category_id, r.price_minor,
           r.compare_at_minor, r.currency, r.rating, r.review_count, r.stock, r.attributes, r.image, r.created_at, e.version + 1
      FROM ends e JOIN was w USING (product_id)
     CROSS JOIN LATERAL jsonb_populate_record(NULL::products, w.fields) AS r
     WHERE e.removed AND NOT e.made
        ON CONFLICT DO NOTHING
    RETURNING id
), gone AS (
    DELETE FROM products p USING ends e
     WHERE p.id = e.product_id AND e.made AND NOT e.removed
       AND NOT EXISTS (SELECT FROM product_history h WHERE h.product_id = p.id AND h.id > e.last)
    RETURNING p.id
), done AS (
    SELECT id FROM restored UNION ALL SELECT id FROM returned UNION ALL SELECT id FROM gone
)
SELECT (SELECT count(*) FROM ends WHERE NOT (made AND removed)) AS products,
       count(*) AS restored, CASE WHEN count(*) = 1 THEN min(id) END AS only
  FROM done
