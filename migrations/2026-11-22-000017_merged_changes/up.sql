-- One object of several, of which the later ones win. To take back an act on very many products, what it did to each is put
-- together by it in one pass: taking the fields apart and joining them again may cost the square of the products.
CREATE AGGREGATE product_merge(jsonb) (SFUNC = jsonb_concat, STYPE = jsonb, INITCOND = '{}');
