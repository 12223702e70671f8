DROP TABLE count_batches;
DROP TABLE page_counts;
