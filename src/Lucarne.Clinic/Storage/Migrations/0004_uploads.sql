-- Large files on their way in, piece by piece; the bytes lie in files/uploads until all are there.
CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    caller TEXT NOT NULL,
    payload_json TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    received_bytes BIGINT NOT NULL DEFAULT 0,
    file_sha256 TEXT,
    job_id BIGINT REFERENCES jobs (id),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX uploads_by_age ON uploads (changed_at);
CREATE INDEX uploads_of_caller ON uploads (caller)
