import { isWhole } from '../../../domain/signals/doubts.ts';
import type { MitigationRunView, SignalProofView } from '../../../views/mitigation.ts';
import { whyDoubtful } from '../building-blocks/doubts.ts';
import { escapeControls } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const SIGNALS_MAX = 12;

/** Whether it helped, by the signals: what was, what is, since when. It claims what happened after it, not because of it. */
export function proofLines(voice: Voice, view: MitigationRunView): string[] {
  const { verdict, signals = [], helpedAfterMs } = view;
  if (verdict === undefined) return [];
  const t = voice.texts.mitigations.run;
  const unsure = verdict === 'unknown' && !signals.every(isWhole);
  const said = unsure ? voice.texts.doubts.unsureProof : t.verdict[verdict];
  const claims = verdict === 'better' || verdict === 'worse';
  return [
    verdict === 'better' && helpedAfterMs !== undefined ? t.improvedAfter(voice.format.duration(helpedAfterMs)) : said,
    ...signals.slice(0, SIGNALS_MAX).map((signal) => signalLine(voice, signal, view.ranAt)),
    ...(claims ? [`_${t.honest}_`] : []),
  ];
}

/** `• Kafka lag: 12,480 → 340 ✓ better, back to normal, after 40 s`. */
function signalLine(voice: Voice, signal: SignalProofView, ranAt: Date | undefined): string {
  const t = voice.texts.mitigations.run;
  const value = (amount: number | undefined) =>
    amount === undefined || Number.isNaN(amount) ? t.noValue : escapeControls(voice.format.value(amount, signal.unit));
  const showed = signal.betterSince === undefined || !ranAt ? Number.NaN : Date.parse(signal.betterSince) - ranAt.getTime();
  const said = [
    t.mark[signal.verdict] + whyDoubtful(voice, signal, signal.unit),
    ...(signal.backToNormal ? [t.normal] : []),
    ...(showed >= 0 && Number.isFinite(showed) ? [t.showedAfter(voice.format.duration(showed))] : []),
  ];
  return t.signal(voice.say(signal.title, 100), value(signal.before), value(signal.after), said.join(', '));
}
