-- What was measured, for the performance panel: frames of a minute for a day, of ten minutes for two weeks. Each instance
-- writes its own. Cheap to lose, so nothing refers to it; the server forgets what is too old.
CREATE TABLE panel_history (
    step_seconds integer NOT NULL,
    second bigint NOT NULL,
    instance text NOT NULL,
    frame bytea NOT NULL,
    PRIMARY KEY (step_seconds, second, instance)
);
