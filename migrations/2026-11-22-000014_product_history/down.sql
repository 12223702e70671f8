DROP TRIGGER products_history_insert ON products;
DROP TRIGGER products_history_update ON products;
DROP TRIGGER products_history_delete ON products;
DROP FUNCTION product_history_prune(integer);
DROP FUNCTION product_note_insert();
DROP FUNCTION product_note_update();
DROP FUNCTION product_note_delete();
DROP FUNCTION product_field(text, anyelement, anyelement);
DROP FUNCTION product_fields(products);
DROP FUNCTION product_act();
DROP TABLE product_slugs;
DROP TABLE product_history;
DROP TABLE product_acts;

DROP TRIGGER products_touch ON products;
DROP FUNCTION products_touch();
CREATE TRIGGER products_set_updated_at BEFORE UPDATE ON products
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
ALTER TABLE products DROP COLUMN version;
