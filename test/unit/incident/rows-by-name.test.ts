import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { causeLies, causeTitle, planDeadlines, unneeded } from '../../../src/domain/deadlines/deadlines.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const playbook = couponPlaybook();
const startedAt = new Date('2026-03-03T05:00:00Z');

it('claim-4: nothing in the code names a row; the list of the process is for the check of the shipped playbook alone', () => {
  const named = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== join('domain', 'playbook', 'ids.ts'))
    // A playbook that init writes has rows of its own, as one that a person writes.
    .filter((path) => !path.startsWith(join('cli', 'init', 'playbook')))
    .flatMap((path) =>
      readFileSync(join('src', path), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line))
        // An example of what may be typed decides nothing.
        .map((line) => line.replace(/examples: \[[^\]]*\]/, ''))
        .flatMap((line) =>
          [...line.matchAll(/['"`]([ACDFGIMNPRTVX]\d{1,2})['"`]|\brows(?:\.|\[')([A-Z]\d)/g)].map(([found]) => `${path}: ${found}`),
        ),
    );
  expect(named).toEqual([]);
});

describe('rows that run all the time', () => {
  it('have no time, and are waived as any other', () => {
    const planned = planDeadlines(playbook, { from: 'continuous', startedAt, scenario: null, isPrivate: true });
    expect(planned.map(({ rowId, dueAt, waived }) => [rowId, dueAt, waived?.code])).toEqual([
      ['C1', null, undefined],
      ['C3', null, 'private'],
      ['X1', null, 'private'],
      ['X2', null, 'private'],
      ['X3', null, 'private'],
      ['V1', null, undefined],
      ['V2', null, undefined],
    ]);
  });
});

describe('newcomer-3: whether a row applies', () => {
  const because = (row: string, cause: { scenario: string; cause: string }) => unneeded(playbook, row, { scenario: cause.scenario, cause });

  it('goes by the scenario, then by its own causes', () => {
    const gc = { scenario: 'S5', cause: 'gc-settings' };
    expect(because('I1', gc)).toEqual({ code: 'scenario', scenario: 'S5' });
    expect(because('I2', gc)).toEqual({ code: 'cause', ...gc });
    expect(because('P1', gc)).toBeUndefined();
    expect(because('I2', { scenario: 'S2', cause: 'few-consumers' })).toBeUndefined();
  });

  it('may name single causes', () => {
    const rows = { ...playbook.rows, I2: { ...(playbook.rows.I2 as NonNullable<typeof playbook.rows.I2>), causes: ['S2/few-consumers'] } };
    const waived = (cause: string) => unneeded({ ...playbook, rows }, 'I2', { scenario: 'S2', cause: { scenario: 'S2', cause } });
    expect(waived('few-consumers')).toBeUndefined();
    expect(waived('slow-consumer')).toEqual({ code: 'cause', scenario: 'S2', cause: 'slow-consumer' });
  });

  it('takes a cause that shows as another scenario for that one', () => {
    expect(causeLies(playbook, { scenario: 'S1', cause: 'gc-pause' })).toEqual({ scenario: 'S5', cause: 'gc-pause' });
    expect(causeLies(playbook, { scenario: 'S5', cause: 'gc-settings' })).toEqual({ scenario: 'S5', cause: 'gc-settings' });
    expect(causeTitle(playbook, { scenario: 'S5', cause: 'gc-pause' }).en).toBe('GC pause');
  });
});
