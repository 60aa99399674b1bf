import { followedSignals } from '../../../src/domain/briefing/followed-signals.ts';
import type { CauseSpec } from '../../../src/domain/playbook/schema.ts';

const KNOWN = ['latency', 'errors', 'lag', 'pool', 'hold', 'requests', 'cpu', 'memory'];
const BESIDE = ['errors', 'cpu', 'memory'];
const leak = {
  key: 'leak',
  title: { en: 'Leak', ko: '누수' },
  signals: ['pool', 'hold', 'requests'],
  when: [
    { signal: 'pool', is: 'high' },
    { signal: 'hold', is: 'normal' },
    { signal: 'lag', moreThan: 'requests' },
  ],
  unless: [],
  mitigations: [],
} satisfies CauseSpec;
const seen = (signal: string, is: 'high' | 'low' | 'normal') => ({ signal, is, value: 1 });

describe('newcomer 6: what is followed after recovery', () => {
  it.each([
    ['nothing broke: what the playbook follows', { crossed: [] }, []],
    ['what crossed, in the order of the playbook', { crossed: ['lag', 'latency', 'lag'] }, ['latency', 'lag']],
    ['what crossed and is followed anyway stands once', { crossed: ['cpu', 'pool'] }, ['pool']],
    ['what the playbook no longer has is left out', { crossed: ['gone'] }, []],
    [
      'what spoke for the likely cause',
      { crossed: ['latency'], likely: { key: 'leak', evidence: [seen('pool', 'high'), seen('hold', 'normal')] } },
      ['latency', 'pool'],
    ],
    ['what speaks for the cause that somebody named', { crossed: [], named: leak }, ['lag', 'pool']],
    [
      'what was seen, when the named cause is the likely one',
      { crossed: [], named: leak, likely: { key: 'leak', evidence: [seen('pool', 'high')] } },
      ['pool'],
    ],
    [
      'the named cause, when another one was likely',
      { crossed: [], named: leak, likely: { key: 'other', evidence: [seen('latency', 'high')] } },
      ['lag', 'pool'],
    ],
  ] as const)('%s', (_, broke, first) => {
    expect(followedSignals(broke, BESIDE, KNOWN)).toEqual([...first, ...BESIDE]);
  });

  it('is never more than a message shows, and keeps what stands beside', () => {
    const many = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const followed = followedSignals({ crossed: many }, BESIDE, many);
    expect(followed).toHaveLength(12);
    expect(followed.slice(-3)).toEqual(BESIDE);
  });
});
