import type { ChatMessage } from '../../../domain/chat/message.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { SupportGuideView } from '../../../views/updates.ts';
import { context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { cut, manyLines, oneLine, safeLines, safePlain } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { inMinutes } from './present-update-text.ts';

const TEXT_MAX = 1_500;
const QUESTIONS_MAX = 12;

/** What customer support reads: the text that everybody is told, what to say and what not to promise, and answers to what people ask. One message, which follows each update. */
export function supportGuide(voice: Voice, view: SupportGuideView): ChatMessage {
  const { language, texts, format, serviceName } = voice;
  const t = voice.texts.support;
  const { stage, template, questions, nextAt, now } = view;
  const over = stage === 'resolved';
  const values = valuesOf(voice, view);
  const filled = (text: string) => safeLines(fill(text, values), TEXT_MAX);
  const guide = template && !over ? [filled(pick(template, language))] : [];
  const answers = over
    ? []
    : questions.slice(0, QUESTIONS_MAX).map(({ ask, tell }) => `*${filled(pick(ask, language))}*\n${filled(pick(tell, language))}`);
  const head = t.head(serviceName, texts.updates.stageName[stage]);
  const next = nextAt ? t.next(format.time(nextAt, now)) : t.last;
  return message(
    [`${head}:`, safePlain(view.text, 500)],
    [
      header(head),
      ...lineSections([`*${t.told}*`, safeLines(view.text, TEXT_MAX)]),
      ...guide.flatMap((line) => lineSections([`*${t.guide}*`, line])),
      ...answers.flatMap((line) => lineSections([line])),
      ...context([over ? t.over : t.promise, next]),
    ],
  );
}

/** The same for a help desk, whose macro goes to a customer as it stands: what everybody is told, and answers to what people ask. */
export function supportMacro(voice: Voice, view: SupportGuideView): { title: string; paragraphs: string[] } {
  const { language, texts, serviceName } = voice;
  const values = valuesOf(voice, view);
  const filled = (text: string) => cut(manyLines(fill(text, values)), TEXT_MAX);
  const answers = view.questions
    .slice(0, QUESTIONS_MAX)
    .map(({ ask, tell }) => `${filled(pick(ask, language))}\n${filled(pick(tell, language))}`);
  return {
    title: `#${view.incident.id} ${serviceName}: ${texts.updates.stageName[view.stage]}`,
    paragraphs: [cut(manyLines(view.text), TEXT_MAX), ...(view.stage === 'resolved' ? [] : answers)],
  };
}

function valuesOf({ language, texts, format, service }: Voice, view: SupportGuideView) {
  const { incident, stage, scenario, nextAt, waitMinutes, now } = view;
  const name = oneLine(pick(service.name, language));
  return {
    service: name,
    onset: format.publicTime(incident.onsetAt, now),
    duration: format.duration(inMinutes(now.getTime() - incident.onsetAt.getTime())),
    stage: texts.updates.stage[stage],
    effect: scenario ? oneLine(pick(scenario.outside ?? scenario.effect, language)) : texts.updates.effect(name),
    ...(waitMinutes !== undefined && { waitMinutes: String(waitMinutes) }),
    ...(nextAt && { nextUpdate: format.publicTime(nextAt, now) }),
  };
}
