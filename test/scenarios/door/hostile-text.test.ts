import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

/** What no database takes comes in at every door: a paste from a terminal, half of an emoji that a program cut. */
const ODD = 'x\0y\ud83d z';
const CLEAN = 'xy\ufffd z';

it('met-K12: a command takes U+0000 and halves of characters in every free text, and none of them is a bug', async () => {
  const s = await scenario(CALM);
  await s.says('minji', `open sev1 ${ODD}`);
  const incident = await s.incident(1);
  expect(incident.title).toBe(CLEAN);
  s.expectOpened('minji', incident);
  const typed = [
    `note #1 ${ODD}`,
    `status #1 ${ODD}`,
    `assign #1 commander ${ODD}`,
    `keep #1 I1 ${ODD}`,
    `page #1 @jisoo ${ODD}`,
    `update #1 ${ODD}`,
    `diagnosis #1 ${ODD}`,
    `analysis #1 done ${ODD}`,
    `mitigate #1 ${ODD}`,
    `graph #1 ${ODD}`,
    `retro #1 propose ${ODD}`,
    `override ${ODD}`,
    `language ${ODD}`,
    `freeze ${ODD}`,
    'unfreeze',
    `cancel #1 ${ODD}`,
    `${ODD}`,
    `op\0en`,
  ];
  for (const words of typed) expect(`${words}: ${(await s.says('minji', words)).answer}`).not.toMatch(/this is a bug/);
  const timeline = await s.app.runtime.storage.timeline.of(1);
  expect(timeline.find(({ kind }) => kind === 'note')?.data).toMatchObject({ text: CLEAN });
  expect(JSON.stringify(s.slack.channels().flatMap(({ id }) => s.slack.messages(id)))).not.toMatch(/\\u0000|\\ud83d"/);
  s.takeAll();
});

it('met-K12: a form takes them in every field', async () => {
  const s = await scenario(CALM);
  await s.says('sora', 'open');
  await s.submits('sora', { title: ODD, severity: 'sev1' });
  const incident = await s.incident(1);
  expect(incident.title).toBe(CLEAN);
  s.expectOpened('sora', incident);
});

it('met-K12: an alert takes them in its title, its labels and its text', async () => {
  const token = 'alert-token-0123456789';
  const s = await scenario({ ...CALM, environment: { ...CALM.environment, ALERT_TOKEN: token } });
  const response = await fetch(`${s.app.url}/alerts/alertmanager`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      version: '4',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: ODD, severity: 'critical', [ODD]: ODD },
          annotations: { summary: ODD, description: ODD },
          startsAt: s.now().toISOString(),
          fingerprint: ODD,
        },
      ],
    }),
  });
  expect(response.status).toBe(202);
  await s.settle();
  await s.advance('3s');
  expect(await s.app.runtime.storage.alerts.all()).toMatchObject([{ title: CLEAN, fingerprint: CLEAN, labels: { [CLEAN]: CLEAN } }]);
  s.takeAll();
});

it('met-K12: what a target or a vendor says is kept without them, whichever way it goes into a row', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev1 late');
  const { outbox, timeline } = s.app.runtime.storage;
  const now = s.now();
  await timeline.append({ incidentId: 1, at: now, kind: 'note', actor: ODD, data: { [ODD]: [ODD, { deep: ODD }] } });
  await timeline.appendMany([{ incidentId: 1, at: now, kind: 'note', actor: ODD, data: { text: ODD } }]);
  const odd = messageRow(ODD, 'update', { destination: { to: 'direct', user: ODD } });
  await outbox.add(odd, new Date(now.getTime() + 86_400_000));
  const kept = (await timeline.of(1)).slice(-2);
  expect(kept).toMatchObject([
    { actor: CLEAN, data: { [CLEAN]: [CLEAN, { deep: CLEAN }] } },
    { actor: CLEAN, data: { text: CLEAN } },
  ]);
});
