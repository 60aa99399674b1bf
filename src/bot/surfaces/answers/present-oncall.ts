import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import type { OncallLevelView, OncallTeamView, OncallView } from '../../../views/oncall.ts';
import { context, header, message, section } from '../building-blocks/blocks.ts';
import { person, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** More people than this are counted, not named. */
const OTHERS_MAX = 8;

/** Who is on call now and next, level by level; on top what was just changed. */
export function oncall(voice: Voice, view: OncallView): ChatMessage {
  const { t } = voice;
  const done = doneLine(voice, view, voice.format.time);
  const teams = view.teams ?? [{ services: [], levels: view.levels }];
  const plain = teams.map(({ services, levels }) => {
    const now = levels.map((level) => `${t.level[level.level]}: ${nowText(voice, level, view.now, voice.format.plainTime)}`);
    return [...(services.length > 0 ? [`${servicesText(voice, services)}:`] : []), now.join(' · ')].join(' ');
  });
  return message(
    [doneLine(voice, view, voice.format.plainTime) ?? `${t.oncall.head}.`, ...plain],
    [
      header(t.oncall.head),
      ...(done === undefined ? [] : [section(done)]),
      ...teams.flatMap((team) => teamBlocks(voice, team, view.now, teams.length)),
    ],
  );
}

/** Of many teams only who is on call now, so that they have room on one page. */
const WHOLE_TEAMS_MAX = 5;

function teamBlocks(voice: Voice, { services, levels }: OncallTeamView, now: Date, teams: number): ChatBlock[] {
  const name = services.length > 0 ? `*${servicesText(voice, services)}*` : undefined;
  if (teams <= WHOLE_TEAMS_MAX)
    return [...(name === undefined ? [] : [section(name)]), ...levels.flatMap((level) => levelBlocks(voice, level, now))];
  const lines = levels.map((level) => `${voice.t.level[level.level]}: ${nowText(voice, level, now, voice.format.time)}`);
  return [section([...(name === undefined ? [] : [name]), ...lines].join('\n'))];
}

function servicesText(voice: Voice, services: OncallTeamView['services']): string {
  return services.map((name) => voice.say(name, 80)).join(', ');
}

type Time = Voice['format']['time'];

function levelBlocks(voice: Voice, level: OncallLevelView, now: Date): ChatBlock[] {
  const { t } = voice;
  return [
    section(`*${t.level[level.level]}*\n${nowText(voice, level, now, voice.format.time)}`),
    ...context([whyText(voice, level), othersText(t, level)]),
  ];
}

/** `@minji until 12 Jan 09:00, then @junho` */
function nowText(voice: Voice, level: OncallLevelView, now: Date, time: Time): string {
  const { t } = voice;
  const next = level.next && {
    at: time(level.next.at, now),
    who: level.next.user === undefined ? t.oncall.nobody : person(level.next.user),
  };
  if (level.user === undefined) {
    const gap = level.fallsTo === undefined ? t.oncall.gapOfAll : t.oncall.gap(t.level[level.fallsTo]);
    return next ? `${gap} ${t.oncall.gapEnds(next.at, next.who)}` : gap;
  }
  const who = person(level.user);
  return next ? t.oncall.until(who, next.at, next.who) : who;
}

function whyText({ t }: Voice, level: OncallLevelView): string | undefined {
  const layer = level.layer === undefined ? undefined : safe(level.layer, 60);
  if (level.why === 'override') return level.putInBy === undefined ? undefined : t.oncall.putInBy(person(level.putInBy));
  if (level.why === 'stand-in') return t.oncall.standIn(layer ?? t.oncall.source.schedule);
  return layer ?? t.oncall.source[level.source];
}

function othersText(t: Voice['t'], { others, level }: OncallLevelView): string | undefined {
  if (others.length === 0) return undefined;
  const named = others.slice(0, OTHERS_MAX).map(person);
  const people = t.list(others.length > OTHERS_MAX ? [...named, t.oncall.more(others.length - OTHERS_MAX)] : named);
  return level === 'operations' ? t.oncall.together(people) : t.oncall.after(people);
}

function doneLine(voice: Voice, { done, now }: OncallView, time: Time): string | undefined {
  const { t } = voice;
  if (done === undefined) return undefined;
  if (done.done === 'cleared') return done.ended === 0 ? t.oncall.nothingToClear : t.oncall.cleared(done.ended);
  return t.oncall.put(person(done.user), t.asLevel[done.level], time(done.until, now));
}
