import '../../support/examples/pseudo-language.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { languageName } from '../../../src/languages/language-name.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';
import { englishLeft, PSEUDO } from '../../support/examples/pseudo-locale.ts';
import { inJapanese, writtenIn } from '../../support/scenario/playbook-language.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** A playbook in a language that only the folder of the pseudo-locale speaks, for a team that reads nothing else. */
const IN_PSEUDO = { ...CALM, playbook: [...CALM.playbook, writtenIn(PSEUDO, (texts) => ({ [PSEUDO]: inJapanese(texts) }))] };

/** What is called so in every language: names of the stand-ins, keys of the playbook, what people typed, what is typed. */
function namesOf(s: Scenario): unknown[] {
  const { playbook } = s.world;
  return [
    Object.keys(s.slack.users),
    s.slack.channels().map(({ name }) => name),
    Object.keys(playbook.mitigations),
    Object.keys(playbook.signals),
    Object.keys(playbook.scenarios).flatMap((id) => [id, ...(playbook.scenarios[id]?.causes ?? []).map(({ key }) => key)]),
    Object.keys(playbook.rows),
    MITIGATIONS.map(({ name }) => name),
    COMMANDS.map(({ name }) => name),
    playbook.service.key,
    playbook.team.zone,
    Object.values(playbook.mitigations).map(({ limits, ...settings }) => JSON.stringify([limits, settings.with])),
    JSON.stringify([playbook.rows, playbook.analysis]),
    languageName(PSEUDO, PSEUDO),
    '/incident zzzz coupon PROMETHEUS_URL docs/executors.md',
  ];
}

it('a whole incident, its plans, mistakes and refusals are in the language of one further folder, and nothing of them in English', async () => {
  const s = await scenario(IN_PSEUDO);
  const left = new Map<string, string[]>();
  const look = (what: string, shown: unknown) => {
    const english = englishLeft(shown, namesOf(s));
    if (english.length > 0) left.set(`${what}: ${JSON.stringify(shown).slice(0, 300)}`, english);
  };
  const takeAll = (what: string) => {
    for (const { place, text } of s.takeAll()) look(`${what} → ${place}`, text);
  };
  const says = async (by: string, words: string, where?: string) => {
    look(words, (await s.says(by, words, where)).answer);
    takeAll(words);
  };

  await says('minji', 'open sev1 zzzz');
  for (const name of Object.keys(s.world.playbook.mitigations)) {
    await s.says('minji', `mitigate ${name}`, '#1');
    takeAll(name);
    const view = s.slack.views('minji').at(-1);
    look(`the plan of ${name}`, view?.blocks);
  }
  for (const { name } of COMMANDS.filter(({ words }) => words !== undefined)) {
    await says('minji', `${name} zzzz`, 'general');
    await says('minji', `${name} #1`);
    await says('minji', `${name} #9 zzzz`);
  }
  expect(Object.fromEntries(left)).toEqual({});
}, 300_000);
