-- Both extensions ship with PostgreSQL and are trusted: the database's owner may create them.
CREATE EXTENSION IF NOT EXISTS unaccent;

-- English stemming with accents folded first, so that "creme" finds "crème".
CREATE TEXT SEARCH CONFIGURATION vitrine (COPY = english);
ALTER TEXT SEARCH CONFIGURATION vitrine
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

CREATE TABLE categories (
    id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parent_id integer REFERENCES categories ON DELETE RESTRICT,
    -- The slugs from the root down, joined by '/': what stands in the address bar.
    path      text NOT NULL UNIQUE CHECK (path ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$'),
    name      text NOT NULL CHECK (name <> ''),
    CHECK (parent_id IS DISTINCT FROM id)
);
CREATE INDEX categories_parent ON categories (parent_id);

CREATE TABLE brands (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text NOT NULL CHECK (name <> '')
);
-- Names that begin with what somebody types.
CREATE INDEX brands_by_name ON brands (lower(name) text_pattern_ops);

CREATE TABLE products (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The owner's own stable number for the product: an import updates by it.
    sku              text NOT NULL UNIQUE CHECK (sku <> ''),
    slug             text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    status           text NOT NULL DEFAULT 'published' CHECK (status IN ('draft', 'published', 'archived')),
    name             text NOT NULL CHECK (name <> ''),
    description      text NOT NULL DEFAULT '',
    brand_id         integer REFERENCES brands,
    category_id      integer REFERENCES categories,
    -- Minor units of `currency` (cents); NULL: on request.
    price_minor      bigint CHECK (price_minor >= 0),
    compare_at_minor bigint CHECK (compare_at_minor >= 0),
    currency         text NOT NULL DEFAULT 'USD' CHECK (currency ~ '^[A-Z]{3}$'),
    rating           real CHECK (rating BETWEEN 0 AND 5),
    review_count     integer NOT NULL DEFAULT 0 CHECK (review_count >= 0),
    -- NULL: not counted, always available.
    stock            integer CHECK (stock >= 0),
    in_stock         boolean NOT NULL GENERATED ALWAYS AS (stock IS NULL OR stock > 0) STORED,
    attributes       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
    image            text,
    -- Orders equals: a good rating counts more when many gave it.
    popularity       real NOT NULL GENERATED ALWAYS AS
                         ((coalesce(rating, 0) * ln(2 + review_count))::real) STORED,
    search           tsvector NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now()
);

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

CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;

CREATE TRIGGER products_set_updated_at
    BEFORE UPDATE ON products
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- Read far more than written: no pending list for searches to wade through.
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
