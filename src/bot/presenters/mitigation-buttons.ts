import { incidentRef } from '../../domain/incident.ts';
import type { MitigationRunView } from '../../domain/mitigation-views.ts';
import { MITIGATION_TEXTS } from '../texts/mitigations.ts';
import { type Button, button } from './blocks.ts';
import { safePlain } from './escape.ts';
import { ACTIONS, type MitigationRunValue, type MitigationSteering, type MitigationValue } from './ids.ts';
import type { Voice } from './voice.ts';

const NAME_MAX = 100;
const STYLE: Partial<Record<MitigationSteering, 'primary' | 'danger'>> = { approve: 'primary', stop: 'danger' };

/** What can be done with a run now. */
export function runButtons(voice: Voice, view: MitigationRunView): Button[] {
  if (wantsNewPlan(view)) return [newPlanButton(voice, view)];
  return steerings(view).map((what) => steerButton(voice, view, what));
}

function steerings({ state, outcome, plan, expiresAt, keptBy }: MitigationRunView): MitigationSteering[] {
  if (state === 'waiting') return ['approve', 'refuse'];
  if (state === 'announced') return ['stop'];
  if (outcome === 'undo-failed') return plan.undo ? ['undo'] : [];
  if (state !== 'running' && outcome !== 'stays') return [];
  const canKeep = expiresAt !== undefined && keptBy === undefined;
  return [...(plan.undo ? (['undo'] as const) : []), ...(canKeep ? (['keep'] as const) : [])];
}

/** The target was not what it had been: only another look helps. */
function wantsNewPlan({ outcome, problem }: MitigationRunView): boolean {
  return (outcome === 'failed' || outcome === 'stopped') && problem?.code === 'changed';
}

function newPlanButton(voice: Voice, { incident, name, title }: MitigationRunView): Button {
  const t = MITIGATION_TEXTS[voice.language];
  const value: MitigationValue = { incident: incident.id, version: incident.version, name: name.slice(0, NAME_MAX) };
  const label = t.planLabel(safePlain(title[voice.language], 60), incidentRef(incident));
  return button({ action: ACTIONS.mitigationOpen(safePlain(name, NAME_MAX)), text: t.run.newPlan, label, value, style: 'primary' });
}

/** Taking something back asks once more: it changes the system again. */
function steerButton(voice: Voice, { incident, id, title, plan }: MitigationRunView, what: MitigationSteering): Button {
  const t = MITIGATION_TEXTS[voice.language].run;
  const value: MitigationRunValue = { incident: incident.id, version: incident.version, run: id };
  const style = STYLE[what];
  return button({
    action: ACTIONS.mitigationSteer(what, id),
    text: t[what],
    label: t.label[what](safePlain(title[voice.language], 60), incidentRef(incident)),
    value,
    ...(style && { style }),
    ...(what === 'undo' && {
      confirm: { title: t.undoTitle, text: safePlain(plan.undo?.[voice.language] ?? '', 300), confirm: t.yes, deny: t.no },
    }),
  });
}
