DROP TRIGGER products_forget_care ON products;
DROP TRIGGER products_forget_care_truncate ON products;
DROP FUNCTION search_care_forget();
DROP TABLE search_care;
DROP FUNCTION cache_note_search_care();
