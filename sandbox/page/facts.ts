import { textsIn } from '../../src/bot/texts-in.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { usageOf } from '../../src/commands/words/usage.ts';
import type { Bilingual } from '../../src/domain/language/bilingual.ts';
import { peopleOf } from '../../src/domain/oncall/index.ts';
import type { OncallSource } from '../../src/domain/playbook/oncall-schema.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';
import { CALM } from '../coupon/conditions.ts';
import { CALM_CONTROLS } from '../coupon/controls.ts';
import { workspaceOf } from '../people.ts';
import type { World } from '../world.ts';
import { DEMO_TOKEN } from './bot-door.ts';
import type { PageLanguage } from './page-language.ts';
import type { Stage } from './stage.ts';
import { TROUBLES } from './trouble.ts';

/** What does not change while the demo runs, in the language of who looks. */
export function facts(
  { world, run, timeScale }: Pick<Stage, 'world' | 'run' | 'timeScale'>,
  { language, botUrl }: { language: PageLanguage; botUrl: string },
): object {
  const { playbook, slack, coupon } = world;
  const { users } = workspaceOf(playbook);
  const spoken = playbook.team.language;
  return {
    run,
    timeScale,
    updateSeconds: playbook.updates.every.sev1 / timeScale / 1_000,
    service: { name: playbook.service.name[language], madeUp: coupon.madeUp === true, parts: partsOf(playbook, language) },
    bot: { id: slack.botUserId, name: 'Bongsu', url: botUrl, alertToken: DEMO_TOKEN },
    people: users.map(({ name, realName, id }) => ({ name, realName, id: id ?? slack.users[name], part: partOf(world, name, language) })),
    // As the bot writes on them, whatever the page speaks.
    buttons: { acknowledge: textsIn(spoken).incident.button.acknowledge, thisIsIt: textsIn(spoken).diagnosis.thisIsIt },
    command: '/incident',
    commands: [
      ...COMMANDS.filter(({ words }) => words).map((command) => ({
        usage: usageOf(command, language),
        summary: command.summary[language],
      })),
      { usage: 'help', summary: { en: 'What there is to type.', ko: '입력할 수 있는 것을 보여 줍니다.' }[language] },
    ],
    scenarios: Object.entries(playbook.scenarios).map(([id, { title, effect, severity }]) => ({
      id,
      title: title[language],
      effect: effect[language],
      severity,
      causes: causesHere(world, id, language),
    })),
    controls: { ...CALM_CONTROLS, partitions: CALM.partitions },
    troubles: Object.entries(TROUBLES).map(([key, label]) => ({ key, label: label[language] })),
    signals: Object.entries(playbook.signals).map(([key, { title, unit, thresholds }]) => ({
      key,
      title: title[language],
      unit,
      shown: playbook.briefing.signals.includes(key),
      thresholds: (thresholds ?? []).map(({ above, level }) => ({ above, level })),
    })),
  };
}

/** What is shown of a service that no model knows: its components, each by the first signal that it shows in; without any, what the briefing shows. */
function partsOf(
  { components = {}, briefing, signals }: Playbook,
  language: PageLanguage,
): { id: string; title: string; signal: string }[] {
  const parts = Object.entries(components).flatMap(
    ([
      id,
      {
        title,
        shows: [signal],
      },
    ]) => (signal === undefined ? [] : [{ id, title: title[language], signal }]),
  );
  if (parts.length > 0) return parts;
  return briefing.signals.map((key) => ({ id: key, title: signals[key]?.title[language] ?? key, signal: key }));
}

/** Causes with which the service can be broken, in the playbook's words; the first is taken unless another is chosen. */
function causesHere({ playbook, coupon }: World, scenario: string, language: PageLanguage): { key: string; title: string }[] {
  const titles = new Map(playbook.scenarios[scenario]?.causes.map(({ key, title }) => [key, title[language]]));
  return coupon.causesOf(scenario).map((key) => ({ key, title: titles.get(key) ?? key }));
}

const PARTS = {
  L1: { en: 'on call L1', ko: '1차 온콜 L1' },
  L2: { en: 'on call L2', ko: '2차 온콜 L2' },
  lead: { en: 'lead', ko: '리드' },
  qa: { en: 'QA', ko: 'QA 담당' },
  planning: { en: 'planning', ko: '기획' },
  operations: { en: 'operations', ko: '운영' },
  responder: { en: 'responder', ko: '대응 담당' },
  visitor: { en: 'visitor, not in the playbook', ko: '방문자, 플레이북에 없음' },
} as const satisfies Record<string, Bilingual>;

/** What the playbook has this person do, in a few words. */
function partOf({ playbook }: World, name: string, language: PageLanguage): string {
  const { oncall, notify, leads } = playbook.team;
  const serves = (source: OncallSource) => peopleOf(source).includes(name);
  const parts = [
    ...(serves(oncall.L1) ? [PARTS.L1] : serves(oncall.L2) ? [PARTS.L2] : []),
    ...(leads.includes(name) ? [PARTS.lead] : []),
    ...(notify.qa.includes(name) ? [PARTS.qa] : []),
    ...(notify.planning.includes(name) ? [PARTS.planning] : []),
    ...(serves(oncall.operations) && !serves(oncall.L1) && !serves(oncall.L2) ? [PARTS.operations] : []),
  ];
  if (parts.length > 0) return parts.map((part) => part[language]).join(', ');
  return (name in playbook.team.people ? PARTS.responder : PARTS.visitor)[language];
}
