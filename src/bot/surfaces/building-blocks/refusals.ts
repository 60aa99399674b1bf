import { incidentRef } from '../../../domain/incident/incident.ts';
import type { Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import { type Mention, mention, type Words } from '../../../domain/language/words.ts';
import type { Refusal } from '../../../domain/mitigation/guard.ts';
import { textsIn } from '../../texts-in.ts';
import { toldInLine } from './escape.ts';
import type { Voice } from './voice.ts';

/** What the guard says, in one line for one person: whom it names is mentioned, and whatever somebody typed (the reason of a freeze) stays text. */
export function refusalText(voice: Voice, refusal: Refusal, max = 500): string {
  return toldInLine(refusalWords(voice.language, refusal), max);
}

/** A code without words does not compile. */
export function refusalWords(language: Language, refusal: Refusal): Words {
  const t = textsIn(language).refusals;
  switch (refusal.code) {
    case 'stopped':
      return t.stopped(whom(refusal.by));
    case 'not-active':
      return t.notActive(incidentRef({ id: refusal.incident }), textsIn(language).incident.state[refusal.state]);
    case 'off':
      return t.off;
    case 'not-allowed':
      return t.notAllowed[refusal.who];
    case 'frozen':
      return refusal.reason === undefined ? t.frozen(whom(refusal.by)) : t.frozenFor(whom(refusal.by), refusal.reason);
    case 'forbidden-hours':
      return t.forbiddenHours(refusal.from, refusal.to, pick(refusal.reason, language));
    case 'busy':
      if (refusal.held !== undefined) return t.heldHalfWay(String(refusal.held));
      return refusal.by === 'bongsu' ? t.bongsuIsBusy : t.busy(whom(refusal.by));
    case 'cooling-down':
      return t.coolingDown(String(refusal.seconds));
    case 'too-many':
      return t.tooMany(String(refusal.atOnce), refusal.names.join(', '));
    case 'same-person':
      return t.samePerson;
  }
}

function whom(by: string): Mention | string {
  return by === 'bongsu' ? 'Bongsu' : mention(by);
}
