import { bare, type SaidSeverity } from './severity-words.ts';

/** Alerts that fire for as long as their sender lives, so that somebody notices when they fall silent: kube-prometheus-stack's and older ones. */
const ALWAYS = new Set([
  'deadmansswitch',
  'deadmanswitch',
  'deadmanssnitch',
  'prometheusdeadmansswitch',
  'alertingdeadmansswitch',
  'infoinhibitor',
]);
/** The same name is also given to hardware that hangs; that one says how bad it is. */
const USUALLY = new Set(['watchdog', 'heartbeat', 'prometheuswatchdog', 'alwaysfiring']);

/** Whether an alert says only that its sender lives. */
export function isHeartbeat({ alertname = '' }: Readonly<Record<string, string>>, said: SaidSeverity): boolean {
  const name = bare(alertname);
  if (ALWAYS.has(name)) return true;
  const harmless = said === 'unsaid' || ('rank' in said && (said.rank === 'none' || said.rank === 'info'));
  return USUALLY.has(name) && harmless;
}
