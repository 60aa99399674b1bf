import type { FaultRule, Faults } from '../faults.ts';

/** What a vendor can be made to do, so that people see that nothing breaks. */
export const TROUBLES = {
  none: 'works',
  slow: 'answers 2 s late',
  refuse: 'refuses everything (503)',
  lose: 'does it, but loses every other reply',
  limit: 'asks to wait (429), every other time',
} as const;

export type Trouble = keyof typeof TROUBLES;

const made = new WeakMap<Faults, Trouble>();

/** What a vendor was last made to do. */
export function troubleOf(faults: Faults): Trouble {
  return made.get(faults) ?? 'none';
}

/** Makes a vendor do this from now on, and nothing else. */
export function makeTrouble(faults: Faults, trouble: Trouble): void {
  faults.clear();
  made.set(faults, trouble);
  const rule = ruleFor(trouble);
  if (rule) faults.inject(rule);
}

function ruleFor(trouble: Trouble): FaultRule | undefined {
  switch (trouble) {
    case 'none':
      return undefined;
    case 'slow':
      return { call: '*', fault: { kind: 'slow', ms: 2_000 } };
    case 'refuse':
      return { call: '*', fault: { kind: 'http', status: 503 } };
    case 'lose':
      // The call that looks whether it was done must be answered some time.
      return { call: '*', fault: { kind: 'lost-reply', status: 503 }, when: everyOther() };
    case 'limit':
      return { call: '*', fault: { kind: 'rate-limit', retryAfterSeconds: 1 }, when: everyOther() };
  }
}

function everyOther(): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return calls % 2 === 1;
  };
}
