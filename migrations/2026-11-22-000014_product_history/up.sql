-- What happened to each product: who changed it, when, and from what to what, so that it can be taken back. Triggers write
-- it in the writer's transaction, whoever that is.

-- Goes up with each change of a row: who saves a form says which version was read.
ALTER TABLE products ADD COLUMN version bigint NOT NULL DEFAULT 1;

CREATE FUNCTION products_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

DROP TRIGGER products_set_updated_at ON products;
CREATE TRIGGER products_touch BEFORE UPDATE ON products
    FOR EACH ROW EXECUTE FUNCTION products_touch();

-- What one transaction did to products. It says who it is by settings of its own (`SET LOCAL`): `vitrine.user`, the number
-- of an account, or else `vitrine.by`; `vitrine.what` may say what it does and `vitrine.undoes` which act it takes back.
CREATE TABLE product_acts (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid     bigint NOT NULL,
    -- Without a foreign key: acts outlive the account.
    user_id bigint,
    -- Program and role, where it is nobody's account.
    by      text NOT NULL,
    what    text NOT NULL,
    undoes  bigint,
    -- Products that were made in such numbers that they have no rows of their own in the history.
    made    int8multirange
);
CREATE INDEX product_acts_at ON product_acts (at);
CREATE INDEX product_acts_user ON product_acts (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX product_acts_made ON product_acts USING gist (made) WHERE made IS NOT NULL;

-- One change of one product. No foreign keys: a check for each row would cost more than the row.
CREATE TABLE product_history (
    id         bigint GENERATED ALWAYS AS IDENTITY,
    act        bigint NOT NULL,
    product_id bigint NOT NULL,
    -- The product's after the change; that which it had if it was removed.
    version    bigint NOT NULL,
    -- The fields that changed, as they were and as they became; all of them if the product was removed or made.
    -- NULL: it was not there before, or not after.
    before     jsonb,
    after      jsonb,
    PRIMARY KEY (act, id),
    CHECK (before IS NOT NULL OR after IS NOT NULL)
);
CREATE INDEX product_history_product ON product_history (product_id, id);

-- Slugs that products had: their old addresses lead to the new ones.
CREATE TABLE product_slugs (
    slug       text PRIMARY KEY,
    product_id bigint NOT NULL
);
CREATE INDEX product_slugs_product ON product_slugs (product_id);

-- The act of this transaction, which is made the first time.
CREATE FUNCTION product_act() RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    this  constant bigint := pg_current_xact_id()::text::bigint;
    known constant text := current_setting('vitrine.act', true);
    found bigint;
BEGIN
    IF known ~ '^\d{1,18}$' THEN
        SELECT id INTO found FROM product_acts WHERE id = known::bigint AND xid = this;
    END IF;
    IF found IS NULL THEN
        INSERT INTO product_acts (xid, user_id, by, what, undoes)
        VALUES (
            this,
            substring(current_setting('vitrine.user', true) FROM '^\d{1,18}$')::bigint,
            coalesce(
                nullif(current_setting('vitrine.by', true), ''),
                concat(nullif(current_setting('application_name'), '') || ' by ', session_user)
            ),
            coalesce(current_setting('vitrine.what', true), ''),
            substring(current_setting('vitrine.undoes', true) FROM '^\d{1,18}$')::bigint
        )
        RETURNING id INTO found;
        PERFORM set_config('vitrine.act', found::text, true);
    END IF;
    RETURN found;
END $$;

-- A product without what follows from other fields, and without what no one chooses.
CREATE FUNCTION product_fields(product products) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN to_jsonb(product) - '{id,in_stock,popularity,updated_at,version}'::text[];

-- A field as an object of its own, if it is another on the other side. Written so that it is inlined: to tell the fields
-- apart by looking through whole rows costs twice as much.
CREATE FUNCTION product_field(name text, here anyelement, there anyelement) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN here IS DISTINCT FROM there THEN jsonb_build_object(name, here) ELSE '{}' END
$$;

-- Notes what one statement changed. The rights are those of the owner: who may write products need not know of the history.
CREATE FUNCTION product_note_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    -- A load is noted as ranges of ids, so that it pays next to nothing.
    many constant integer := 1000;
    rows constant bigint := (SELECT count(*) FROM (SELECT FROM new_rows LIMIT many + 1) AS looked_at);
    this bigint;
BEGIN
    IF rows > many THEN
        this := product_act();
        UPDATE product_acts
           SET made = coalesce(made, '{}') + (SELECT range_agg(int8range(n.id, n.id + 1)) FROM new_rows n)
         WHERE id = this;
    ELSIF rows > 0 THEN
        this := product_act();
        INSERT INTO product_history (act, product_id, version, after)
        SELECT this, n.id, n.version, product_fields(n::products) FROM new_rows n;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION product_note_update() RETURNS trigger
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
               || product_field('created_at', n.created_at, o.created_at) AS after
          FROM old_rows o JOIN new_rows n USING (id)
    ) AS changes
     WHERE before <> '{}';
    INSERT INTO product_slugs
    SELECT o.slug, o.id FROM old_rows o JOIN new_rows n USING (id) WHERE o.slug <> n.slug
    ON CONFLICT (slug) DO UPDATE SET product_id = EXCLUDED.product_id;
    RETURN NULL;
END $$;

-- Who empties the catalogue to fill it anew says so (`vitrine.history` is `off`): what goes is not kept then.
CREATE FUNCTION product_note_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
DECLARE
    this bigint;
BEGIN
    IF current_setting('vitrine.history', true) = 'off' OR NOT EXISTS (SELECT FROM old_rows) THEN
        RETURN NULL;
    END IF;
    this := product_act();
    INSERT INTO product_history (act, product_id, version, before)
    SELECT this, o.id, o.version, product_fields(o::products) FROM old_rows o;
    RETURN NULL;
END $$;

-- A trigger that sees all rows of a statement is for one kind of statement only.
CREATE TRIGGER products_history_insert AFTER INSERT ON products
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION product_note_insert();
CREATE TRIGGER products_history_update AFTER UPDATE ON products
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION product_note_update();
CREATE TRIGGER products_history_delete AFTER DELETE ON products
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION product_note_delete();

-- Forgets acts that are older than a year, some at a time, with all that they changed. Gives how many.
CREATE FUNCTION product_history_prune(most integer) RETURNS bigint LANGUAGE plpgsql AS $$
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
