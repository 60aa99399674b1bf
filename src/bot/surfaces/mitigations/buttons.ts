import { ESCALATING_STATES, type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { Steering } from '../../../domain/mitigation/guard.ts';
import type { MitigationRunView } from '../../../views/mitigation.ts';
import { isOver } from '../briefing/headline.ts';
import { commandButton, type Look } from '../building-blocks/asking.ts';
import type { Button } from '../building-blocks/blocks.ts';
import { safePlain } from '../building-blocks/escape.ts';
import { moveButton } from '../building-blocks/incident-buttons.ts';
import type { Voice } from '../building-blocks/voice.ts';

const NAME_MAX = 100;
const STYLE: Partial<Record<Steering, 'primary' | 'danger'>> = { approve: 'primary', stop: 'danger' };

/** What can be done with a run now. */
export function runButtons(voice: Voice, view: MitigationRunView): (Button | undefined)[] {
  if (wantsNewPlan(view)) return [newPlanButton(voice, view)];
  const done = canBeDoneByHand(view) ? [doneButton(voice, view.incident, view)] : [];
  const { incident, verdict } = view;
  // It helped: whether all is back to normal is looked at when it is pressed.
  const over = verdict === 'better' && ESCALATING_STATES.includes(incident.state) ? [moveButton(voice, incident, 'mitigated')] : [];
  return [...steerings(view).map((what) => steerButton(voice, view, what)), ...done, ...over];
}

/** It did not come to its end, and its message says what people type instead. */
function canBeDoneByHand({ incident, outcome, problem }: MitigationRunView): boolean {
  return outcome === 'failed' && (problem?.byHand ?? []).length > 0 && !isOver(incident);
}

/** People say that they did it themselves. Asks once more: from then on it is judged. */
export function doneButton(
  voice: Voice,
  incident: Incident,
  { name, title }: Pick<MitigationRunView, 'name' | 'title'>,
): Button | undefined {
  const t = voice.texts.byHand;
  const plain = safePlain(pick(title, voice.language), 60);
  const { title: asks, text, yes, no } = t.confirm;
  return commandButton(
    { command: 'mitigate done', subject: safePlain(name, NAME_MAX), incident, args: { name: name.slice(0, NAME_MAX) } },
    { text: t.button, label: t.label(plain, incidentRef(incident)), confirm: { title: asks, text: text(plain), confirm: yes, deny: no } },
  );
}

function steerings({ state, outcome, plan, expiresAt, keptBy, stopBy }: MitigationRunView): Steering[] {
  if (state === 'waiting') return ['approve', 'refuse'];
  if (state === 'announced') return ['stop'];
  if (state === 'executing') return stopBy === undefined ? ['stop'] : [];
  if (state === 'held') return [...(plan.undo ? (['undo'] as const) : []), 'keep'];
  if (outcome === 'undo-failed' || outcome === 'halted') return plan.undo ? ['undo'] : [];
  if (state !== 'running' && outcome !== 'stays') return [];
  const canKeep = expiresAt !== undefined && keptBy === undefined;
  return [...(plan.undo ? (['undo'] as const) : []), ...(canKeep ? (['keep'] as const) : [])];
}

/** The target was not what it had been: only another look helps. */
function wantsNewPlan({ outcome, problem }: MitigationRunView): boolean {
  return (outcome === 'failed' || outcome === 'stopped') && problem?.code === 'changed';
}

/** Opens the form that shows what it would do. */
export function planButton(incident: Incident, name: string, look: Look): Button | undefined {
  const args = { name: name.slice(0, NAME_MAX) };
  return commandButton({ command: 'mitigate', subject: safePlain(name, NAME_MAX), incident, args }, look);
}

function newPlanButton(voice: Voice, { incident, name, title }: MitigationRunView): Button | undefined {
  const t = voice.texts.mitigations;
  const label = t.planLabel(safePlain(pick(title, voice.language), 60), incidentRef(incident));
  return planButton(incident, name, { text: t.run.newPlan, label, style: 'primary' });
}

/** Taking something back asks once more: it changes the system again. */
function steerButton(voice: Voice, { incident, id, title, plan }: MitigationRunView, what: Steering): Button | undefined {
  const t = voice.texts.mitigations.run;
  const style = STYLE[what];
  return commandButton(
    { command: `mitigate ${what}`, subject: id, incident, args: { run: id } },
    {
      text: t[what],
      label: t.label[what](safePlain(pick(title, voice.language), 60), incidentRef(incident)),
      ...(style && { style }),
      ...(what === 'undo' && {
        confirm: { title: t.undoTitle, text: safePlain(plan.undo ? pick(plan.undo, voice.language) : '', 300), confirm: t.yes, deny: t.no },
      }),
    },
  );
}
