DROP TABLE products;
DROP TABLE brands;
DROP TABLE categories;
DROP FUNCTION set_updated_at();
DROP FUNCTION products_follow_category();
DROP FUNCTION products_follow_brand();
DROP FUNCTION products_set_search();
DROP TEXT SEARCH CONFIGURATION vitrine;
DROP EXTENSION unaccent;
