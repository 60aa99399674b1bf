import type { ChatMessage } from '../../../domain/chat/message.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { SupportGuideView } from '../../../views/updates.ts';
import { context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { oneLine, safeLines, safePlain } from '../building-blocks/escape.ts';
import { fill } from '../building-blocks/fill.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { inMinutes } from './present-update-text.ts';

const TEXT_MAX = 1_500;
const QUESTIONS_MAX = 12;

/** What customer support reads: the text that everybody is told, what to say and what not to promise, and answers to what people ask. One message, which follows each update. */
export function supportGuide(voice: Voice, view: SupportGuideView): ChatMessage {
  const { language, texts, format, serviceName } = voice;
  const t = voice.texts.support;
  const { incident, stage, template, scenario, questions, nextAt, waitMinutes, now } = view;
  const over = stage === 'resolved';
  const values = {
    service: oneLine(pick(voice.service.name, language)),
    onset: format.publicTime(incident.onsetAt, now),
    duration: format.duration(inMinutes(now.getTime() - incident.onsetAt.getTime())),
    stage: texts.updates.stage[stage],
    effect: scenario
      ? oneLine(pick(scenario.outside ?? scenario.effect, language))
      : texts.updates.effect(oneLine(pick(voice.service.name, language))),
    ...(waitMinutes !== undefined && { waitMinutes: String(waitMinutes) }),
    ...(nextAt && { nextUpdate: format.publicTime(nextAt, now) }),
  };
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
