-- Files that were uploaded. Whether a reservation has expired is not stored: it follows from `expires_at` and `hash`.

CREATE TABLE assets (
  world               INTEGER NOT NULL,
  ordinal             INTEGER NOT NULL,
  id                  TEXT    NOT NULL,
  workspace_id        TEXT    NOT NULL,
  project_id          TEXT,
  folder              TEXT,
  file_name           TEXT,
  name_folded         TEXT    NOT NULL, -- for search; SQLite folds ASCII only
  description         TEXT,
  content_type        TEXT, -- what the bytes are; null until they are there
  upload_content_type TEXT, -- what they were said to be
  status              TEXT    NOT NULL CHECK (status IN ('pending_upload', 'ready', 'failed')),
  uploaded_via        TEXT    NOT NULL CHECK (uploaded_via IN ('url', 'signed_url', 'direct')),
  size_bytes          INTEGER,
  width               INTEGER,
  height              INTEGER,
  hash                TEXT, -- SHA-256 of the bytes; null while there are none
  created_at          INTEGER NOT NULL,
  expires_at          INTEGER, -- of the upload URL
  upload_token        TEXT, -- the last part of the upload URL; kept when used, so that a second use is told so
  attempts            INTEGER NOT NULL, -- reservations so far
  failure_message     TEXT, -- known when the bytes arrive, told once the upload is completed
  PRIMARY KEY (world, ordinal),
  UNIQUE (world, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX assets_by_workspace ON assets (world, workspace_id, ordinal);
CREATE INDEX assets_by_project ON assets (world, project_id, ordinal) WHERE project_id IS NOT NULL;
CREATE UNIQUE INDEX assets_by_upload_token ON assets (world, upload_token) WHERE upload_token IS NOT NULL;

-- Apart, so that lists do not read past the bytes.
CREATE TABLE asset_bytes (
  world   INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  bytes   BLOB    NOT NULL,
  PRIMARY KEY (world, ordinal)
) STRICT;
