import { incidentRef } from '../../domain/incident.ts';
import type { ChatMessage } from '../../domain/message.ts';
import type { FreezeView, MitigationBegunView } from '../../domain/mitigation-views.ts';
import { MITIGATION_TEXTS } from '../texts/mitigations.ts';
import { lineSections, message } from './blocks.ts';
import { safe } from './escape.ts';
import type { Voice } from './voice.ts';
import { who } from './who.ts';

/** Privately, to whoever pressed. */
export function mitigationBegun(voice: Voice, { incident, title, state, did }: MitigationBegunView): ChatMessage {
  const t = MITIGATION_TEXTS[voice.language];
  const text = (did === undefined ? t.begun[state] : t.did[did])(voice.say(title, 120), incidentRef(incident));
  return message([text], lineSections([text]));
}

/** Once in the channel: nothing runs any more, or it may again. */
export function freezeNotice(voice: Voice, view: FreezeView): ChatMessage {
  const t = MITIGATION_TEXTS[voice.language];
  if (view.liftedBy !== undefined) {
    const lifted = t.lifted(who(voice, view.liftedBy));
    return message([lifted], lineSections([lifted]));
  }
  const end = t.unfreeze(voice.command);
  return message(
    [...freezeLines(voice, view, voice.format.plainTime), end],
    lineSections([...freezeLines(voice, view, voice.format.time), end]),
  );
}

/** Who froze everything since when, and why. */
export function freezeLines(
  voice: Voice,
  { by, at, reason }: Pick<FreezeView, 'by' | 'at' | 'reason'>,
  time: (at: Date, now: Date) => string,
): string[] {
  const t = MITIGATION_TEXTS[voice.language];
  return [t.frozen(who(voice, by), time(at, at)), ...(reason ? [t.frozenWhy(safe(reason, 500))] : [])];
}
