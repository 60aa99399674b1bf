import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MITIGATION_CALLBACK } from '../../../src/bot/actions/forms/mitigation.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

interface RateLimit {
  s: Scenario;
  limit: () => Promise<string>;
  set: (value: string) => Promise<void>;
  /** Whoever reads it waits until what this gives is called. */
  hold: () => Promise<() => Promise<void>>;
}

/** A rate limit that is a number in a file, set by a program. */
async function withRateLimit(more = {}): Promise<RateLimit> {
  const file = join(process.env.TEST_RUN_DIR ?? '', `limit-${randomUUID()}`);
  await writeFile(file, '0');
  const own = {
    does: 'rate-limit',
    title: { en: 'A limit in a file', ko: '파일의 제한' },
    rows: ['I1'],
    effect: { en: 'Some wait.', ko: '일부 대기' },
    enabled: true,
    on: [
      {
        command: {
          read: ['/bin/sh', '-c', `while [ -e ${file}.held ]; do sleep 0.02; done; cat ${file}`],
          set: ['/bin/sh', '-c', `printf %s "$1" > ${file}`, 'sh', '{to}'],
        },
      },
    ],
    with: { rate: 50 },
    ...more,
  };
  const s = await scenario({ ...CALM, playbook: [...CALM.playbook, add('mitigations.limit-file', own)] });
  const hold = async () => {
    await writeFile(`${file}.held`, '');
    return () => rm(`${file}.held`);
  };
  return { s, limit: () => readFile(file, 'utf8'), set: (value) => writeFile(file, value), hold };
}

const shown = (s: Scenario, who: string): string => JSON.stringify(s.form(who).blocks);

it('lists what can be done, and says why the rest cannot', async () => {
  const { s } = await withRateLimit();
  await s.opens('minji', 'sev1 Coupons late');
  const { answer } = await s.says('minji', 'mitigate', '#1');
  expect(answer).toMatch(/What can be done about #1/);
  expect(answer).toMatch(/✕ Not now: The playbook does not allow it/);
});

it('shows the plan in a form, runs it, says so in the same window, and takes it back', async () => {
  const { s, limit } = await withRateLimit();
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate limit-file', '#1');
  const calls = s.slack.calls.filter(({ method }) => method.startsWith('views.'));
  expect(calls.map(({ method }) => method)).toEqual(['views.open', 'views.update']);
  expect(JSON.stringify(calls[0]?.args.view)).toMatch(/Reading the target/);
  expect(s.form('minji').callbackId).toBe(MITIGATION_CALLBACK);
  expect(shown(s, 'minji')).toMatch(/0 → \*50\*/);
  expect(await limit()).toBe('0');
  await s.submits('minji', {});
  expect(await limit()).toBe('50');
  expect(shown(s, 'minji')).toMatch(/\(#1\) is under way/);
  const message = s.expectPosted('#1', /Done/);
  await s.clicks('minji', message, 'command.mitigate-undo.1');
  s.expectTold('minji', /is being undone/);
  await s.settle();
  expect(await limit()).toBe('0');
  await s.advance('1m');
  expect(s.textNow(message)).toMatch(/↩ Undone/);
  s.takeAll();
});

it('shows the new plan instead of running when another number was chosen, or the target is not what it was', async () => {
  const { s, limit, set } = await withRateLimit();
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate limit-file to=40', '#1');
  expect(shown(s, 'minji')).toMatch(/0 → \*40\*/);
  await s.submits('minji', { 'parameter.to': '30' });
  expect(shown(s, 'minji')).toMatch(/You changed a choice.*0 → \*30\*/);
  await set('7');
  await s.submits('minji', {});
  expect(shown(s, 'minji')).toMatch(/The target changed since you looked.*7 → \*30\*/);
  expect(await limit()).toBe('7');
  await s.submits('minji', {});
  expect(await limit()).toBe('30');
  s.expectPosted('#1', /Done/);
});

it('freezes by a word: buttons say who did it, and a lead ends it', async () => {
  const { s, limit } = await withRateLimit();
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate limit-file', '#1');
  const frozen = await s.says('junho', 'freeze deploying');
  expect(frozen.answer).toMatch(/@U0JUNHO froze all mitigations.*\n?.*Why: deploying/);
  s.expectPosted('#1', /froze all mitigations/);
  await s.submits('minji', {});
  expect(shown(s, 'minji')).toMatch(/Everything is frozen by <@U0JUNHO>: deploying/);
  expect(await limit()).toBe('0');
  expect((await s.says('minji', 'mitigate', '#1')).answer).toMatch(/@U0JUNHO froze all mitigations/);
  expect((await s.says('minji', 'freeze')).answer).toMatch(/frozen already, by @U0JUNHO/);
  expect((await s.says('minji', 'unfreeze')).answer).toMatch(/Only leads may do this/);
  const lifted = await s.says('dohyun', 'unfreeze');
  expect(lifted.answer).toMatch(/Mitigations can run again/);
  s.expectPosted('#1', /Mitigations can run again/);
});

it('asks a second person by buttons, and refuses the first one', async () => {
  const { s, limit } = await withRateLimit({ guard: { second: 'responder' } });
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate limit-file', '#1');
  await s.submits('minji', {});
  expect(shown(s, 'minji')).toMatch(/waits for a second person/);
  const message = s.expectPosted('#1', /⏸ Waiting for approval.*: a second responder must approve/);
  await s.clicks('minji', message, 'command.mitigate-approve.1');
  s.expectTold('minji', /somebody else than whoever asked for it/);
  expect(await limit()).toBe('0');
  await s.clicks('junho', message, 'command.mitigate-approve.1');
  s.expectTold('junho', /You approved/);
  await s.settle();
  expect(await limit()).toBe('50');
});

it('says in the window that a slow target is still being read, and then how it ended', async () => {
  const { s, limit, hold } = await withRateLimit();
  await s.opens('minji', 'sev1 Coupons late');
  await s.says('minji', 'mitigate limit-file', '#1');
  const release = await hold();
  // Nobody is patient: the target answers when this test lets it, however busy the machine is.
  s.app.runtime.answerWithinMs = 0;
  // Answered while the work goes on, so that waiting for all of it would be waiting too long.
  await s.slack.submit({ by: 'minji', viewId: s.form('minji').id, values: {} });
  expect(shown(s, 'minji')).toMatch(/The target is still being read/);
  expect(await limit()).toBe('0');
  await release();
  await eventually('the window says that it is under way', () => shown(s, 'minji').match(/\(#1\) is under way/));
  await s.settle();
  expect(await limit()).toBe('50');
  s.expectPosted('#1', /Done/);
});
