import type { Bilingual } from '../../src/domain/language/bilingual.ts';
import type { FaultRule, Faults } from '../faults.ts';

/** What a vendor can be made to do, so that people see that nothing breaks. */
export const TROUBLES = {
  none: { en: 'works', ko: '정상' },
  slow: { en: 'answers 2 s late', ko: '2초 늦게 응답' },
  refuse: { en: 'refuses everything (503)', ko: '모두 거부 (503)' },
  lose: { en: 'does it, but loses every other reply', ko: '처리하되 응답을 하나 걸러 잃음' },
  limit: { en: 'asks to wait (429), every other time', ko: '하나 걸러 대기 요청 (429)' },
} as const satisfies Record<string, Bilingual>;

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
