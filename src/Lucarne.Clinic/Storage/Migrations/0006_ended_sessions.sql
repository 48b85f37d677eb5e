-- Sessions that ended before their cookies did: whoever kept a copy of one comes no further with it.
CREATE TABLE ended_sessions (
    id TEXT PRIMARY KEY,
    ended_at TEXT NOT NULL
);
CREATE INDEX ended_sessions_by_age ON ended_sessions (ended_at)
