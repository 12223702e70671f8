DROP TRIGGER product_slugs_note_truncate ON product_slugs;
DROP TRIGGER product_slugs_note_delete ON product_slugs;
DROP TRIGGER product_slugs_note_update ON product_slugs;
DROP TRIGGER product_slugs_note_insert ON product_slugs;
DROP TRIGGER products_note_old_slugs_update ON products;
DROP TRIGGER products_note_old_slugs_insert ON products;
DROP FUNCTION cache_note_slugs();
DROP FUNCTION cache_note_old_slugs();
