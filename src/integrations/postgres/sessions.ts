/** What pg_stat_activity shows instead of the query of a session that the role may not look at. */
export const HIDDEN_QUERY = '<insufficient privilege>';

/**
 * Condition over pg_stat_activity: the sessions of people and programs in this database, but none of Bongsu's that watch it. What kind of
 * session it is, is hidden from a role that may not look at it.
 */
export const OTHERS =
  "datname = current_database() AND (backend_type = 'client backend' OR backend_type IS NULL) AND pid <> pg_backend_pid() AND application_name NOT LIKE 'bongsu%'";
