-- What people look at and search for, without who did; and which words mean the same.

-- How often each product was looked at, by its slug.
CREATE TABLE product_views (
    slug  text PRIMARY KEY,
    views bigint NOT NULL CHECK (views > 0),
    -- How much it is looked at lately: the logarithm of a sum in which a view counts e times what one ten days before it
    -- counts. As all counts grow at the same pace, the order of the rows needs no upkeep.
    heat  double precision NOT NULL
);
CREATE INDEX product_views_hottest ON product_views (heat DESC, slug);
INSERT INTO product_views
SELECT key, count, ln(count) + extract(epoch FROM last_at)::float8 / 864000 FROM page_counts WHERE kind = 'product';
-- Searches were kept as they were typed, with all their filters. That is over.
DROP TABLE page_counts;

-- What was searched for on each day (UTC): words in lower case and without accents, filters left aside.
CREATE TABLE searches (
    day            date NOT NULL,
    words          text NOT NULL CHECK (words <> ''),
    asked          bigint NOT NULL CHECK (asked >= 0),
    -- How many of them found nothing.
    without_result bigint NOT NULL CHECK (without_result BETWEEN 0 AND asked),
    -- How many products the last answer had; NULL if nobody asked on that day, but somebody still looked at results.
    results        bigint CHECK (results >= 0),
    -- How often a product was opened from the results.
    clicks         bigint NOT NULL CHECK (clicks >= 0),
    PRIMARY KEY (day, words)
);

-- Which products were opened. Products that are gone meanwhile stay until their day goes.
CREATE TABLE search_clicks (
    day        date NOT NULL,
    words      text NOT NULL,
    product_id bigint NOT NULL,
    clicks     bigint NOT NULL CHECK (clicks > 0),
    PRIMARY KEY (day, words, product_id),
    FOREIGN KEY (day, words) REFERENCES searches ON DELETE CASCADE
);

-- Words that mean the same, as the shop says.
CREATE TABLE synonyms (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- NULL: the terms are equivalent. Otherwise one way only: who searches for this finds what has one of the terms, too.
    source text CHECK (source <> ''),
    -- Each of one or more words; sorted, so that no rule is there twice.
    terms  text[] NOT NULL CHECK (
               array_ndims(terms) = 1 AND array_position(terms, NULL) IS NULL
               AND cardinality(terms) BETWEEN CASE WHEN source IS NULL THEN 2 ELSE 1 END AND 16
           ),
    UNIQUE NULLS NOT DISTINCT (source, terms)
);

-- Notes that synonyms changed: every process reads all of them again.
CREATE FUNCTION cache_note_synonyms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    PERFORM cache_note(ARRAY['synonyms']);
    RETURN NULL;
END $$;

CREATE TRIGGER synonyms_note AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON synonyms
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_synonyms();
