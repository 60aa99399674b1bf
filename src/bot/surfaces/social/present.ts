import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import { languageName } from '../../../languages/language-name.ts';
import type { SocialNoticeView, SocialPlaceView, SocialSaidView, SocialTextView, SocialView } from '../../../views/social.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, lineSections, message } from '../building-blocks/blocks.ts';
import { cut, link, manyLines, oneLine, person, safe, safeLines } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { inMinutes, UPDATE_TEXT_MAX } from '../public/present-update-text.ts';

/** Of one network; what is longer is read there. */
const SHOWN_MAX = 2_000;
/** More networks than this are not shown in one message. */
const PLACES_MAX = 8;

/** A notice for social networks with what can be done about it: have it told, change it, leave it out; later, what became of it on each network. */
export function socialNotice(voice: Voice, view: SocialNoticeView): ChatMessage {
  const t = voice.texts.social;
  const { incident, seen, state, standing, isReply, decideBy, now, number, isLive } = view;
  const ref = incidentRef(incident);
  const args = { notice: seen };
  const places = view.places.slice(0, PLACES_MAX).map((place) => placeLine(voice, place));
  const over = state === 'open' ? [] : [t.over[state](view.by === undefined ? '' : person(view.by))];
  const takeBack = isLive
    ? commandButton(
        { command: 'social withdraw', subject: number, incident, args: { number } },
        {
          text: t.withdraw,
          label: t.withdrawLabel(ref),
          confirm: { title: t.withdraw, text: t.withdrawSure, confirm: t.withdraw, deny: t.leave },
        },
      )
    : undefined;
  if (state !== 'open') {
    const head = t.head(ref, number);
    return message(
      [head, ...over],
      [...lineSections([head, ...places, ...over]), ...actions(`social.${incident.id}.${number}`, [takeBack])],
    );
  }
  const heads = (time: typeof voice.format.time) => t.openHead(ref, number, time(decideBy, now));
  const who = standing.length === 0 ? t.needsTwo : t.needsOther(standing.map(person).join(', '));
  const post = commandButton(
    { command: 'social approve', incident, args },
    { text: standing.length === 0 ? t.agree : t.post, label: t.postLabel(ref), style: 'primary' },
  );
  const change = commandButton({ command: 'social edit', incident, args: {} }, { text: t.change, label: t.changeLabel(ref) });
  const decline = commandButton({ command: 'social decline', incident, args }, { text: t.decline, label: t.declineLabel(ref) });
  return message(
    [heads(voice.format.plainTime), ...view.places.slice(0, PLACES_MAX).map(({ text }) => oneLine(text))],
    [
      ...lineSections([heads(voice.format.time), ...places]),
      ...context([who, isReply ? t.isReply : undefined, t.typed(voice.command, seen)]),
      ...actions(`social.${incident.id}.${number}`, [post, change, decline, takeBack]),
    ],
  );
}

function placeLine({ texts }: Voice, place: SocialPlaceView): string {
  const { title, language, text, length, most, error, url } = place;
  const t = texts.social;
  const counted = t.counted(length, most);
  const name = `*${safe(title, 60)}* · ${safe(languageName(texts.statusPage.locale, language), 40)} · ${counted}`;
  const became = place.state === undefined ? [] : [`${MARKS[place.state]} ${t.place[place.state]}`];
  const why = error === undefined ? [] : [`(${safe(error, 200)})`];
  const there = url === undefined || place.state !== 'sent' ? [] : [link(url, t.see)];
  const after = [...became, ...why, ...there].join(' ');
  return [after === '' ? name : `${name} · ${after}`, quoted(text)].join('\n');
}

/** Shapes that differ without colour; the word stands beside them. */
const MARKS: Record<NonNullable<SocialPlaceView['state']>, string> = { waiting: '…', sent: '✓', failed: '✕', skipped: '–', withdrawn: '–' };

/** The newest notice, for whoever asks; or that there is none, and why. */
export function social(voice: Voice, { incident, notice, isOn }: SocialView): ChatMessage {
  if (notice) return socialNotice(voice, notice);
  const t = voice.texts.social;
  const said = isOn ? t.noneYet(incidentRef(incident)) : t.isOff(incidentRef(incident));
  return message([said], lineSections([said]));
}

/** What somebody must know of a notice. */
export function socialSaid(voice: Voice, { incident, number, said, by }: SocialSaidView): ChatMessage {
  const text = voice.texts.social.said[said](incidentRef(incident), number, by === undefined ? '' : person(by));
  return message([text], lineSections([text]));
}

/** What a notice says, before it is cut to what a network takes: the playbook's text with the one text of the update in it, or that text alone. */
export function socialText(voice: Voice, view: SocialTextView): string {
  const { language, texts, format } = voice;
  const { incident, stage, template, scenario, waitMinutes, nextAt, update, now } = view;
  if (!template) return cut(manyLines(update), UPDATE_TEXT_MAX);
  const service = oneLine(pick(voice.service.name, language)) || oneLine(voice.service.key);
  const values = {
    update: manyLines(update),
    service,
    onset: format.publicTime(incident.onsetAt, now),
    duration: format.duration(inMinutes(now.getTime() - incident.onsetAt.getTime())),
    stage: texts.updates.stage[stage],
    effect: scenario ? oneLine(pick(scenario.outside ?? scenario.effect, language)) : texts.updates.effect(service),
    ...(waitMinutes !== undefined && { waitMinutes: String(waitMinutes) }),
    ...(nextAt && { nextUpdate: format.publicTime(nextAt, now) }),
  };
  return cut(manyLines(fill(pick(template, language), values)), UPDATE_TEXT_MAX);
}

function quoted(text: string): string {
  return `>${safeLines(text, SHOWN_MAX).replaceAll('\n', '\n>')}`;
}
