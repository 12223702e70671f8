DROP AGGREGATE product_merge(jsonb);
