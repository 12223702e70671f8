ALTER TABLE audit_log DROP COLUMN about;
DROP TABLE cache_switches;
DROP FUNCTION cache_note_switches();
