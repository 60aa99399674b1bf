import { scenario } from '../../support/scenario/scenario.ts';

it.each([
  ['the reply to it is lost', { call: 'response_url', fault: { kind: 'lost-reply', status: 503 }, times: 1 }],
  ['its connection is cut after it', { call: 'response_url', fault: { kind: 'cut-after' }, times: 1 }],
  ['Slack loses every other reply, the first one too', { call: '*', fault: { kind: 'lost-reply', status: 503 }, when: everyOther(0) }],
  ['Slack loses every other reply from the second on', { call: '*', fault: { kind: 'lost-reply', status: 503 }, when: everyOther(1) }],
] as const)('newcomer 14: whoever declares is told once where it is, although %s', async (_, fault) => {
  const s = await scenario();
  s.slack.faults.inject(fault);
  await s.says('minji', 'open sev1 Coupons late');
  await s.advance('5m');
  const told = s
    .takeAll()
    .filter(({ place, text }) => place === 'to minji' && /#1 is open in/.test(text))
    .map(({ text }) => [...text.matchAll(/⚠ ([^:]+):/g)].map(([, part]) => part));
  expect(told.length).toBeGreaterThan(0);
  // A further one only brings trouble that none before it told.
  for (const [index, parts] of told.entries()) {
    const known = told.slice(0, index).flat();
    if (index > 0) expect(parts.filter((part) => !known.includes(part))).not.toEqual([]);
  }
});

it('newcomer 14: whoever declares is told all the same when Slack took nothing of it', async () => {
  const s = await scenario();
  s.slack.faults.inject({ call: 'response_url', fault: { kind: 'rate-limit', retryAfterSeconds: 1 }, times: 2 });
  await s.says('minji', 'open sev1 Coupons late');
  await s.advance('1m');
  expect(s.takeAll().filter(({ place, text }) => place === 'to minji' && /#1 is open in/.test(text))).toHaveLength(1);
});

/** Of the calls, counted from 0, those whose number leaves this rest. */
function everyOther(rest: 0 | 1): () => boolean {
  let calls = -1;
  return () => {
    calls += 1;
    return calls % 2 === rest;
  };
}
