-- The coupon service's database. pg_stat_statements must be among the server's preloaded libraries.
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
CREATE TABLE issued (
  id uuid PRIMARY KEY,
  coupon text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  issued_at timestamptz
);
CREATE INDEX ON issued (requested_at);
