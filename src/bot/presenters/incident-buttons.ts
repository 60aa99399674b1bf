import { type Incident, incidentRef, type Move } from '../../domain/incident.ts';
import type { NextEscalation } from '../../domain/views.ts';
import { PAGING_TEXTS } from '../texts/paging.ts';
import { RESPONSE_TEXTS } from '../texts/response.ts';
import { type Button, button } from './blocks.ts';
import { ACTIONS, type EscalateValue, type IncidentValue } from './ids.ts';
import type { Voice } from './voice.ts';

/** Moves that end something ask once more; the others can be taken back. */
export function moveButton(voice: Voice, incident: Incident, move: Move): Button {
  const { t } = voice;
  const value: IncidentValue = { incident: incident.id, version: incident.version };
  const asks = move === 'resolve' || move === 'cancel' ? t.confirm[move] : undefined;
  return button({
    action: ACTIONS.move(move),
    text: t.move[move],
    label: t.moveLabel[move](incidentRef(incident)),
    value,
    ...(move === 'cancel' && { style: 'danger' as const }),
    ...(asks !== undefined && {
      confirm: { title: `${t.move[move]} ${incidentRef(incident)}?`, text: asks, confirm: t.confirm.yes, deny: t.confirm.no },
    }),
  });
}

/** "Escalate now" wakes people, so it asks once more and says whom. */
export function escalateButton(voice: Voice, incident: Incident, { step, level }: NextEscalation): Button {
  const words = RESPONSE_TEXTS[voice.language];
  const ref = incidentRef(incident);
  const value: EscalateValue = { incident: incident.id, version: incident.version, step };
  return button({
    action: ACTIONS.escalate,
    text: words.escalateNow,
    label: words.escalateNowLabel(ref),
    value,
    confirm: {
      title: `${words.escalateNow} ${ref}?`,
      text: PAGING_TEXTS[voice.language].escalateAsk(voice.t.level[level]),
      confirm: voice.t.confirm.yes,
      deny: voice.t.confirm.no,
    },
  });
}
