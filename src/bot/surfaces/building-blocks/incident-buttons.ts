import { type Incident, incidentRef, type Move } from '../../../domain/incident/incident.ts';
import type { NextEscalation } from '../../../views/paging.ts';
import { commandButton } from './asking.ts';
import type { Button } from './blocks.ts';
import type { Voice } from './voice.ts';

/** Moves that end something ask once more; the others can be taken back. */
export function moveButton(voice: Voice, incident: Incident, move: Move): Button | undefined {
  const { t } = voice;
  const asks = move === 'resolve' || move === 'cancel' ? t.confirm[move] : undefined;
  return commandButton(
    { command: move, incident },
    {
      text: t.move[move],
      label: t.moveLabel[move](incidentRef(incident)),
      ...(move === 'cancel' && { style: 'danger' as const }),
      ...(asks !== undefined && {
        confirm: { title: `${t.move[move]} ${incidentRef(incident)}?`, text: asks, confirm: t.confirm.yes, deny: t.confirm.no },
      }),
    },
  );
}

/** "Escalate now" wakes people, so it asks once more and says whom. */
export function escalateButton(voice: Voice, incident: Incident, { step, level }: NextEscalation): Button | undefined {
  const words = voice.texts.response;
  const ref = incidentRef(incident);
  return commandButton(
    { command: 'escalate', incident, args: { seen: step } },
    {
      text: words.escalateNow,
      label: words.escalateNowLabel(ref),
      confirm: {
        title: `${words.escalateNow} ${ref}?`,
        text: voice.texts.paging.escalateAsk(voice.t.level[level]),
        confirm: voice.t.confirm.yes,
        deny: voice.t.confirm.no,
      },
    },
  );
}
