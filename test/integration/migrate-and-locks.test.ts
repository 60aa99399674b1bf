import { openStorage, type Storage } from '../../src/storage/index.ts';
import { RunLocks } from '../../src/storage/run-locks.ts';
import { bareIncident } from '../support/bare-incident.ts';
import { freshDatabase } from '../support/database.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { asAdmin } from '../support/test-run.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function opened<T>(count: number, work: (storages: Storage[], url: string) => Promise<T>): Promise<T> {
  const database = await freshDatabase();
  const storages = await Promise.all(Array.from({ length: count }, () => openStorage({ url: database.url, log: quiet })));
  try {
    return await work(storages, database.url);
  } finally {
    await Promise.all(storages.map((storage) => storage.close()));
    await database.drop();
  }
}

it('migrates an empty database although several processes start at once, and leaves a migrated one alone', async () => {
  await opened(4, async (storages, url) => {
    await asAdmin(url, (client) => client.query('drop schema public cascade; create schema public'));
    await Promise.all(storages.map((storage) => storage.migrate()));
    const { id } = await (storages[0] as Storage).incidents.insert(bareIncident(new Date()));
    await Promise.all(storages.map((storage) => storage.migrate()));
    expect(await storages[1]?.incidents.find(id)).toMatchObject({ id, title: 'Coupons late' });
  });
});

describe('a run lock', () => {
  it('is held by one: not twice in one process, not by another', async () => {
    await opened(2, async ([mine, theirs]) => {
      const lock = await mine?.locks.tryLock('run:1');
      expect(lock?.lost).toBe(false);
      expect(await mine?.locks.tryLock('run:1')).toBeUndefined();
      expect(await theirs?.locks.tryLock('run:1')).toBeUndefined();
      expect(await theirs?.locks.tryLock('run:2')).toBeDefined();
      await lock?.release();
      expect(await theirs?.locks.tryLock('run:1')).toBeDefined();
      expect(await mine?.locks.tryLock('run:1')).toBeUndefined();
    });
  });

  it('of many who try at once one gets it', async () => {
    await opened(2, async (storages) => {
      const tries = await Promise.all(Array.from({ length: 40 }, (_, n) => storages[n % 2]?.locks.tryLock('run:1')));
      expect(tries.filter(Boolean)).toHaveLength(1);
    });
  });

  it('is free as soon as its holder is gone', async () => {
    await opened(2, async ([mine, theirs]) => {
      await mine?.locks.tryLock('run:1');
      await mine?.locks.close();
      expect(await theirs?.locks.tryLock('run:1')).toBeDefined();
    });
  });

  it('is known to be lost when the server ends its connection, and can be had again', async () => {
    await opened(2, async ([mine, theirs], url) => {
      const lock = await mine?.locks.tryLock('run:1');
      await asAdmin(url, (client) =>
        client.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
                       where datname = current_database() and application_name = 'bongsu-locks'`),
      );
      // The end of the connection travels over the same kind of socket as an answer to a question asked after it.
      while (!lock?.lost) await mine?.ping();
      const again = await theirs?.locks.tryLock('run:1');
      expect(again).toBeDefined();
      // The loser's release takes nothing from the one who has it now.
      await lock?.release();
      expect(await mine?.locks.tryLock('run:1')).toBeUndefined();
      await again?.release();
      expect(await mine?.locks.tryLock('run:1')).toBeDefined();
    });
  });
});

describe('a run lock that is asked for when the connection breaks', () => {
  it('is had on the next connection, whatever is still heard of the broken one, and can be given back', async () => {
    await opened(1, async ([theirs], url) => {
      const at = new URL(url);
      const proxy = await startTcpProxy({ host: at.hostname, port: Number(at.port) });
      at.hostname = '127.0.0.1';
      at.port = String(proxy.port);
      const mine = new RunLocks(at.href, quiet);
      try {
        const before = await mine.tryLock('run:before');
        proxy.hold();
        const asked = mine.tryLock('run:asked');
        const waiting = mine.tryLock('run:waiting');
        proxy.cut();
        proxy.resume();
        await expect(asked).rejects.toThrow();
        const lock = await waiting;
        expect([before?.lost, lock?.lost]).toEqual([true, false]);
        expect(proxy.made).toBe(2);
        expect(await mine.tryLock('run:waiting')).toBeUndefined();
        expect(await theirs?.locks.tryLock('run:waiting')).toBeUndefined();
        // What the broken connection held is free, and its late release takes nothing from whoever has it now.
        const again = await mine.tryLock('run:before');
        await before?.release();
        expect(await theirs?.locks.tryLock('run:before')).toBeUndefined();
        for (const held of [lock, again]) await held?.release();
        for (const key of ['run:before', 'run:asked', 'run:waiting']) expect(await theirs?.locks.tryLock(key)).toBeDefined();
      } finally {
        await mine.close();
        await proxy.close();
      }
    });
  });
});

describe('what is woken after a commit', () => {
  it('is woken when the transaction has committed, in order, and never when it is undone', async () => {
    await opened(1, async ([storage]) => {
      if (!storage) return;
      const seen: string[] = [];
      const look = (what: string) => async () => seen.push(`${what} ${(await storage.incidents.list(['open'], 10)).length}`);
      const woken: Promise<unknown>[] = [];
      await storage.transaction(async (stores) => {
        storage.afterCommit(() => woken.push(look('first')()));
        storage.afterCommit(() => seen.push('second'));
        await stores.incidents.insert(bareIncident(new Date()));
        expect(seen).toEqual([]);
      });
      await Promise.all(woken);
      expect(seen).toEqual(['second', 'first 1']);

      const undone = storage.transaction(async () => {
        storage.afterCommit(() => seen.push('never'));
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      storage.afterCommit(() => seen.push('at once'));
      expect(seen).toEqual(['second', 'first 1', 'at once']);
    });
  });
});
