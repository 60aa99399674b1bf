import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { declareRun } from '../../../src/workflows/incident/declare/steps.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { startTcpProxy, type TcpProxy } from '../../support/servers/tcp-proxy.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00Z');

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

/** Processes with a lease each, and a run that is due. */
async function leased<T>(count: number, work: (storages: Storage[], url: string) => Promise<T>): Promise<T> {
  return await opened(count, async (storages, url) => {
    for (const { lease } of storages) await lease.take();
    await addRun(storages[0] as Storage);
    return await work(storages, url);
  });
}

async function addRun(storage: Storage, id = 'run'): Promise<void> {
  const incident = await storage.incidents.insert(bareIncident(NOW));
  const input = { responseUrl: null, answerIn: null, declarer: null };
  await storage.runs.insert(declareRun.row({ id, incidentId: incident.id, input, createdAt: NOW, nextAt: NOW }));
}

/** Takes the run for a process; what it writes for it from then on. */
async function take(storage: Storage | undefined, id = 'run') {
  const by = storage?.lease.current?.number ?? Number.NaN;
  const run = await storage?.runs.take(id, by);
  return run && { id: run.id, heldBy: by };
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

it('says why the schema could not be brought up to date, although the session was lost with it', async () => {
  await opened(1, async ([storage], url) => {
    await asAdmin(url, (client) => client.query('drop schema public cascade; create schema public'));
    await asAdmin(url, async (client) => {
      await client.query('select pg_advisory_lock(4242001)');
      const migrated = storage?.migrate().catch((error: unknown) => error);
      await eventually('it waits for its turn and is thrown out', async () => {
        const { rows } = await client.query(
          `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
        );
        return rows.length > 0 ? true : undefined;
      });
      expect(await migrated).toMatchObject({ code: '57P01' });
    });
    await storage?.migrate();
    expect(await storage?.isCurrent()).toBe(true);
  });
});

/** Notes under which limits whoever writes to a table does so. */
const NOTE_LIMITS = `
  create table noted (name text, what text, setting text);
  create function note() returns trigger language plpgsql as $$ begin
    insert into noted select current_setting('application_name'), name, setting from pg_settings
      where name ~ '^(statement|lock)_timeout$|^idle_in_transaction|^tcp_(keepalives|user)|^work_mem$';
    return new;
  end $$;
  create trigger noting before insert or update on processes for each row execute function note();
  create trigger noting before insert on runs for each row execute function note()`;

describe('met-K4: a session', () => {
  it('has limits for statements, locks and idle transactions, and probes whether the other end is there', async () => {
    await opened(1, async ([storage], url) => {
      await asAdmin(url, (client) => client.query(NOTE_LIMITS));
      const asked = new URL(url);
      asked.searchParams.set('options', '-c work_mem=5MB');
      asked.searchParams.set('application_name', 'mine');
      const mine = await openStorage({ url: asked.href, log: quiet });
      try {
        await mine.lease.take();
        await addRun(mine);
        const { rows } = await asAdmin(url, (client) =>
          client.query<{ name: string; what: string; setting: string }>('select * from noted'),
        );
        const noted = (what: string) => [...new Set(rows.filter((row) => row.what === what).map(({ setting }) => setting))].sort();
        // Of the lease and of the pool; what the address asks for stands beside them.
        expect(noted('statement_timeout')).toEqual(['20000', '5000']);
        expect(noted('lock_timeout')).toEqual(['13000', '5000']);
        expect(noted('idle_in_transaction_session_timeout')).toEqual(['5000', '9000']);
        expect(['tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'tcp_user_timeout'].map(noted)).toEqual([
          ['5'],
          ['2'],
          ['3'],
          ['10000'],
        ]);
        expect(noted('work_mem')).toEqual(['5120']);
        expect(new Set(rows.map(({ name }) => name.replace(/-[0-9a-f-]{36}$/, '')))).toEqual(new Set(['bongsu']));
        expect(storage?.lease.current).toBeUndefined();
      } finally {
        await mine.close();
      }
    });
  });

  it('whose process stands still in a transaction is thrown out, and what it locked is free', async () => {
    await behindProxy(async ({ frozen, other, proxy }) => {
      const { id } = await other.incidents.insert(bareIncident(NOW));
      const begun = performance.now();
      const held = frozen.transaction(async (stores) => {
        await stores.alertEvents.takeTurn();
        await stores.incidents.lock(id);
        proxy.hold();
        await proxy.resumed;
        await stores.incidents.change(id, { title: 'written by the thawed one' });
      });
      held.catch(() => undefined);
      await eventually('it holds both', () => (proxy.isHeld ? true : undefined));
      await other.transaction(async (stores) => {
        await stores.alertEvents.takeTurn();
        await stores.incidents.lock(id);
      });
      expect(performance.now() - begun).toBeLessThan(15_000);
      proxy.resume();
      await expect(held).rejects.toThrow();
      expect(await other.incidents.find(id)).toMatchObject({ title: 'Coupons late' });
    });
  });
});

interface Frozen {
  /** A process whose connections can be made to stand still. */
  frozen: Storage;
  other: Storage;
  proxy: TcpProxy & { resumed: Promise<void>; isHeld: boolean };
  /** How many beats a process has said so far. */
  beatsOf(storage: Storage): Promise<number>;
}

async function behindProxy(work: (scene: Frozen) => Promise<void>): Promise<void> {
  await leased(1, async ([other], url) => {
    const at = new URL(url);
    const wire = await startTcpProxy({ host: at.hostname, port: Number(at.port) });
    let resumed = () => {};
    const proxy = {
      ...wire,
      resumed: new Promise<void>((resolve) => {
        resumed = resolve;
      }),
      isHeld: false,
      hold() {
        wire.hold();
        proxy.isHeld = true;
      },
      resume() {
        wire.resume();
        resumed();
      },
    };
    at.hostname = '127.0.0.1';
    at.port = String(wire.port);
    const frozen = await openStorage({ url: at.href, log: quiet });
    try {
      await frozen.lease.take();
      const beatsOf = async ({ lease }: Storage) => {
        const { rows } = await asAdmin(url, (client) =>
          client.query<{ beats: string }>('select beats from processes where number = $1', [lease.current?.number]),
        );
        return Number(rows[0]?.beats);
      };
      await work({ frozen, other: other as Storage, proxy, beatsOf });
    } finally {
      proxy.resume();
      wire.cut();
      await frozen.close();
      await wire.close();
    }
  });
}

const LATE = { errorCode: 'late', error: 'late', waitsFor: null };

describe('a run', () => {
  it('is held by one process, and by the next when that one gives it back', async () => {
    await leased(2, async ([mine, theirs]) => {
      const held = await take(mine);
      expect(held).toBeDefined();
      expect(await take(theirs)).toBeUndefined();
      expect(await mine?.runs.defer(held as never, NOW)).toBe(true);
      const next = await take(theirs);
      expect(next?.heldBy).toBe(theirs?.lease.current?.number);
      // What the first one still writes is refused, whatever it is.
      const { steps, runs } = mine as Storage;
      for (const write of [
        () => steps.begin(held as never, 'channel', NOW),
        () => steps.done(held as never, 'channel', {}),
        () => steps.failed(held as never, 'channel', LATE),
        () => steps.retryAt(held as never, 'channel', NOW, LATE),
        () => steps.tryAgain(held as never, ['channel'], NOW, LATE),
      ])
        await expect(write()).rejects.toMatchObject({ name: 'LeaseLost' });
      expect(await steps.skip(held as never, ['channel'])).toBe(false);
      expect([await runs.finish(held as never, NOW), await runs.defer(held as never, NOW)]).toEqual([false, false]);
      expect(await theirs?.runs.find('run')).toMatchObject({ status: 'running', heldBy: next?.heldBy });
    });
  });

  it('is had by one of many who try at once', async () => {
    await leased(2, async (storages) => {
      const tries = await Promise.all(Array.from({ length: 40 }, (_, n) => take(storages[n % 2])));
      expect(new Set(tries.flatMap((held) => held?.heldBy ?? [])).size).toBe(1);
    });
  });

  it('cannot be taken over while something is being written for it, and what was written is then seen', async () => {
    await leased(2, async ([mine, theirs]) => {
      const held = (await take(mine)) as { id: string; heldBy: number };
      await mine?.steps.begin(held, 'channel', NOW);
      const seen: string[] = [];
      let taking: Promise<unknown> | undefined;
      await mine?.transaction(async (stores) => {
        await stores.steps.done(held, 'channel', { id: 'C1' });
        // Changes leave when something is asked.
        expect(await stores.steps.find('run', 'channel')).toMatchObject({ status: 'done' });
        await mine.lease.close();
        taking = take(theirs).then((taken) => seen.push(taken ? 'taken' : 'refused'));
        await theirs?.ping();
        seen.push('written');
      });
      await taking;
      expect(seen).toEqual(['written', 'taken']);
      expect(await theirs?.steps.find('run', 'channel')).toMatchObject({ status: 'done' });
    });
  });

  it('that was taken over before what was written for it left keeps nothing of that', async () => {
    await leased(2, async ([mine, theirs]) => {
      const held = (await take(mine)) as { id: string; heldBy: number };
      await mine?.steps.begin(held, 'channel', NOW);
      const writing = mine?.transaction(async (stores) => {
        await stores.steps.done(held, 'channel', { id: 'C1' });
        await mine.lease.close();
        expect(await take(theirs)).toBeDefined();
      });
      await expect(writing).rejects.toMatchObject({ name: 'LeaseLost' });
      expect(await theirs?.steps.find('run', 'channel')).toMatchObject({ status: 'started' });
    });
  });

  it('met-B9: is known to be free within two seconds when its process is gone, also without a word', async () => {
    await behindProxy(async ({ frozen, other, proxy, beatsOf }) => {
      expect(await take(frozen)).toBeDefined();
      const before = frozen.lease.current?.number;
      proxy.cut();
      const begun = await beatsOf(other);
      await eventually('the run can be had', () => take(other));
      // A beat a second; on a busy machine they come later.
      expect((await beatsOf(other)) - begun).toBeLessThanOrEqual(2);
      // Its process lives and takes another lease, under another number.
      const lease = await eventually('another lease', () => frozen.lease.current);
      expect(lease.number).toBeGreaterThan(before as number);
    });
  });

  it('met-K4: is taken over within 15 s when its process is not heard of, and what that one writes when it is back is refused', async () => {
    await behindProxy(async ({ frozen, other, proxy, beatsOf }) => {
      const held = (await take(frozen)) as { id: string; heldBy: number };
      const lease = frozen.lease.current;
      await frozen.steps.begin(held, 'channel', NOW);
      proxy.hold();
      const begun = await beatsOf(other);
      expect(await take(other)).toBeUndefined();
      await eventually('the silence is told', () => other.lease.troubled.find(({ number }) => number === held.heldBy));
      expect(lease?.lost).toBe(false);
      const taken = await eventually('the run can be had', () => take(other));
      expect((await beatsOf(other)) - begun).toBeLessThanOrEqual(15);
      // It knew that before the others acted on it.
      expect(lease?.lost).toBe(true);
      proxy.resume();
      await expect(eventually('an answer', () => frozen.steps.done(held, 'channel', {}).then(() => true))).rejects.toThrow();
      await eventually('another lease', () => frozen.lease.current);
      await expect(frozen.steps.done(held, 'channel', {})).rejects.toMatchObject({ name: 'LeaseLost' });
      expect(await other.steps.find('run', 'channel')).toMatchObject({ status: 'started' });
      expect(taken.heldBy).toBe(other.lease.current?.number);
      await eventually('nobody is silent any more', () => (other.lease.troubled.length === 0 ? true : undefined));
    });
  });
});

describe('a process that lost its lease', () => {
  it('leaves no session behind while the server may only be read, and has a lease again when it may be written to', async () => {
    const database = await freshDatabase();
    let refused = 0;
    const log = {
      ...quiet,
      debug: (fields: unknown) => {
        if ((fields as { err?: { code?: string } }).err?.code === '25006') refused += 1;
      },
    };
    const storage = await openStorage({ url: database.url, log });
    const name = new URL(database.url).pathname.slice(1);
    try {
      await storage.lease.take();
      await asAdmin(database.url, async (client) => {
        await client.query(`alter database ${name} set default_transaction_read_only = on`);
        await client.query(`select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a using (pid)
                             where l.locktype = 'advisory' and a.datname = current_database()`);
        await eventually('it was refused again and again', () => (refused >= 4 ? true : undefined), 20_000);
        const tries = await client.query(
          `select from pg_stat_activity where datname = current_database() and query like '%insert into processes%'`,
        );
        expect(tries.rows.length).toBeLessThanOrEqual(1);
        await client.query(`set default_transaction_read_only = off; alter database ${name} reset default_transaction_read_only`);
      });
      await eventually('it has a lease', () => storage.lease.current, 20_000);
    } finally {
      await storage.close();
      await database.drop();
    }
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
