-- A scan as the viewer reads it: NIfTI, written by Lucarne.
ALTER TABLE images ADD COLUMN volume_sha256 TEXT REFERENCES files (sha256);
CREATE INDEX images_of_volume ON images (volume_sha256);

-- What doctors drew in place of a network. It stands beside the finding, which stays as it is.
CREATE TABLE corrections (
    id $identity,
    decision_id BIGINT NOT NULL UNIQUE REFERENCES decisions (id),
    finding_id BIGINT NOT NULL REFERENCES findings (id),
    volumes_ml_json TEXT NOT NULL
);
CREATE INDEX corrections_of_finding ON corrections (finding_id, id);

CREATE TABLE correction_files (
    correction_id BIGINT NOT NULL REFERENCES corrections (id),
    role TEXT NOT NULL,
    file_sha256 TEXT NOT NULL REFERENCES files (sha256),
    file_name TEXT NOT NULL,
    PRIMARY KEY (correction_id, role)
);
CREATE INDEX correction_files_of_file ON correction_files (file_sha256);
