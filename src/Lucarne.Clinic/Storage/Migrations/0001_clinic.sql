-- People and their records. Times are text in UTC, days are text, yes and no are 1 and 0: the same in SQLite and PostgreSQL.
CREATE TABLE patients (
    id $identity,
    record_number TEXT NOT NULL UNIQUE,
    name TEXT,
    sex TEXT NOT NULL,
    birth_date TEXT,
    age_years DOUBLE PRECISION,
    weight_kg DOUBLE PRECISION,
    height_cm DOUBLE PRECISION,
    is_deidentified BIGINT NOT NULL DEFAULT 0,
    search_text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE studies (
    id $identity,
    patient_id BIGINT NOT NULL REFERENCES patients (id),
    study_uid TEXT UNIQUE,
    study_date TEXT,
    modality TEXT NOT NULL,
    description TEXT NOT NULL,
    -- 0 urgent, 1 soon, 2 routine: in the order of the worklist.
    urgency BIGINT NOT NULL,
    status TEXT NOT NULL,
    assigned_to TEXT,
    signed_by TEXT,
    signed_at TEXT,
    search_text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX studies_of_patient ON studies (patient_id, id);
CREATE INDEX studies_by_status ON studies (status, urgency, id, search_text);
CREATE INDEX studies_by_urgency ON studies (urgency, id, search_text);

-- Files by the SHA-256 of their content; the bytes lie beside the database.
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE images (
    id $identity,
    study_id BIGINT NOT NULL REFERENCES studies (id),
    kind TEXT NOT NULL,
    file_sha256 TEXT NOT NULL REFERENCES files (sha256),
    preview_sha256 TEXT REFERENCES files (sha256),
    file_name TEXT NOT NULL,
    description TEXT NOT NULL,
    series_uid TEXT NOT NULL DEFAULT '',
    width BIGINT,
    height BIGINT,
    slices BIGINT,
    created_at TEXT NOT NULL,
    UNIQUE (study_id, file_sha256, series_uid)
);
CREATE INDEX images_of_study ON images (study_id, id);
CREATE INDEX images_of_file ON images (file_sha256);

-- Runs that are served.
CREATE TABLE models (
    id $identity,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    recipe TEXT NOT NULL,
    task TEXT NOT NULL,
    run_folder TEXT NOT NULL,
    weights_sha256 TEXT NOT NULL,
    metrics_json TEXT,
    is_default BIGINT NOT NULL DEFAULT 0,
    is_validated BIGINT NOT NULL DEFAULT 0,
    is_retired BIGINT NOT NULL DEFAULT 0,
    registered_at TEXT NOT NULL,
    row_version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (name, version)
);
CREATE UNIQUE INDEX models_one_default_per_task ON models (task) WHERE is_default = 1;

-- What models say.
CREATE TABLE findings (
    id $identity,
    finding_key TEXT NOT NULL UNIQUE,
    study_id BIGINT NOT NULL REFERENCES studies (id),
    image_id BIGINT NOT NULL REFERENCES images (id),
    model_id BIGINT REFERENCES models (id),
    model_name TEXT NOT NULL,
    model_version TEXT NOT NULL,
    task TEXT NOT NULL,
    decision TEXT NOT NULL,
    predicted_class TEXT,
    confidence DOUBLE PRECISION,
    probabilities_json TEXT,
    prediction_set_json TEXT,
    volumes_ml_json TEXT,
    certainty_json TEXT,
    explanation_json TEXT,
    urgency BIGINT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX findings_of_study ON findings (study_id, id);
CREATE INDEX findings_of_image ON findings (image_id, id);
CREATE INDEX findings_of_model ON findings (model_id, id);

CREATE TABLE finding_files (
    finding_id BIGINT NOT NULL REFERENCES findings (id),
    role TEXT NOT NULL,
    file_sha256 TEXT NOT NULL REFERENCES files (sha256),
    file_name TEXT NOT NULL,
    PRIMARY KEY (finding_id, role)
);
CREATE INDEX finding_files_of_file ON finding_files (file_sha256);

CREATE TABLE recommendations (
    id $identity,
    finding_id BIGINT NOT NULL REFERENCES findings (id),
    study_id BIGINT NOT NULL REFERENCES studies (id),
    position BIGINT NOT NULL,
    rule TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    detail_json TEXT NOT NULL,
    status TEXT NOT NULL,
    changed_text TEXT,
    decided_by TEXT,
    decided_at TEXT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (finding_id, position)
);
CREATE INDEX recommendations_of_study ON recommendations (study_id, id);

-- What doctors say.
CREATE TABLE decisions (
    id $identity,
    study_id BIGINT NOT NULL REFERENCES studies (id),
    finding_id BIGINT REFERENCES findings (id),
    kind TEXT NOT NULL,
    corrected_class TEXT,
    comment TEXT,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL
);
CREATE INDEX decisions_of_study ON decisions (study_id, id);
CREATE INDEX decisions_of_finding ON decisions (finding_id, id);

CREATE TABLE tasks (
    id $identity,
    patient_id BIGINT NOT NULL REFERENCES patients (id),
    study_id BIGINT REFERENCES studies (id),
    recommendation_id BIGINT REFERENCES recommendations (id),
    text TEXT NOT NULL,
    due_on TEXT NOT NULL,
    status TEXT NOT NULL,
    assigned_to TEXT,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    closed_by TEXT,
    closed_at TEXT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX tasks_of_patient ON tasks (patient_id, due_on, id);
CREATE INDEX tasks_by_due ON tasks (status, due_on, id);

CREATE TABLE measurements (
    id $identity,
    patient_id BIGINT NOT NULL REFERENCES patients (id),
    measured_on TEXT NOT NULL,
    creatinine_mg_dl DOUBLE PRECISION,
    height_cm DOUBLE PRECISION,
    weight_kg DOUBLE PRECISION,
    is_withdrawn BIGINT NOT NULL DEFAULT 0,
    entered_by TEXT NOT NULL,
    entered_at TEXT NOT NULL
);
CREATE INDEX measurements_of_patient ON measurements (patient_id, measured_on, id);

-- Who may do what.
CREATE TABLE users (
    id $identity,
    sign_in_name TEXT NOT NULL,
    sign_in_key TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    security_stamp TEXT NOT NULL,
    is_active BIGINT NOT NULL DEFAULT 1,
    failed_sign_ins BIGINT NOT NULL DEFAULT 0,
    locked_until TEXT,
    last_sign_in_at TEXT,
    language TEXT,
    created_at TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE api_keys (
    id $identity,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    last_used_at TEXT
);

-- Work for the workers.
CREATE TABLE jobs (
    id $identity,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    urgency BIGINT NOT NULL,
    payload_json TEXT NOT NULL,
    file_sha256 TEXT REFERENCES files (sha256),
    study_id BIGINT REFERENCES studies (id),
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    available_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    deaths BIGINT NOT NULL DEFAULT 0,
    lease BIGINT NOT NULL DEFAULT 0,
    worker TEXT,
    lease_until TEXT,
    is_cancel_asked BIGINT NOT NULL DEFAULT 0,
    progress DOUBLE PRECISION NOT NULL DEFAULT 0,
    progress_text TEXT,
    result_json TEXT,
    failure TEXT
);
CREATE INDEX jobs_to_do ON jobs (status, urgency, available_at, id);
CREATE INDEX jobs_of_study ON jobs (study_id, id);
CREATE INDEX jobs_of_file ON jobs (file_sha256);

CREATE TABLE job_lines (
    job_id BIGINT NOT NULL REFERENCES jobs (id),
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (job_id, number)
);

-- Files that ended a worker too often.
CREATE TABLE quarantine (
    file_sha256 TEXT PRIMARY KEY REFERENCES files (sha256),
    deaths BIGINT NOT NULL,
    reason TEXT,
    quarantined_at TEXT
);

-- Answers that are given again where a client asks again.
CREATE TABLE idempotency (
    caller TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_sha256 TEXT NOT NULL,
    status_code BIGINT,
    response_json TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (caller, idempotency_key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Who did what, each entry bound to the one before.
CREATE TABLE audit (
    number BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_of_subject ON audit (subject, number);
CREATE INDEX audit_of_actor ON audit (actor, number)
