import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { GROUPINGS, grouped } from '../../src/domain/insights/group.ts';
import { spanFigures } from '../../src/domain/insights/spans.ts';
import { createLog } from '../../src/integrations/log.ts';
import { startEmbeddedPostgres } from '../../src/storage/embedded/embedded-postgres.ts';
import { openStorage } from '../../src/storage/index.ts';
import { table } from './figures.ts';

const INCIDENTS = 100_000;
const RUNS = 5;
/** What figures over all of them may take. */
const GOAL_MS = 1_000;

/** Figures over a hundred thousand incidents of ten years, each with two pages, a role and twelve rows of the process; beside them the floor, in which the database only counts the incidents. */
export async function benchInsights(): Promise<unknown> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bongsu-bench-'));
  const log = createLog({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const storage = await openStorage({ url: postgres.url, log });
  try {
    await storage.migrate();
    await lived(postgres.url);
    const until = new Date();
    const counted = { since: new Date(0), until, hidden: [] };
    const zones = { people: { U0MINJI: 'Europe/Berlin' }, team: 'Asia/Seoul' };
    const { figures } = storage;
    const parts: [string, () => Promise<unknown>][] = [
      ['the incidents, counted', async () => await figures.states(counted)],
      [
        'moments, and figures of each grouping',
        async () => {
          const moments = await figures.moments(counted);
          spanFigures(moments);
          for (const by of GROUPINGS) grouped(moments, by, 'Asia/Seoul');
        },
      ],
      ['rows of the process', async () => await figures.rows(counted)],
      ['pages by person', async () => await figures.people(counted, zones)],
      ['person-hours', async () => await figures.personMs(counted)],
      [
        'all that `/incident stats` asks',
        async () => {
          const [moments] = await Promise.all([
            figures.moments(counted),
            figures.states(counted),
            figures.rows(counted),
            figures.people(counted, zones),
            figures.mitigations(counted),
            figures.followUps(counted),
            figures.alerts(counted),
            figures.personMs(counted),
          ]);
          spanFigures(moments);
          grouped(moments, 'week', 'Asia/Seoul');
        },
      ],
    ];
    const measured: Record<string, number> = {};
    for (const [name, work] of parts) measured[name] = await median(work);
    const all = measured['all that `/incident stats` asks'] ?? 0;
    process.stdout.write(`${table([['', 'ms'], ...Object.entries(measured).map(([name, ms]) => [name, ms.toFixed(0)])])}\n`);
    process.stdout.write(`${JSON.stringify({ bench: 'insights', incidents: INCIDENTS, measured, goals: { answer: all < GOAL_MS } })}\n`);
    return measured;
  } finally {
    await storage.close();
    await postgres.release();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    const began = performance.now();
    await work();
    // The first one warms the caches.
    if (run > 0) took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length / 2)] ?? 0;
}

async function lived(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into incidents (service, title, severity, state, scenario, private, declared_by, declared_via, detected_at, onset_at, clock_started_at, mitigated_at, resolved_at)
       select 'coupon', 'x', 'sev' || (1 + n % 3), 'closed', 'S' || (1 + n % 5), false, 'U0MINJI', 'alert', at, at - interval '2 minutes', at,
              at + (5 + n % 40) * interval '1 minute', at + (20 + n % 90) * interval '1 minute'
         from (select n, now() - n * interval '50 minutes' as at from generate_series(1, ${INCIDENTS}) n) all_of_them`,
    );
    await client.query(
      `insert into pages (incident_id, level, user_id, cause, created_at, sent_at, acknowledged_at, acknowledged_by)
       select id, 'L' || k, 'U0' || (array['MINJI', 'SORA', 'JUNHO', 'HANA'])[1 + (id + k) % 4], 'A' || k, detected_at, detected_at + k * interval '40 seconds',
              case k when 1 then detected_at + interval '3 minutes' end, case k when 1 then 'U0MINJI' end
         from incidents, generate_series(1, 2) k`,
    );
    await client.query(
      `insert into incident_roles (incident_id, role, user_id, assigned_by, assigned_at) select id, 'commander', 'U0SORA', 'U0SORA', detected_at + interval '5 minutes' from incidents`,
    );
    await client.query(
      `insert into deadlines (incident_id, row_id, due_at, state, settled_at)
       select id, 'A' || k, detected_at + k * interval '5 minutes', case when (id + k) % 9 = 0 then 'missed' else 'kept' end, detected_at
         from incidents, generate_series(1, 12) k`,
    );
    await client.query('analyze');
  } finally {
    await client.end();
  }
}
