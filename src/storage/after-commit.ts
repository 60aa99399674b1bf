import { AsyncLocalStorage } from 'node:async_hooks';

interface Transaction {
  ended: boolean;
  afterwards: (() => void)[];
}

const current = new AsyncLocalStorage<Transaction>();

/** Runs a transaction; what was put off with `afterCommit` inside it follows its commit, and is forgotten when it is undone. */
export async function committing<T>(transaction: () => Promise<T>): Promise<T> {
  const open: Transaction = { ended: false, afterwards: [] };
  try {
    const result = await current.run(open, transaction);
    // Outside of any transaction, so that nothing of what begins here waits for, or falls with, one that happens to be around.
    current.exit(() => {
      for (const act of open.afterwards) act();
    });
    return result;
  } finally {
    open.ended = true;
  }
}

/** Runs `act` when the transaction around this call has committed; at once when there is none. */
export function afterCommit(act: () => void): void {
  const open = current.getStore();
  if (open === undefined || open.ended) current.exit(act);
  else open.afterwards.push(act);
}
