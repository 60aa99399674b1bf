import type { Incident } from '../../domain/incident/incident.ts';
import type { Language } from '../../domain/language/bilingual.ts';
import { languageFor } from '../../domain/language/language-for.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import { isWhole } from '../../domain/signals/doubts.ts';
import { own } from '../../domain/text/own.ts';
import { type PublicStage, publicStage, type ToldTexts } from '../../domain/updates/told-text.ts';
import type { DiagnosisRow } from '../../storage/index.ts';
import type { ReadingView } from '../../views/readings.ts';
import { scenarioView } from '../briefing/briefing-view.ts';
import { judgedReadings } from '../briefing/follow-readings.ts';
import { signalsFor } from '../briefing/read-signals.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { languageAt, languageOn } from '../social/notice-effects.ts';
import { namedCause } from './named-cause.ts';
import { sinceLastUpdate } from './since-last-update.ts';

/** An update as it would be told at this moment, in every language that some surface speaks. */
export interface Drafted {
  texts: ToldTexts;
  stage: PublicStage;
  readings: readonly ReadingView[];
}

/** The languages in which updates are told: those of the public page, of external ones, of the status channel, of customer support and its help desks, and of social networks; the service's own first. */
export function updateLanguages(playbook: Playbook): Language[] {
  const { team, statusPage, updates } = playbook;
  const { status, support } = team.channels;
  const channels = [status, ...(support === undefined ? [] : [support])].map((channel) => languageFor(team, { channel }));
  const pages = statusPage.external.flatMap(({ language }) => language ?? []);
  const networks = updates.social.networks.map((network) => languageOn(playbook, network));
  const desks = updates.helpDesks.map((desk) => languageAt(playbook, desk));
  return [...new Set([team.language, ...(statusPage.languages ?? [team.language]), ...channels, ...pages, ...networks, ...desks])];
}

/** Drafts an update from the incident as it is now and the playbook's text for it. Never rejects for a source that does not answer. */
export async function draftUpdate(
  runtime: Runtime,
  incident: Incident,
  { kind, nextAt }: { kind: 'update' | 'end'; nextAt: Date | null },
): Promise<Drafted> {
  const { storage, playbook, present, clock } = runtime;
  const [{ readings }, { previous, done }, diagnosis] = await Promise.all([
    judgedReadings(runtime, incident, signalsFor(runtime, incident.scenario)),
    sinceLastUpdate(runtime, incident, { all: kind === 'end' }),
    storage.diagnoses.of(incident.id),
  ]);
  const isCalm = readings.length > 0 && readings.every(({ reading }) => reading.state === 'normal' && isWhole(reading));
  const isUnderstood = done.length > 0 || isKnown(diagnosis);
  const stage = publicStage({ state: incident.state, isUnderstood, isCalm });
  const scenario = scenarioView(runtime, incident);
  const cause = namedCause(playbook, diagnosis);
  // Nobody reads that it does not work, and that it is back to normal, in one breath.
  const template = own(
    playbook.messages,
    kind === 'end' ? 'update.resolved' : stage === 'monitoring' ? 'update.recovering' : 'update.status',
  );
  const view = {
    kind,
    incident,
    stage,
    readings,
    done,
    now: clock.now(),
    ...(template && { template }),
    ...(scenario && { scenario }),
    ...(previous && { previous }),
    ...(cause && { cause }),
    ...(nextAt && { nextAt }),
  };
  const texts = Object.fromEntries(updateLanguages(playbook).map((language) => [language, present.in(language).updateText(view)]));
  return { texts, stage, readings };
}

function isKnown(diagnosis: DiagnosisRow | undefined): boolean {
  return Boolean(diagnosis?.namedCause) || diagnosis?.result?.causes[0]?.confidence === 'likely';
}
