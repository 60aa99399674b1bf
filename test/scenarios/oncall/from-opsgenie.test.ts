import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readOrganisation } from '../../../src/read-organisation.ts';
import { program } from '../../support/bots/programs.ts';
import { fire, TOKEN } from '../../support/scenario/alert-sender.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

type Fields = Record<string, Record<string, unknown>>;

const ROOT = join(import.meta.dirname, '../../..');
const PEOPLE = {
  ada: 'ada@example.com',
  ben: 'ben@example.com',
  chloe: 'chloe.martin@example.com',
  dan: 'dan@example.com',
  eli: 'eli@example.com',
  petrova: 'ada@example.org',
};
const USERS = Object.entries(PEOPLE).map(([name, email]) => ({ name, id: `U0${name.toUpperCase()}`, realName: name, email }));
const STATUS = { name: 'status', id: 'C0STATUS', members: Object.keys(PEOPLE) };
const GENERAL = { name: 'general', id: 'C0GENERAL', members: Object.keys(PEOPLE) };

/** What docs/coming-from-elsewhere.md has people do: take the export in, fill in what is missing, and put into each playbook what the report says of its team. */
function organisationFromExport(): string {
  const folder = join(process.env.TEST_RUN_DIR ?? '', `opsgenie-${randomUUID()}`);
  mkdirSync(folder);
  const slack = join(folder, 'users.list.json');
  writeFileSync(slack, JSON.stringify({ ok: true, members: USERS.map(({ id, email }) => ({ id, profile: { email } })) }));
  const file = join(folder, 'organisation.yml');
  const typed = ['opsgenie', 'test/data/opsgenie', '--slack-users', slack, '--from', '2026-03-02', '--out', file];
  const { stdout, stderr } = spawnSync(process.execPath, [program('import'), ...typed], { cwd: ROOT, encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  const written = readFileSync(file, 'utf8');
  if (written.match(/FILL IN/g)?.length !== 1) throw new Error(`the status channel alone is to be filled in:\n${written}`);
  writeFileSync(
    file,
    written
      .replace('"FILL IN: id of the status channel"', STATUS.id)
      .replace(/bridge:\n {4}hosts: \[\]/, 'bridge: { fallback: https://meet.example.com/incidents }'),
  );
  writeFileSync(join(folder, 'search.yml'), playbookOf('search.yml', said(stdout, 'Platform')));
  writeFileSync(join(folder, 'orders.yml'), playbookOf('orders.yml', said(stdout, 'Shop')));
  return folder;
}

/** The report's block for the playbooks of a team, as somebody copies it. */
function said(report: string, team: string): Fields {
  const [, block = ''] = report.split(`In each playbook of team "${team}":\n`);
  return parse(block.slice(0, block.search(/^\S/m))) as Fields;
}

/** A playbook of docs/writing-a-playbook.md, with these blocks in the place of its own, and without rows of steps that are gone. */
function playbookOf(name: string, { rows, ...blocks }: Fields): string {
  const page = readFileSync(join(ROOT, 'docs/writing-a-playbook.md'), 'utf8');
  const own = parse(page.split(`\`\`\`yaml\n# playbooks/acme/${name}\n`)[1]?.split('\n```\n')[0] ?? '') as Fields;
  const kept = Object.entries(own.rows ?? {}).filter(([id]) => !/^A\d/.test(id));
  return JSON.stringify({ ...own, ...blocks, rows: { ...Object.fromEntries(kept), ...rows } });
}

async function bot(startAt: string): Promise<Scenario> {
  const folder = organisationFromExport();
  return await scenario({
    ...CALM,
    startAt: new Date(startAt),
    environment: { ...CALM.environment, ALERT_TOKEN: TOKEN, PLAYBOOK: folder },
    overrides: { organisation: await readOrganisation(folder) },
    slack: { users: USERS, channels: [STATUS, GENERAL] },
  });
}

const pagesTo = (s: Scenario, name: string) => s.slack.directMessages(name).filter(({ text }) => /You are paged|Page \d/.test(text ?? ''));

describe('a schedule that came from Opsgenie', () => {
  it('pages whoever has the turn, then the levels of its escalation at their times', async () => {
    // A Tuesday in the week that the export gives to Chloé.
    const s = await bot('2026-03-03T05:00:00Z');
    await s.says('eli', 'open search sev2 Answers come late');
    s.expectDirect('chloe', /Search: Answers come late.*You are paged as first on-call \(L1\)/s);
    expect(pagesTo(s, 'dan')).toEqual([]);
    await s.advance('14m');
    expect(pagesTo(s, 'dan')).toEqual([]);
    // The third rule calls Dan after a quarter of an hour, the last one the team after an hour.
    await s.advance('2m');
    s.expectDirect('dan', /You are paged as second on-call \(L2\)/);
    expect(pagesTo(s, 'ada')).toEqual([]);
    await s.advance('46m');
    expect(pagesTo(s, 'ada')).not.toEqual([]);
    expect([pagesTo(s, 'eli'), pagesTo(s, 'petrova')]).toEqual([[], []]);
    s.takeAll();
  });

  it('keeps its rotation for weekends, and what was forwarded', async () => {
    // Saturday: the weekend is Ada's, whatever the week's turn says.
    const weekend = await bot('2026-03-07T12:00:00Z');
    await weekend.says('eli', 'open search sev2 Answers come late');
    weekend.expectDirect('ada', /You are paged as first on-call \(L1\)/);
    weekend.takeAll();
    // The turn is Eli's, who has forwarded a day of it to Dan.
    const forwarded = await bot('2026-03-05T12:00:00Z');
    await forwarded.says('ada', 'open orders sev2 Nothing arrives');
    forwarded.expectDirect('dan', /Orders: Nothing arrives.*You are paged as first on-call \(L1\)/s);
    expect(pagesTo(forwarded, 'eli')).toEqual([]);
    forwarded.takeAll();
  });

  it('lets alerts alone that the routing rules let alone', async () => {
    const s = await bot('2026-03-03T05:00:00Z');
    await fire(s, { name: 'Slow', labels: { service: 'search', severity: 'critical', environment: 'staging' } });
    expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toEqual([]);
    await fire(s, { name: 'Slow', labels: { service: 'search', severity: 'critical', environment: 'production' } });
    expect(await s.incident(1)).toMatchObject({ service: 'search' });
    s.expectDirect('chloe', /You are paged as first on-call/);
    s.takeAll();
  });
});
