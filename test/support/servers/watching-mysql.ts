import { createConnection } from 'mysql2/promise';
import { sqlInDocs } from '../docs/rights-in-docs.ts';

export const WATCHING_PASSWORD = 'watching-mysql-password';

/** The address of a user that has what docs/sources.md grants and no more. */
export async function watchingMysql(url: string, changes: { password?: string; port?: number } = {}): Promise<string> {
  const admin = await createConnection({ uri: url });
  try {
    for (const sql of sqlInDocs("CREATE USER IF NOT EXISTS 'bongsu'", WATCHING_PASSWORD, 'docs/sources.md')) await admin.query(sql);
  } finally {
    admin.destroy();
  }
  return watcherAt(url, changes);
}

export function watcherAt(url: string, { password = WATCHING_PASSWORD, port }: { password?: string; port?: number } = {}): string {
  const watcher = new URL(url);
  watcher.username = 'bongsu';
  watcher.password = password;
  if (port !== undefined) watcher.port = String(port);
  return watcher.href;
}
