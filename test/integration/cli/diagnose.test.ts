import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../../support/bots/programs.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PETSHOP = join(ROOT, 'test/data/petshop/low_traffic');
const INCIDENT = {
  graph: join(PETSHOP, 'graph.csv'),
  baseline: join(PETSHOP, 'noissue/metrics.csv.gz'),
  window: join(PETSHOP, 'train/issue_1/metrics.csv'),
  target: 'PetSite:latency:Average',
};

function diagnose(options: Partial<typeof INCIDENT>, ...flags: string[]) {
  const named = Object.entries({ ...INCIDENT, ...options }).flatMap(([name, value]) => [`--${name}`, value]);
  return spawnSync(process.execPath, [program('diagnose'), ...named, ...flags], { cwd: ROOT, encoding: 'utf8' });
}

describe('npm run diagnose', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-diagnose-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it('prints the causes as JSON, most likely first', () => {
    const { status, stdout, stderr } = diagnose({}, '--json');
    // The one thing that the published tables lack.
    expect(stderr).toBe(
      'Not all was there:\n  The baseline has no value of invalid_AWS::DynamoDB::Table: what is normal there is not known.\n',
    );
    expect(status).toBe(0);
    const causes = JSON.parse(stdout) as unknown[];
    expect(causes[0]).toMatchObject({ component: 'PetSearch_AWS::ECS::Fargate', score: expect.any(Number) });
    for (const cause of causes) {
      expect(cause).toEqual({ component: expect.any(String), score: expect.any(Number), evidence: expect.any(Array) });
    }
  });

  it('prints for people, who read why and what would rule it out', () => {
    const { status, stdout } = diagnose({ window: join(PETSHOP, 'train/issue_5/metrics.csv'), target: 'PetSite:availability:Average' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/most likely first:\n1\. PetSearch_AWS::ECS::Fargate \(score \d+\.\d\)\n {5}availability down to/);
    expect(stdout).toContain('Would rule it out');
  });

  it('says so when nothing stands out', () => {
    const lines = readFileSync(INCIDENT.window, 'utf8').split('\n');
    const calm = file('calm.csv', `${[...lines.slice(0, 4), lines[4]].join('\n')}\n`);
    expect(diagnose({ window: calm }, '--json')).toMatchObject({ status: 0, stdout: '[]\n' });
    expect(diagnose({ window: calm }).stdout).toMatch(/^Nothing stands out for PetSite latency Average/);
  });

  it('met-E3: says what the tables lack', () => {
    const lines = readFileSync(INCIDENT.window, 'utf8').trimEnd().split('\n');
    const [components = '', metrics = '', statistics = '', stamps = '', ...rows] = lines;
    const names = components.split(',');
    const kinds = metrics.split(',');
    const drop = (line: string, at: readonly number[]) => line.split(',').map((cell, index) => (at.includes(index) ? '' : cell));
    const target = names.flatMap((name, at) => (name === 'PetSite' && kinds[at] === 'latency' ? [at] : []));
    const searched = names.flatMap((name, at) => (name === 'PetSearch_AWS::ECS::Fargate' ? [at] : []));
    const values = rows.filter((_, at) => at !== 2);
    const holes = [
      components,
      metrics,
      statistics,
      stamps,
      ...values.map((line, at) => drop(line, at < 3 ? [...target, ...searched] : searched).join(',')),
    ];
    const { status, stderr } = diagnose({ window: file('holes.csv', `${holes.join('\n')}\n`) });
    expect(status).toBe(0);
    expect(stderr).toContain(`The window lacks 3 of ${values.length} values of PetSite latency Average.`);
    expect(stderr).toContain(`The window lacks 1 of ${values.length + 1} rows between its first and its last.`);
    expect(stderr).toContain(
      'The window has no value of PetSearch_AWS::ECS::Fargate, which the baseline has: nothing is found against them.',
    );
  });

  it.each([
    ['a file that is not there', () => ({ graph: join(folder, 'none.csv') }), /none\.csv: there is no such file\. Check the path\./],
    [
      'an unknown target',
      () => ({ target: 'PetSte:latency:Average' }),
      /does not have PetSte:latency:Average\. Nearest:\n {2}PetSite:latency:Average\n/,
    ],
    ['a target without statistic', () => ({ target: 'PetSite' }), /wanted '<component>:<metric>:<statistic>'/],
    ['a metric that is no symptom', () => ({ target: 'PetSite:requests:Sum' }), /latency and availability can be diagnosed/],
    [
      'a cell that is no number',
      () => ({ window: file('word.csv', ',a\nmetric,latency\nstatistic,Average\n1700000000,fast\n') }),
      /word\.csv, line 4: the value of a is "fast", which is not a number/,
    ],
    [
      'a line that is too short',
      () => ({ window: file('short.csv', ',a,b\nm,latency,latency\ns,Average,p50\n1700000000,1,2\n1700000300,1\n') }),
      /short\.csv, line 5: 2 cells, but the first line has 3/,
    ],
    [
      'a table without data',
      () => ({ baseline: file('empty.csv', 'a,b\n') }),
      /empty\.csv: no line begins with a unix time\. Wanted: three header lines/,
    ],
    ['a graph that is no matrix', () => ({ graph: file('graph.csv', ',a,b\na,0\n') }), /graph\.csv, line 2: 1 weights for 2 components/],
  ])('ends with 2 and says what to do for %s', (_, options, message) => {
    const { status, stdout, stderr } = diagnose(options());
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('shows the usage when an argument is missing or unknown', () => {
    const run = (...flags: string[]) => spawnSync(process.execPath, [program('diagnose'), ...flags], { cwd: ROOT, encoding: 'utf8' });
    expect(run()).toMatchObject({ status: 2, stderr: expect.stringContaining('npm run diagnose -- --graph') });
    expect(run('--grph', 'x')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--grph is not known here. Did you mean --graph?'),
    });
  });
});
