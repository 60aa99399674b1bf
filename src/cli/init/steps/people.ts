import { OperatorError } from '../../../domain/errors.ts';
import { slackIn } from '../../../integrations/slack/account.ts';
import { createSlackDirectory, type PersonFound } from '../../../integrations/slack/index.ts';
import { askUntilGood, mustAnswer } from '../ask.ts';
import type { Step, StepContext } from '../draft.ts';

/** Who is paged, first and when it lasts. */
export const peopleStep: Step = {
  title: 'On call',
  async run(context) {
    const { asker, draft, log, timeoutMs, config } = context;
    const { botToken, apiUrl } = slackIn(config().accounts);
    const directory = createSlackDirectory({ token: botToken.reveal(), apiUrl, timeoutMs, log });
    const found = async (list: string): Promise<string[]> => {
      const names = list
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      if (names.length === 0) throw new OperatorError('nobody', 'Name at least one person.');
      // One after the other: what went wrong first is said first.
      const people: PersonFound[] = [];
      for (const name of names) people.push(await directory.person(name));
      return [...new Set(people.map((person) => keyOf(context, person)))];
    };
    const { oncall } = draft.team;
    oncall.L1 = await mustAnswer(
      asker,
      { key: 'L1', text: 'On call first, L1, in the order of paging (@name, e-mail or id; separated by commas)' },
      found,
    );
    oncall.L2 = await mustAnswer(asker, { key: 'L2', text: 'On call second, L2' }, found);
    const operations = await askUntilGood(
      asker,
      [{ key: 'operations', text: 'The whole operations team', otherwise: 'L2 and L1' }],
      ([answer = '']) => found(answer),
    );
    oncall.operations = operations ?? [...new Set([...oncall.L2, ...oncall.L1])];
  },
};

/** The person's key in the playbook; somebody named twice keeps theirs. What will surprise is said. */
function keyOf({ asker, draft }: StepContext, person: PersonFound): string {
  const { people } = draft.team;
  const known = Object.keys(people).find((key) => people[key]?.id === person.id);
  if (known !== undefined) return known;
  const plain = person.handle.toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
  const base = /^[a-z]/.test(plain) ? plain : `p-${plain}`;
  let key = base;
  for (let count = 2; Object.hasOwn(people, key); count += 1) key = `${base}-${count}`;
  people[key] = person;
  asker.say(`  ✓ ${person.name} (${person.id})${person.email === undefined ? '' : `, ${person.email}`}`);
  if (person.state !== 'active') {
    const what = person.state === 'guest' ? 'a guest here' : 'of another workspace';
    asker.say(
      `  ! ${person.name} is ${what}: they may act because the playbook names them, and Slack may keep them out of incident channels.`,
    );
  }
  if (person.email === undefined) asker.say(`  ! ${person.name} shows no e-mail address: no pages and no invitations by mail, Slack only.`);
  return key;
}
