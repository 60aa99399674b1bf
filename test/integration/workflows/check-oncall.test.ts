import { type SlackStandIn, startSlack } from '../../../sandbox/slack/index.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { createLog } from '../../../src/integrations/log.ts';
import { createSlackChat } from '../../../src/integrations/slack/index.ts';
import { checkOncall } from '../../../src/workflows/oncall/check-oncall.ts';
import { type Change, COUPON_YML, couponYml } from '../../support/scenario/shipped-playbook.ts';

const TOKEN = 'xoxb-oncall-token';
const PEOPLE = ['minji', 'junho', 'sora', 'dohyun', 'hana'];
const NOW = new Date('2026-03-03T05:00:00Z');
let slack: SlackStandIn;

async function workspace(people: { name: string; deactivated?: boolean }[]): Promise<void> {
  slack = await startSlack({
    signingSecret: 'signing-secret',
    botToken: TOKEN,
    users: people.map(({ name, ...more }) => ({ name, realName: name, id: `U0${name.toUpperCase()}`, ...more })),
    userGroups: { S0ONCALL: ['minji', 'sora'], S0EMPTY: [] },
  });
}
afterEach(() => slack.close());

async function problems(changes: readonly Change[] = [], token = TOKEN): Promise<string[]> {
  const text = couponYml(...changes);
  const playbook = parsePlaybook(text, 'coupon.yml');
  const chat = createSlackChat({ token, apiUrl: slack.url, timeoutMs: 20_000, log: createLog({ level: 'silent' }) });
  return (await checkOncall({ playbook, text, chat, now: NOW })).map((problem) => `${problem.where}: ${problem.text}`);
}
/** As text: the check says the line. */
const withL1 = (source: string): Change[] => [['L1: [minji, junho]', `L1: ${source}`]];

describe('the check of the on-call people', () => {
  it('finds nothing when everybody is there', async () => {
    await workspace(PEOPLE.map((name) => ({ name })));
    expect(await problems()).toEqual([]);
  });

  it('names who has left and who was never there', async () => {
    await workspace(PEOPLE.filter((name) => name !== 'hana').map((name) => ({ name, deactivated: name === 'junho' })));
    expect(await problems()).toEqual([
      expect.stringMatching(/^team\.people\.junho\.slack: U0JUNHO is deactivated in Slack, but is on call/),
      expect.stringMatching(/^team\.people\.hana\.slack: Slack does not know U0HANA/),
    ]);
  });

  it('names gaps of the next four weeks with the line of the schedule', async () => {
    await workspace(PEOPLE.map((name) => ({ name })));
    const layer = '{ name: office, people: [minji], rotate: daily, start: 2026-03-02, only: { days: [mon], from: "09:00", to: "18:00" } }';
    const line = COUPON_YML.slice(0, COUPON_YML.indexOf('L1: [minji, junho]')).split('\n').length;
    expect(await problems(withL1(`{ schedule: { layers: [${layer}] } }`))).toEqual([
      `team.oncall.L1.schedule (line ${line}): nobody serves from 2026-03-03 14:00 to 2026-03-09 09:00 (Asia/Seoul), and 4 more in the next four weeks; pages fall to the next level`,
    ]);
  });

  it.each([
    ['S0EMPTY', /S0EMPTY has no members; pages fall to the next level/],
    ['S0NONE', /Slack has no user group S0NONE/],
  ])('names a user group without people: %s', async (group, expected) => {
    await workspace(PEOPLE.map((name) => ({ name })));
    expect(await problems(withL1(`{ userGroup: ${group} }`))).toEqual([expect.stringMatching(expected)]);
  });

  it('names members whom the playbook does not know', async () => {
    await workspace([...PEOPLE, 'jisoo'].map((name) => ({ name })));
    expect(await problems(withL1('{ userGroup: S0ONCALL }'))).toEqual([]);
    expect(await problems([...withL1('{ userGroup: S0ONCALL }'), ['U0MINJI', 'U0JISOO']])).toEqual([
      expect.stringMatching(/U0MINJI of S0ONCALL are not in team\.people: only Slack can reach them/),
    ]);
  });

  it('says once that Slack refuses', async () => {
    await workspace(PEOPLE.map((name) => ({ name })));
    expect(await problems(undefined, 'xoxb-wrong')).toEqual([
      expect.stringMatching(/people could not be looked up in Slack: .*SLACK_BOT_TOKEN/),
    ]);
  });
});
