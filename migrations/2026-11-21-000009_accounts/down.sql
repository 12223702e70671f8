DROP TABLE audit_log;
DROP TABLE email_changes;
DROP TABLE password_resets;
DROP TABLE registrations;
ALTER TABLE users DROP COLUMN verified_at;
