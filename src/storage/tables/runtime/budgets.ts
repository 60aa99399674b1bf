import type { EntityManager } from 'typeorm';

/** Table `budgets`: what may still be done of something, over all processes. */
export class BudgetStore {
  constructor(private readonly manager: EntityManager) {}

  /** What was left at the last taking, locked until the transaction ends; undefined the first time. */
  async lock(name: string): Promise<{ tokens: number; at: Date } | undefined> {
    // The advisory lock also covers the time before there is a row.
    await this.manager.query('select pg_advisory_xact_lock(hashtext($1))', [`budget:${name}`]);
    const [row] = await this.manager.query('select tokens, at from budgets where name = $1', [name]);
    return row;
  }

  async leave(name: string, left: { tokens: number; at: Date }): Promise<void> {
    await this.manager.query(
      'insert into budgets (name, tokens, at) values ($1, $2, $3) on conflict (name) do update set tokens = $2, at = $3',
      [name, left.tokens, left.at],
    );
  }
}
