import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { program } from '../../support/bots/programs.ts';
import { editedPlaybook, set } from '../../support/scenario/edit-playbook.ts';
import { COUPON_YML, couponYml } from '../../support/scenario/shipped-playbook.ts';
import { threeServices } from '../../support/scenario/three-services.ts';

/** `npm run check`: as a team's CI calls it, with nothing in the environment. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(process.env.TEST_RUN_DIR ?? '', 'check-'));
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function check(...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program('check'), ...words], { cwd: folder, env: {} });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

async function file(name: string, text: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

const WRONG = couponYml(['zone: Asia/Seoul', 'zone: Asia/Soul'], ['qa: [yuna]', 'qa: [juna]']);

describe('a playbook', () => {
  it('that can be used: its warnings, and 0; 1 where they count', async () => {
    const path = await file('ours.yml', COUPON_YML);
    const { code, out, err } = await check(path);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ours\.yml:\d+:\d+: warning: briefing\.signals\[4\]: redis_lock_wait has no threshold/);
    expect(out).toMatch(/\nours\.yml: 2 warnings\.\n$/);
    expect((await check(path, '--strict')).code).toBe(1);
  });

  it('in which nothing is wrong', async () => {
    const path = await file('calm.yml', editedPlaybook([set('briefing.signals', ['cpu'])]));
    expect(await check(path, '--strict')).toEqual({ code: 0, out: 'calm.yml: nothing is wrong.\n', err: '' });
    expect((await check(path, '--json')).out).toBe('[]\n');
    expect((await check(path, '--github')).out).toBe('');
  });

  it('that cannot: each mistake for people', async () => {
    const { code, out } = await check(await file('wrong.yml', WRONG));
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'wrong.yml:10:9: error: team.zone: is not an IANA time zone such as Asia/Seoul (found "Asia/Soul")',
      expect.stringMatching(/^wrong\.yml:\d+:10: error: team\.notify\.qa\[0\]: "juna" is not one of team\.people: did you mean "yuna"\?$/),
      '',
      'wrong.yml: 2 mistakes.',
      '',
    ]);
  });

  it('that cannot: for programs', async () => {
    const { code, out } = await check(await file('wrong.yml', WRONG), '--json');
    expect(code).toBe(1);
    const [zone, name] = JSON.parse(out) as unknown[];
    expect(zone).toEqual({
      file: 'wrong.yml',
      line: 10,
      column: 9,
      level: 'error',
      path: 'team.zone',
      message: 'is not an IANA time zone such as Asia/Seoul (found "Asia/Soul")',
      found: '"Asia/Soul"',
      wanted: expect.stringContaining('an IANA time zone such as Asia/Seoul') as string,
    });
    expect(name).toMatchObject({ found: '"juna"', wanted: 'one of team.people', nearest: 'yuna' });
  });

  it('that cannot: as GitHub marks it, with nothing in it that could be another command', async () => {
    const odd = 'a,b:c.yml';
    await file(odd, couponYml(['zone: Asia/Seoul', 'zone: "50%\\n::error::x"']));
    const { code, out } = await check(odd, '--github');
    expect(code).toBe(1);
    expect(out).toMatch(/^::error file=a%2Cb%3Ac\.yml,line=10,col=9::team\.zone: is not an IANA .*50%25\\n::error::x.*\n$/);
    expect(out.split('\n')).toHaveLength(2);
    const calm = await check(await file('ours.yml', COUPON_YML), '--github');
    expect(calm.out).toMatch(/^::warning file=ours\.yml,line=\d+,col=\d+::briefing/);
  });
});

describe('--against', () => {
  it('says what would change, for people and for programs', async () => {
    const newer = await file(
      'new.yml',
      couponYml(['L1: [minji, junho]\n    L2', 'L1: [junho, minji]\n    L2'], ['within: 5m', 'within: 7m']),
    );
    const older = await file('ours.yml', COUPON_YML);
    const { code, out } = await check(newer, '--against', older);
    expect(code).toBe(0);
    expect(out).toMatch(/^Paged first in the next seven days \(Asia\/Seoul\):\n {2}L1, .*: Kim Minji -> Park Junho\n/);
    expect(out).toMatch(/\n {2}rows\.A1\.within: 5m -> 7m\n/);
    const { paged, changes } = JSON.parse((await check(newer, '--against', older, '--json')).out) as {
      paged: unknown[];
      changes: unknown[];
    };
    expect(paged).toHaveLength(1);
    expect(changes).toContainEqual({ path: 'rows.A1.within', before: '5m', after: '7m' });
    expect((await check(older, '--against', older)).out).toBe('Nothing would change for people and clocks.\n');
  });

  it('compares two organisations: services that come and go, what a team shares once, and each service', async () => {
    const write = async (name: string, files: readonly { name: string; text: string }[]) => {
      await mkdir(join(folder, name));
      for (const one of files) await file(`${name}/${one.name}`, one.text);
      return name;
    };
    const older = await write('older', threeServices());
    const newer = await write(
      'newer',
      threeServices().flatMap(({ name, text }) => {
        const content = JSON.parse(text);
        if (name === 'organisation.yml') {
          content.teams.shop.oncall.L1 = ['teo'];
          content.services.default = 'shop';
          content.services.routes = [];
        }
        if (name === 'shop.yml') content.escalation[1].at = '25m';
        if (name === 'batch.yml') content.service.key = 'nightly';
        return [{ name, text: JSON.stringify(content, null, 2) }];
      }),
    );
    const found = JSON.parse((await check(newer, '--against', older, '--json')).out);
    expect(found).toMatchObject({
      added: ['nightly'],
      removed: ['batch'],
      changes: [{ path: 'services.default' }, { path: 'services.routes' }],
    });
    expect(found.teams.map(({ team, paged }: { team: string; paged: unknown[] }) => [team, paged.length])).toEqual([['shop', 1]]);
    expect(found.services).toMatchObject([{ service: 'shop', paged: [] }]);
    const { code, out } = await check(newer, '--against', older);
    expect(code).toBe(0);
    expect(out).toMatch(/^Services that come:\n {2}nightly\n/);
    expect(out).toMatch(/\nTeam shop\nPaged first .*\n {2}L1, .*: Mira Vogel -> Teo Brandt\n/);
    expect(out.match(/Mira Vogel/g)).toHaveLength(1);
    expect((await check(older, '--against', older)).out).toBe('Nothing would change for people and clocks.\n');
    expect((await check(older, '--against', await file('alone.yml', COUPON_YML))).out).toMatch(
      /^Services that come:\n {2}batch\n {2}shop\n/,
    );
  });

  it('compares nothing with what cannot be used', async () => {
    const { code, out } = await check(await file('ours.yml', COUPON_YML), '--against', await file('wrong.yml', WRONG));
    expect(code).toBe(1);
    expect(out).toMatch(/wrong\.yml:10:9: error/);
    expect((await check('ours.yml', '--against', 'nothing.yml')).code).toBe(2);
    expect((await check('ours.yml', '--against', 'ours.yml', '--github')).code).toBe(2);
  });
});

it('looks at every playbook of a folder', async () => {
  await mkdir(join(folder, 'all'));
  await file('all/a.yml', COUPON_YML);
  await file('all/b.yaml', WRONG);
  await file('all/notes.md', '# not a playbook');
  const { code, out } = await check('all');
  expect(code).toBe(1);
  expect([...out.matchAll(/^all\/(\S+?):.*error/gm)].map(([, name]) => name)).toEqual(['b.yaml', 'b.yaml']);
  expect(out).toMatch(/\n2 files: 2 mistakes and 2 warnings\.\n$/);
});

it('reads a folder of services as one organisation: each mistake in its file, what is said of a team once', async () => {
  await mkdir(join(folder, 'org'));
  for (const { name, text } of threeServices()) await file(`org/${name}`, text);
  const right = await check('org');
  expect({ code: right.code, err: right.err }).toEqual({ code: 0, err: '' });
  expect(right.out).not.toMatch(/error/);
  const places = right.out.split('\n').filter((line) => / team\.|organisation\.|teams\./.test(line));
  expect(new Set(places).size).toBe(places.length);
  const [coupon] = threeServices().filter(({ name }) => name === 'coupon.yml');
  await file('org/coupon.yml', (coupon?.text ?? '').replace('"within": "5m"', '"within": "soon"'));
  const wrong = await check('org', '--json');
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.out)).toEqual([expect.objectContaining({ file: 'org/coupon.yml', path: 'rows.A1.within', found: '"soon"' })]);
});

it('reads one service of a folder with its organisation, and says nothing of the others', async () => {
  await mkdir(join(folder, 'one'));
  for (const { name, text } of threeServices()) await file(`one/${name}`, text);
  expect(await check('one/shop.yml')).toMatchObject({ code: 0, err: '', out: expect.not.stringContaining('error') });
  await file('one/batch.yml', '{ "version": 1, "team": "shopp" }');
  const [, right, wrong] = await Promise.all([check('one/organisation.yml'), check('one/shop.yml'), check('one/batch.yml')]);
  expect([right.code, wrong.code]).toEqual([0, 1]);
  expect(wrong.out).toContain('one/batch.yml:1:25: error: team: "shopp" is no team of organisation.yml: did you mean "shop"?');
  // Away from its organisation it says what it lacks.
  const alone = await check(await file('alone.yml', threeServices().at(-1)?.text ?? ''));
  expect(alone.out).toMatch(/^alone\.yml:\d+:\d+: error: team: is the key of a team, .* name the folder in which both stand/m);
});

describe('what is no playbook', () => {
  it.each([
    ['nothing.yml', /^There is no nothing\.yml: name a playbook or a folder/],
    ['empty', /^No file in empty ends in \.yml/],
    ['secret.yml', /^secret\.yml cannot be read: .*Let this user read it/],
    ['/dev/zero', /^\/dev\/zero is no file/],
  ])('%s ends with 2, and what to do', async (path, message) => {
    await mkdir(join(folder, 'empty'), { recursive: true });
    await file('secret.yml', 'version: 1\n');
    await chmod(join(folder, 'secret.yml'), 0o000);
    // For root nothing is secret.
    if (path === 'secret.yml' && process.getuid?.() === 0) return;
    const { code, out, err } = await check(path);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    await chmod(join(folder, 'secret.yml'), 0o600);
  });

  it.each([
    ['big.yml', 'a: b\n'.repeat(2_000_000), /^big\.yml:1:1: error: is 10\.0 MB long/],
    ['latin.yml', Buffer.from([0x61, 0xe9, 0xff]), /^latin\.yml:1:1: error: is not UTF-8/],
    ['void.yml', '', /^void\.yml:1:1: error: is empty/],
  ])('%s is one mistake', async (name, text, message) => {
    const { code, out } = await check(await file(name, text));
    expect(code).toBe(1);
    expect(out).toMatch(message);
    expect(out).toMatch(/: 1 mistake\.\n$/);
  });

  it('is told apart from a wrong call', async () => {
    expect((await check('--json', '--github')).code).toBe(2);
    expect((await check('a.yml', 'b.yml')).code).toBe(2);
    expect((await check('--jsn')).code).toBe(2);
  });
});
