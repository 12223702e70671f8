DROP TABLE import_work;
DROP TABLE imports;

CREATE OR REPLACE FUNCTION product_note_insert() RETURNS trigger
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
