DROP TABLE synonyms;
DROP FUNCTION cache_note_synonyms();
DROP TABLE search_clicks;
DROP TABLE searches;

-- How often each page was asked for: products by slug, searches by the address of their first page.
CREATE TABLE page_counts (
    kind     text NOT NULL CHECK (kind IN ('product', 'search')),
    key      text NOT NULL,
    count    bigint NOT NULL CHECK (count > 0),
    first_at timestamptz NOT NULL DEFAULT now(),
    last_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, key)
);
-- What is asked for most.
CREATE INDEX page_counts_most ON page_counts (kind, count DESC, key);
-- Searches nobody asked for again, which go after a while.
CREATE INDEX page_counts_once ON page_counts (last_at) WHERE kind = 'search' AND count = 1;

INSERT INTO page_counts (kind, key, count) SELECT 'product', slug, views FROM product_views;
DROP TABLE product_views;
