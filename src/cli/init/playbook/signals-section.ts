import type { Proposal } from '../signals/ask-signals.ts';
import type { Symptom } from '../vocabulary.ts';
import { ABOUT_LIMITS, type Say } from './words.ts';

interface SignalsSection {
  signals: Record<string, object>;
  /** By the path of what each stands before. */
  remarks: [path: string, remark: string][];
  /** Keys of signals that have thresholds; of those that are watched and have none. */
  withLimits: string[];
  withoutLimits: string[];
}

/** More than none of what is counted. */
const ANY = 0.5;

/** The signals as they are written, with the thresholds that their past gives them. */
export function signalsOf(
  proposals: readonly Proposal[],
  { say, scenarios, rowsBefore = 0 }: { say: Say; scenarios: ReadonlyMap<Symptom, string>; rowsBefore?: number },
): SignalsSection {
  const made: SignalsSection = { signals: {}, remarks: [], withLimits: [], withoutLimits: [] };
  let rows = rowsBefore;
  for (const { key, signal, query, matters, limits } of proposals) {
    const { title, unit, better, watched } = signal;
    const scenario = watched?.opens === undefined ? undefined : scenarios.get(watched.opens);
    const bounds = boundsOf(watched, limits);
    if (bounds.length > 0) rows += 1;
    const thresholds = bounds.map(({ level, at }) => ({
      id: `D${rows}`,
      [watched?.side ?? 'above']: at,
      level,
      ...(scenario !== undefined && { scenario }),
      ...(level === 'critical' && { severity: 'sev1' }),
    }));
    made.signals[key] = {
      title: say(title),
      query,
      unit,
      ...(better !== undefined && { better }),
      matters,
      ...(thresholds.length > 0 && { thresholds }),
    };
    if (thresholds.length > 0) made.withLimits.push(key);
    else if (watched) made.withoutLimits.push(key);
    const remark = remarkOf(watched, limits, say);
    if (remark !== undefined) made.remarks.push([`signals.${key}${thresholds.length > 0 ? '.thresholds' : '.matters'}`, remark]);
  }
  return made;
}

function boundsOf(watched: Proposal['signal']['watched'], limits: Proposal['limits']): { level: 'warning' | 'critical'; at: number }[] {
  if (watched?.any) return [{ level: 'warning', at: ANY }];
  if (!limits || limits.none !== undefined) return [];
  const { warning, critical } = limits;
  return [{ level: 'warning', at: warning }, ...(critical === undefined ? [] : [{ level: 'critical' as const, at: critical }])];
}

function remarkOf(watched: Proposal['signal']['watched'], limits: Proposal['limits'], say: Say): string | undefined {
  if (!limits || !watched) return undefined;
  if (limits.none === 'young') return say(ABOUT_LIMITS.young(limits.hours));
  const past = say(ABOUT_LIMITS.past[watched.side](limits));
  return limits.none === 'full' ? `${past} ${say(ABOUT_LIMITS.full)}` : past;
}
