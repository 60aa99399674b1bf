import type { Incident } from '../../domain/incident/incident.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { own } from '../../domain/text/own.ts';
import { dataOf } from '../../domain/timeline/index.ts';
import type { ToldReading } from '../../domain/timeline/updates.ts';
import { worded } from '../../languages/worded.ts';
import type { TimelineRow } from '../../storage/index.ts';
import type { ReadingView } from '../../views/readings.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The numbers of an update, to be kept with it. */
export function told(readings: readonly ReadingView[]): ToldReading[] {
  return readings.map(({ key, reading: { state, value, doubts }, change }) => ({
    key,
    state,
    ...(value !== undefined && { value }),
    ...(change?.abnormal && { abnormal: change.abnormal.since.toISOString() }),
    ...(doubts && { doubts: [...doubts] }),
  }));
}

export interface SinceLastUpdate {
  /** What the update before said; absent for the first one, and when nobody knows what that was. */
  previous?: ReadingView[];
  /** What was carried out, and what was taken back, oldest first. */
  done: Bilingual[];
}

/** What happened between the last update that was sent and this one; everything since the beginning where there was none. */
export async function sinceLastUpdate(
  runtime: Pick<Runtime, 'storage' | 'playbook'>,
  incident: Incident,
  /** What was done since the beginning, whatever was told of it. */
  { all = false }: { all?: boolean } = {},
): Promise<SinceLastUpdate> {
  const { storage, playbook } = runtime;
  const entries = await storage.timeline.ofKinds(incident.id, ['update.sent', 'mitigation.executed', 'mitigation.ended.undone']);
  const last = entries.findLast(({ kind }) => kind === 'update.sent');
  const previous = last && previousOf(playbook, last);
  const done = entries.flatMap((entry): Bilingual[] => {
    const { id, kind } = entry;
    if (kind === 'update.sent' || (!all && last && BigInt(id) < BigInt(last.id))) return [];
    const title = own(playbook.mitigations, dataOf(kind, entry)?.mitigation ?? '')?.title;
    if (!title) return [];
    return [kind === 'mitigation.ended.undone' ? worded(({ incidents }, language) => incidents.undone(pick(title, language))) : title];
  });
  return { ...(previous && { previous }), done };
}

/** Found again after a lost reply, or written by a release that did not keep it: nobody knows what it said. */
function previousOf(playbook: Runtime['playbook'], entry: TimelineRow): ReadingView[] | undefined {
  return dataOf('update.sent', entry)?.readings?.flatMap(({ key, state, value, abnormal, doubts }): ReadingView[] => {
    const spec = playbook.signals[key];
    if (!spec) return [];
    const { title, unit, better, thresholds } = spec;
    const reading = { signal: key, state, trend: [], ...(value !== undefined && { value }), ...(doubts && { doubts }) };
    const change = abnormal === undefined ? {} : { change: { abnormal: { since: new Date(abnormal), earlier: false } } };
    return [{ key, title, unit, better, thresholds, reading, ...change }];
  });
}
