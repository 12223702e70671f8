DROP TABLE statement_plans;
