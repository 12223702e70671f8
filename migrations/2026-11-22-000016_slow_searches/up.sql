-- How often the first page of a search had to be made, and the microseconds that took, of all times together.
ALTER TABLE searches
    ADD COLUMN made   bigint NOT NULL DEFAULT 0 CHECK (made >= 0),
    ADD COLUMN micros bigint NOT NULL DEFAULT 0 CHECK (micros >= 0);
