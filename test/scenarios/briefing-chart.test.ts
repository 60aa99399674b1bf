import { CALM, scenario } from '../support/scenario.ts';

const image = (blocks: readonly { type: string; [field: string]: unknown }[]) =>
  blocks.find((block) => block.type === 'image') as { slack_file: { id: string }; alt_text: string } | undefined;

it('the briefing gets one chart, which is drawn again every five minutes, and no message of its own', async () => {
  const s = await scenario();
  const { channel, briefing } = await s.opens('minji', 'sev1 Coupons late');
  expect(image(s.current(briefing).blocks)).toBeUndefined();
  await s.advance('25s');
  const first = image(s.current(briefing).blocks);
  expect(first?.alt_text).toMatch(/^Chart of #1 SEV1 critical · Coupons late, 13:30 – 14:00 GMT\+9: Response time \(p95\) \d+ ms, normal/);
  expect(s.slack.files()).toHaveLength(1);
  await s.advance('4m');
  expect(s.slack.files()).toHaveLength(1);
  expect(image(s.current(briefing).blocks)?.slack_file).toEqual(first?.slack_file);
  await s.advance('2m');
  expect(s.slack.files()).toHaveLength(2);
  expect(image(s.current(briefing).blocks)?.slack_file.id).toBe(s.slack.files()[1]?.id);
  expect(s.slack.messages(channel)).toHaveLength(1);
  s.expectDirect('minji', /Page 2/);
});
