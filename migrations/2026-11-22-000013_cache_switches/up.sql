-- What administrators do to the cache: parts of it that are turned off, and a note of what an act was about.

-- Namespaces of the cache that are off, to see what they are worth: every instance loads what is read in them each time.
CREATE TABLE cache_switches (
    namespace text PRIMARY KEY CHECK (namespace <> ''),
    off_since timestamptz NOT NULL DEFAULT now()
);

-- Notes that switches changed: every process reads all of them again.
CREATE FUNCTION cache_note_switches() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET jit = off AS $$
BEGIN
    PERFORM cache_note(ARRAY['cache:switches']);
    RETURN NULL;
END $$;

CREATE TRIGGER cache_switches_note AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cache_switches
    FOR EACH STATEMENT EXECUTE FUNCTION cache_note_switches();

-- What was dropped, turned off or cancelled: a tag, a namespace, a process. NULL where the event says it all.
ALTER TABLE audit_log ADD COLUMN about text;
