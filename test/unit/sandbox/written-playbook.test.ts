import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facts } from '../../../sandbox/page/facts.ts';
import { startWorld, type World } from '../../../sandbox/world.ts';
import { sandboxText } from '../../../sandbox/written-playbook.ts';
import { editedPlaybook } from '../../support/scenario/edit-playbook.ts';
import { threeServices } from '../../support/scenario/three-services.ts';

const WHOLE = /^```yaml\n# playbooks\/acme\/(\S+)\n([\s\S]*?)^```/gm;

let folder: string;
let world: World | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'written-'));
});
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe('the playbook of a world', () => {
  it('is that of the default service of a folder, or that of a file with the team that stands beside it', async () => {
    // Without the braces of JSON, as people write them.
    for (const { name, text } of threeServices()) writeFileSync(join(folder, name), `# ${name}\n${text}`);
    const of = async (path: string) => JSON.parse((await sandboxText(path, undefined)).text);
    const home = await of(folder);
    expect(home).toMatchObject({ service: { key: 'coupon' }, team: { oncall: { L1: ['minji', 'junho'] } } });
    expect(await of(join(folder, 'shop.yml'))).toMatchObject({
      service: { key: 'shop' },
      team: { oncall: { L1: ['mira'] }, zone: home.team.zone },
    });
  });

  it('is refused with the lines of its file', async () => {
    const path = join(folder, 'mine.yml');
    writeFileSync(path, `# one\n# two\n${editedPlaybook([]).replace('"zone": "Asia/Seoul"', '"zone": "Asia/Soul"')}`);
    await expect(sandboxText(path, undefined)).rejects.toThrow(/mine\.yml:\d+: team\.zone: is not an IANA time zone/);
    const line = Number(/mine\.yml:(\d+)/.exec(String(await sandboxText(path, undefined).catch(String)))?.[1]);
    expect(readFileSync(path, 'utf8').split('\n')[line - 1]).toContain('Asia/Soul');
  });

  it('that no model knows is shown by its own components, and its mitigations can be pressed', async () => {
    for (const [, name = '', text = ''] of readFileSync('docs/writing-a-playbook.md', 'utf8').matchAll(WHOLE))
      writeFileSync(join(folder, name), text);
    world = await startWorld({ playbookPath: folder, calmMs: 0 });
    const shown = facts({ world, run: 'one', timeScale: 30 }, { language: 'en', botUrl: '' });
    expect(shown).toMatchObject({
      service: {
        name: 'Orders',
        madeUp: true,
        parts: [
          { id: 'worker', title: 'Order workers', signal: 'order_backlog' },
          { id: 'database', title: 'MySQL', signal: 'lock_waits' },
        ],
      },
    });
    expect(world.playbook.mitigations['more-workers']).toMatchObject({ enabled: true, on: [{ http: { field: 'more-workers_0' } }] });
  });
});
