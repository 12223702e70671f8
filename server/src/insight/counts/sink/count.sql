WITH fresh AS (
    INSERT INTO count_batches (id)
    SELECT id FROM unnest($1::text[]) AS given (id) ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING id
), views AS (
    SELECT slug, sum(amount)::bigint AS views
    FROM unnest($4::bigint[], $5::text[], $6::text[]) AS given (amount, id, slug)
    JOIN fresh USING (id)
    GROUP BY slug
    ORDER BY slug
), viewed AS (
    INSERT INTO product_views AS known (slug, views, heat)
    SELECT slug, views, ln(views) + extract(epoch FROM now())::float8 / 864000 FROM views
    ON CONFLICT (slug) DO UPDATE
        SET views = known.views + excluded.views,
            -- The logarithm of the sum of what these are logarithms of.
            heat = greatest(known.heat, excluded.heat)
                   + ln(1 + exp(-least(abs(known.heat - excluded.heat), 700)))
), asked AS (
    SELECT day::date AS day, words, results, amount
    FROM unnest($7::bigint[], $8::text[], $9::text[], $10::text[], $11::bigint[])
             AS given (amount, id, day, words, results)
    JOIN fresh USING (id)
), made AS (
    SELECT day::date AS day, words, micros, amount
    FROM unnest($17::bigint[], $18::text[], $19::text[], $20::text[], $21::bigint[])
             AS given (amount, id, day, words, micros)
    JOIN fresh USING (id)
), opened AS (
    SELECT day::date AS day, words, slug, sum(amount)::bigint AS amount
    FROM unnest($12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[])
             AS given (amount, id, day, words, slug)
    JOIN fresh USING (id)
    GROUP BY day, words, slug
), told AS (
    SELECT day, words, sum(asked)::bigint AS asked, sum(without_result)::bigint AS without_result,
           -- Which of several was the last one is not known; it hardly ever matters.
           (array_agg(results ORDER BY asked DESC, results DESC) FILTER (WHERE asked > 0))[1] AS results,
           sum(clicks)::bigint AS clicks, sum(made)::bigint AS made, sum(micros)::bigint AS micros
    FROM (
        SELECT day, words, amount AS asked, CASE results WHEN 0 THEN amount ELSE 0 END AS without_result,
               results, 0 AS clicks, 0 AS made, 0 AS micros
        FROM asked
        UNION ALL
        SELECT day, words, 0, 0, NULL, amount, 0, 0 FROM opened
        UNION ALL
        SELECT day, words, 0, 0, NULL, 0, amount, amount * micros FROM made
    ) AS events
    GROUP BY day, words
), room AS (
    SELECT days.day, $2::bigint - (SELECT count(*) FROM searches AS kept WHERE kept.day = days.day) AS places
    FROM (SELECT DISTINCT day FROM told) AS days
), admitted AS (
    SELECT placed.day, placed.words, asked, without_result, results, clicks, made, micros
    FROM (
        SELECT told.*, known.day IS NOT NULL AS is_known,
               row_number() OVER (PARTITION BY told.day, known.day IS NULL ORDER BY told.asked DESC, told.words) AS place
        FROM told LEFT JOIN searches AS known ON known.day = told.day AND known.words = told.words
    ) AS placed
    JOIN room USING (day)
    WHERE is_known OR place <= places
    ORDER BY placed.day, placed.words
), logged AS (
    INSERT INTO searches AS known (day, words, asked, without_result, results, clicks, made, micros)
    SELECT day, words, asked, without_result, results, clicks, made, micros FROM admitted
    ON CONFLICT (day, words) DO UPDATE
        SET asked = known.asked + excluded.asked,
            without_result = known.without_result + excluded.without_result,
            results = coalesce(excluded.results, known.results),
            clicks = known.clicks + excluded.clicks,
            made = known.made + excluded.made,
            micros = known.micros + excluded.micros
), opened_products AS (
    SELECT opened.day, opened.words, products.id AS product_id, opened.amount
    FROM opened
    JOIN admitted ON admitted.day = opened.day AND admitted.words = opened.words
    JOIN products ON products.slug = opened.slug
), clicked AS (
    INSERT INTO search_clicks AS known (day, words, product_id, clicks)
    SELECT day, words, product_id, amount
    FROM (
        SELECT opened.*, known.day IS NOT NULL AS is_known,
               row_number() OVER (PARTITION BY opened.day, opened.words, known.day IS NULL
                                  ORDER BY opened.amount DESC, opened.product_id) AS place,
               $3::bigint - (SELECT count(*) FROM search_clicks AS kept
                             WHERE kept.day = opened.day AND kept.words = opened.words) AS places
        FROM opened_products AS opened
        LEFT JOIN search_clicks AS known
               ON known.day = opened.day AND known.words = opened.words AND known.product_id = opened.product_id
    ) AS placed
    WHERE is_known OR place <= places
    ORDER BY day, words, product_id
    ON CONFLICT (day, words, product_id) DO UPDATE SET clicks = known.clicks + excluded.clicks
)
SELECT count(*) AS count FROM fresh
