-- Canvases are caught up with the runs of their project when they are read or changed, so that starting a run does not
-- pay for them. A project without a row here has an empty canvas that has seen no run.
CREATE TABLE canvases (
  world      INTEGER NOT NULL,
  project_id TEXT    NOT NULL,
  last_node  INTEGER NOT NULL, -- ordinals are never used again, so that a short id always means the same node
  last_edge  INTEGER NOT NULL,
  last_run   INTEGER NOT NULL, -- ordinal of the last generation that the canvas has taken note of
  PRIMARY KEY (world, project_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE canvas_nodes (
  world       INTEGER NOT NULL,
  project_id  TEXT    NOT NULL,
  ordinal     INTEGER NOT NULL, -- the short id is n<ordinal>
  rank        INTEGER NOT NULL, -- order on the canvas
  node_id     TEXT    NOT NULL,
  type        TEXT    NOT NULL, -- as definitions spell it
  label       TEXT    NOT NULL,
  model       TEXT,
  prompt      TEXT,
  node_params TEXT    NOT NULL, -- JSON
  x           REAL    NOT NULL, -- absolute
  y           REAL    NOT NULL,
  node_action TEXT    NOT NULL, -- JSON
  content_url TEXT,
  asset_id    TEXT,
  parent      INTEGER, -- ordinal of the group
  run_id      TEXT,
  node_extra  TEXT    NOT NULL, -- JSON: what only definitions know
  PRIMARY KEY (world, project_id, ordinal),
  UNIQUE (world, project_id, node_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE canvas_edges (
  world      INTEGER NOT NULL,
  project_id TEXT    NOT NULL,
  ordinal    INTEGER NOT NULL,
  edge_id    TEXT    NOT NULL,
  from_node  INTEGER NOT NULL, -- ordinals
  to_node    INTEGER NOT NULL,
  input      TEXT,
  edge_extra TEXT    NOT NULL, -- JSON
  PRIMARY KEY (world, project_id, ordinal),
  UNIQUE (world, project_id, edge_id)
) STRICT, WITHOUT ROWID;
