import pg from 'pg';
import { freshDatabase } from '../../support/servers/database.ts';

async function namesOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    return rows.map((row) => row.tablename);
  } finally {
    await client.end();
  }
}

describe('freshDatabase', () => {
  it('gives each caller a migrated database of its own, also at once', async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, () => freshDatabase()));
    expect(new Set(databases.map(({ url }) => url)).size).toBe(5);
    for (const { url } of databases) expect(await namesOf(url)).toContain('incidents');
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('drops a database that is still in use', async () => {
    const database = await freshDatabase();
    const client = new pg.Client({ connectionString: database.url });
    const gone = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await database.drop();
    await gone;
    await expect(namesOf(database.url)).rejects.toThrow('does not exist');
  });
});
