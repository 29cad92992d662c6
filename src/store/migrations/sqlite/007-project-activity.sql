-- Projects are listed by recent activity.

DROP INDEX projects_by_workspace;
CREATE INDEX projects_by_activity ON projects (world, workspace_id, modified_at, ordinal);
