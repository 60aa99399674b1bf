import { outboxRow } from '../../../src/workflows/messages/chat-message.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

const NOTICES = 1_000;
const CHANNELS = 20;

it('met-K8: pages at once, in person and in the channel, although a thousand notices wait for their turn with Slack', async () => {
  const s = await scenario({ ...CALM, slack: { rateLimits: true } });
  const { channel: home } = await s.opens('jisoo', 'sev1 Coupons late');
  const { storage, waker } = s.app.runtime;
  const others = Array.from({ length: CHANNELS - 1 }, (_, n) => s.slack.addChannel({ name: `team-${n}`, botIsMember: true }));
  const channels = [home, ...(await Promise.all(others))];
  const notices = Array.from({ length: NOTICES }, (_, n) =>
    outboxRow({
      key: `notice:${n}`,
      incidentId: 1,
      lane: 'mitigation',
      destination: { to: 'channel', channel: channels[n % CHANNELS] ?? home },
      message: { text: `notice ${n}` },
    }),
  );
  const posted: { at: number; channel: string; text: string }[] = [];
  const refused: string[] = [];
  s.slack.onCall(({ method, args, error }) => {
    if (error === 'ratelimited') refused.push(method);
    if (method === 'chat.postMessage' && !error)
      posted.push({ at: s.now().getTime(), channel: String(args.channel), text: String(args.text) });
  });
  await storage.outbox.addMany(notices, s.now());
  waker.wake('outbox', s.now());
  // Until everything is used up that notices may use of a minute.
  await s.advance('40s');
  const before = posted.length;
  expect(before).toBeGreaterThan(200);
  expect(before).toBeLessThan(NOTICES);

  const pagedAt = s.now().getTime();
  await s.says('jisoo', 'page @taeho need a planner', '#1');
  const page = s.expectDirect('taeho', /need a planner/);
  const delays = (place: string): number[] =>
    posted.slice(before).flatMap(({ at, channel, text }) => (channel === place && !/^notice/.test(text) ? [at - pagedAt] : []));
  expect(delays(page.channel)[0]).toBeLessThan(1_000);

  const acknowledgedAt = s.now().getTime();
  await s.clicks('taeho', page, 'command.page-acknowledge');
  expect((delays(home)[0] ?? Number.NaN) + pagedAt - acknowledgedAt).toBeLessThan(1_000);
  expect(refused).toEqual([]);
  s.takeAll();
});
