import { COMMANDS } from '../../src/commands/index.ts';
import { peopleOf } from '../../src/domain/oncall/index.ts';
import type { OncallSource } from '../../src/domain/playbook/oncall-schema.ts';
import { BREAKABLE, CALM, causesOf } from '../coupon/conditions.ts';
import { CALM_CONTROLS } from '../coupon/controls.ts';
import { workspaceOf } from '../people.ts';
import type { World } from '../world.ts';
import type { Stage } from './stage.ts';
import { TROUBLES } from './trouble.ts';

/** What does not change while the demo runs. */
export function facts({ world, run, timeScale }: Pick<Stage, 'world' | 'run' | 'timeScale'>): object {
  const { playbook, slack } = world;
  const { users } = workspaceOf(playbook);
  const { language } = playbook.team;
  return {
    run,
    timeScale,
    updateSeconds: playbook.updates.every.sev1 / timeScale / 1_000,
    bot: { id: slack.botUserId, name: 'Bongsu' },
    people: users.map(({ name, realName, id }) => ({ name, realName, id: id ?? slack.users[name], part: partOf(world, name) })),
    command: '/incident',
    commands: [
      ...COMMANDS.map(({ usage, summary }) => ({ usage, summary: summary[language] })),
      { usage: 'help', summary: 'What there is to type.' },
    ],
    scenarios: Object.entries(playbook.scenarios).map(([id, { title, effect, severity }]) => ({
      id,
      title: title[language],
      effect: effect[language],
      severity,
      causes: causesHere(world, id),
    })),
    controls: { ...CALM_CONTROLS, partitions: CALM.partitions },
    troubles: Object.entries(TROUBLES).map(([key, label]) => ({ key, label })),
    signals: Object.entries(playbook.signals).map(([key, { title, unit, thresholds }]) => ({
      key,
      title: title[language],
      unit,
      shown: playbook.briefing.signals.includes(key),
      thresholds: (thresholds ?? []).map(({ above, level }) => ({ above, level })),
    })),
  };
}

/** Causes with which the service can be broken, in the playbook's words; the first is taken unless another is chosen. */
function causesHere({ playbook }: World, scenario: string): { key: string; title: string }[] {
  const breakable = BREAKABLE.find((id) => id === scenario);
  const titles = new Map(playbook.scenarios[scenario]?.causes.map(({ key, title }) => [key, title[playbook.team.language]]));
  return breakable ? causesOf(breakable).map((key) => ({ key, title: titles.get(key) ?? key })) : [];
}

/** What the playbook has this person do, in a few words. */
function partOf({ playbook }: World, name: string): string {
  const { oncall, notify, leads } = playbook.team;
  const serves = (source: OncallSource) => peopleOf(source).includes(name);
  const parts = [
    ...(serves(oncall.L1) ? ['on call L1'] : serves(oncall.L2) ? ['on call L2'] : []),
    ...(leads.includes(name) ? ['lead'] : []),
    ...(notify.qa.includes(name) ? ['QA'] : []),
    ...(notify.planning.includes(name) ? ['planning'] : []),
    ...(serves(oncall.operations) && !serves(oncall.L1) && !serves(oncall.L2) ? ['operations'] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  return name in playbook.team.people ? 'responder' : 'visitor, not in the playbook';
}
