import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral, QueryDeepPartialEntity, QueryRunner } from 'typeorm';

/** One statement that changes rows, with $1 … for its values and without a `returning` of its own. */
export interface Change {
  sql: string;
  values: readonly unknown[];
  /** Under this name those after it in the same `Changes` find what it returned, and `learn` is told. */
  returned?: { as: string; columns: string };
}

/** Changes of rows that belong together and from which nothing comes back. */
export interface Changes {
  /** Every table that they write or read: what touches one of them is sent after them, because parts of one statement do not see each other. */
  tables: readonly string[];
  /** No two of them touch the same row. */
  changes: readonly Change[];
  /**
   * They look for rows that somebody writes under a lock for which what was changed before them waits. A statement sees what was committed when it began: sent with those before, they would miss
   * what was written while it waited.
   */
  behindLocks?: true;
  /** When the first of them finds no row, all that is sent with it is undone, and this is thrown. */
  otherwise?: () => Error;
  /** Is told what they returned, by name, when they have left; what they belong to may still be undone. */
  learn?: (returned: Readonly<Record<string, readonly unknown[]>>) => void;
}

/** An update of an entity as such a statement. */
export function updating<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  where: FindOptionsWhere<Row>,
  set: QueryDeepPartialEntity<Row>,
): Change {
  const [sql, values] = manager.createQueryBuilder().update(entity).set(set).where(where).getQueryAndParameters();
  return { sql, values };
}

/** Of a transaction that changes are gathered for; its runner is how a store finds it. */
const open = new WeakMap<QueryRunner, Gathering>();

/**
 * Changes rows. In a transaction it waits for the next statement that is asked something, or for the end, and leaves with all that waits by then as one statement: a round trip for each
 * would be most of what a transaction costs. It fails there, and undoes the transaction as it would have at once.
 */
export async function change(manager: EntityManager, changes: Changes): Promise<void> {
  const gathering = manager.queryRunner && open.get(manager.queryRunner);
  if (gathering) await gathering.add(changes);
  else await send((sql, values) => manager.query(sql, values), [changes]);
}

/** The same for changes of which the last gives `returning`: a list of columns. They leave at once, with what waits; rows come as JSON has them. */
export async function changeReturning<Row>(manager: EntityManager, changes: Changes, returning: string): Promise<Row[]> {
  const gathering = manager.queryRunner && open.get(manager.queryRunner);
  const rows = gathering
    ? await gathering.addReturning(changes, returning)
    : await send((sql, values) => manager.query(sql, values), [changes], returning);
  return rows as Row[];
}

/**
 * Gathers changes for the transaction that is begun on this runner next. It begins with the first statement that cannot wait: what consists of gathered changes alone is one statement, and
 * needs none to begin and to commit it. `lastIsSent` is called before the statement after which all is decided.
 */
export function gatherFor(runner: QueryRunner, lastIsSent: () => void): void {
  const gathering = new Gathering(runner, lastIsSent);
  open.set(runner, gathering);
  runner.query = gathering.query as QueryRunner['query'];
}

type Query = (sql: string, values?: unknown[], structured?: boolean) => Promise<unknown>;

class Gathering {
  private waiting: Changes[] = [];
  /** Whether the server knows of the transaction. */
  private begun: Promise<unknown> | undefined;
  /** What is on its way; whoever asks next is behind it. */
  private sending: Promise<unknown> = Promise.resolve();
  private turn: Promise<unknown> = Promise.resolve();
  private readonly ask: Query;

  constructor(
    private readonly runner: QueryRunner,
    private readonly lastIsSent: () => void,
  ) {
    this.ask = runner.query.bind(runner) as Query;
  }

  async add(changes: Changes): Promise<void> {
    await this.inTurn(async () => {
      if (this.mustWaitFor(changes)) await this.sendWaiting();
      this.waiting.push(changes);
    });
  }

  async addReturning(changes: Changes, returning: string): Promise<unknown[]> {
    return await this.inTurn(async () => {
      await this.begin();
      if (this.mustWaitFor(changes)) await this.sendWaiting();
      return await this.flushWith([changes], returning);
    });
  }

  /** Changes that are asked for side by side are taken in one after the other, in the order in which they were asked for. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return await done;
  }

  readonly query: Query = async (sql, values, structured) => {
    if (sql === 'START TRANSACTION') return undefined;
    if (sql === 'COMMIT') return await this.commit();
    if (sql === 'ROLLBACK') {
      this.waiting = [];
      return this.begun && (await this.ask(sql));
    }
    await this.begin();
    await this.flush();
    return await this.ask(sql, values, structured);
  };

  private async commit(): Promise<void> {
    if (this.begun) {
      await this.flush();
      this.lastIsSent();
      await this.ask('COMMIT');
    } else if (this.waiting.length > 0) {
      // Whether there is a server to ask comes before the statement that decides.
      await this.runner.connect();
      this.lastIsSent();
      await this.flushWith([]);
    }
  }

  private async begin(): Promise<void> {
    this.begun ??= this.ask('START TRANSACTION');
    await this.begun;
  }

  /** Whether what waits cannot leave together with these. */
  private mustWaitFor(changes: Changes): boolean {
    return this.waiting.some((other) => changes.behindLocks || isInTheWay(other, changes));
  }

  /** In the transaction, because more follows. */
  private async sendWaiting(): Promise<void> {
    await this.begin();
    await this.flush();
  }

  private async flush(): Promise<void> {
    await this.sending;
    if (this.waiting.length > 0) await this.flushWith([]);
  }

  private async flushWith(last: readonly Changes[], returning?: string): Promise<unknown[]> {
    const all = [...this.waiting, ...last];
    this.waiting = [];
    const sent = send((sql, values) => this.ask(sql, values), all, returning);
    this.sending = sent.catch(() => undefined);
    return await sent;
  }
}

/** Only one of a statement may be one without which nothing happens: else nobody could tell which of them found no row. */
function isInTheWay(one: Changes, other: Changes): boolean {
  return one.tables.some((table) => other.tables.includes(table)) || (one.otherwise !== undefined && other.otherwise !== undefined);
}

/** SQLSTATE of a division by zero, which is how a statement undoes itself. */
const DIVISION_BY_ZERO = '22012';

/** Sends all as one statement; the rows of the last change when it returns something. */
async function send(
  query: (sql: string, values: unknown[]) => Promise<unknown>,
  all: readonly Changes[],
  returning?: string,
): Promise<unknown[]> {
  const values: unknown[] = [];
  const parts: string[] = [];
  const answers: string[] = [];
  for (const { changes, otherwise } of all) {
    for (const [index, { sql, values: own, returned }] of changes.entries()) {
      const name = returned?.as ?? `c${parts.length + 1}`;
      const isLast = all.at(-1)?.changes === changes && index === changes.length - 1;
      const columns = returned?.columns ?? (isLast ? returning : undefined);
      parts.push(`${name} as (${renumbered(sql, values.length)} returning ${columns ?? '1'})`);
      values.push(...own);
      if (columns !== undefined)
        answers.push(`(select coalesce(jsonb_agg(to_jsonb(${name})), '[]') from ${name}) as ${returned?.as ?? 'rows'}`);
      else answers.push(`${index === 0 && otherwise ? '1 / ' : ''}(select count(*) from ${name}) as ${name}`);
    }
  }
  // Each is carried out when it is asked what came of it, so that locks are taken in the order in which the changes were asked for.
  const sql = `with ${parts.join(',\n')}\nselect ${answers.join(', ')}`;
  try {
    const [row = {}] = (await query(sql, values)) as Record<string, unknown[]>[];
    for (const { learn } of all) learn?.(row);
    return row.rows ?? [];
  } catch (error) {
    const { otherwise } = all.find((changes) => changes.otherwise) ?? {};
    if (otherwise && isDivisionByZero(error)) throw otherwise();
    throw error;
  }
}

/** With the values of other changes before its own. */
function renumbered(sql: string, before: number): string {
  return before === 0 ? sql : sql.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`);
}

function isDivisionByZero(error: unknown): boolean {
  const { driverError } = error as { driverError?: { code?: string } };
  return driverError?.code === DIVISION_BY_ZERO;
}
