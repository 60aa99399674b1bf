import type { DataSource, EntityManager, EntityMetadata, EntityTarget, FindManyOptions, FindOptionsWhere, ObjectLiteral } from 'typeorm';

/** One look for rows of an entity, as it was asked for. */
interface Look {
  sql: string;
  values: unknown[];
  metadata: EntityMetadata;
  resolve: (rows: ObjectLiteral[]) => void;
  reject: (error: unknown) => void;
}

/** As the columns of a look are called. */
const ALIAS = 'r';

/**
 * A manager for work that only reads: whatever rows are looked for side by side leave as one statement, and are of one moment. What shows an incident reads a dozen tables; a round trip
 * for each would be most of what it costs. Whatever else is asked is asked by itself.
 */
export function readingTogether(source: DataSource): EntityManager {
  const manager = source.createEntityManager();
  let waiting: Look[] = [];
  const look = async (entity: EntityTarget<ObjectLiteral>, options: FindManyOptions): Promise<ObjectLiteral[]> => {
    const [sql, values] = manager.createQueryBuilder(entity, ALIAS).setFindOptions(options).getQueryAndParameters();
    return await new Promise((resolve, reject) => {
      waiting.push({ sql, values, metadata: source.getMetadata(entity), resolve, reject });
      if (waiting.length > 1) return;
      setImmediate(() => {
        const looks = waiting;
        waiting = [];
        void send(source, looks);
      });
    });
  };
  const reads = {
    find: (entity: EntityTarget<ObjectLiteral>, options: FindManyOptions = {}) => look(entity, options),
    findBy: (entity: EntityTarget<ObjectLiteral>, where: FindOptionsWhere<ObjectLiteral>) => look(entity, { where }),
    findOneBy: async (entity: EntityTarget<ObjectLiteral>, where: FindOptionsWhere<ObjectLiteral>) =>
      (await look(entity, { where, take: 1 }))[0] ?? null,
  };
  return Object.assign(manager, reads as object);
}

async function send(source: DataSource, looks: readonly Look[]): Promise<void> {
  try {
    const values: unknown[] = [];
    const parts: string[] = [];
    const names: string[] = [];
    for (const { sql, values: own } of looks) {
      // Two that ask for the same are one.
      const text = JSON.stringify([sql, own]);
      const known = names.indexOf(text);
      if (known >= 0) continue;
      names.push(text);
      const before = values.length;
      parts.push(sql.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`));
      values.push(...own);
    }
    const columns = parts.map((sql, index) => `(select coalesce(json_agg(row_to_json(q)), '[]') from (${sql}) q) as l${index}`);
    const [answer] = (await source.query(`select ${columns.join(', ')}`, values)) as Record<string, ObjectLiteral[]>[];
    for (const { sql, values: own, metadata, resolve } of looks) {
      const rows = answer?.[`l${names.indexOf(JSON.stringify([sql, own]))}`] ?? [];
      resolve(rows.map((row) => hydrated(source, metadata, row)));
    }
  } catch (error) {
    for (const { reject } of looks) reject(error);
  }
}

/** A row as TypeORM would give it: JSON has times as text, and large numbers as numbers. */
function hydrated(source: DataSource, metadata: EntityMetadata, row: ObjectLiteral): ObjectLiteral {
  const entity: ObjectLiteral = {};
  for (const column of metadata.columns) {
    const name = `${ALIAS}_${column.databaseName}`;
    if (!(name in row)) continue;
    const value = column.type === 'bigint' && typeof row[name] === 'number' ? String(row[name]) : row[name];
    column.setEntityValue(entity, source.driver.prepareHydratedValue(value, column));
  }
  return entity;
}
