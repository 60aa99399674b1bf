import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** C3: whoever comes into an incident's channel by themselves is told how it stands, only once and only them. */

async function joins(s: Scenario, person: string, more: { inviter?: string } = {}): Promise<void> {
  const channel = s.channelId('#1');
  await s.slack.event('member_joined_channel', {
    channel,
    user: `U0${person.toUpperCase()}`,
    channel_type: 'C',
    team: s.slack.teamId,
    ...more,
  });
  await s.settle();
}

async function begun(): Promise<Scenario> {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev1 Coupons late');
  return s;
}

it('says what is wrong, since when, who leads, the cause and what was told, to whoever comes', async () => {
  const s = await begun();
  await s.says('minji', 'assign #1 commander @minji');
  s.expectPosted('#1', /Commander/);
  await s.says('minji', 'diagnosis #1 is few-consumers');
  s.expectPosted('#1', /Too few consumer/);
  await s.says('minji', 'update #1 edit We add capacity.');
  await s.says('minji', 'update #1 now');
  s.expectPosted('status', /We add capacity/);
  await joins(s, 'yuna');
  const told = s.expectTold('yuna', /You are in the channel of #1/);
  for (const part of [
    /Coupons late/,
    /since/i,
    /Commander: <@U0MINJI>/,
    /The cause: Too few consumer instances/,
    /Nothing has been done about it yet/,
    /We add capacity/,
    /The next update of #1/,
  ])
    expect(JSON.stringify(told.blocks)).toMatch(part);
});

it('is a direct message to somebody who is not there', async () => {
  const s = await begun();
  s.slack.goAway('yuna');
  await joins(s, 'yuna');
  s.expectDirect('yuna', /You are in the channel of #1/);
});

it('is not for whom Bongsu invited, for itself, or once it is over', async () => {
  const s = await begun();
  await joins(s, 'yuna', { inviter: s.slack.botUserId });
  s.expectNothingElse();
  await s.says('minji', 'cancel #1');
  for (const where of ['#1', 'status']) s.expectPosted(where, /false alarm/);
  await joins(s, 'yuna');
  s.expectNothingElse();
});
