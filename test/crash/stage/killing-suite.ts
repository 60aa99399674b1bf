import { BotPool, type BotProcess } from '../../support/bots/bots.ts';
import { Ahead } from '../../support/clocks/ahead.ts';

/** The cases of a suite whose bots are killed, a few at a time, and the processes that they take. Jest begins and ends both. */
export interface KillingSuite {
  pool: BotPool;
  /** How the case at `index` went. */
  outcome(index: number): Promise<void>;
}

export function killingSuite(atOnce: number, cases: readonly (() => Promise<void>)[], make?: () => BotProcess): KillingSuite {
  const pool = new BotPool(atOnce, make);
  const ahead = new Ahead(atOnce, cases);
  beforeAll(() => pool.refill());
  afterAll(async () => {
    await ahead.settled();
    await pool.close();
  });
  return { pool, outcome: (index) => ahead.outcome(index) };
}
