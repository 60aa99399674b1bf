import type {
  CollectedView,
  CollectionProblem,
  FactFinding,
  Finding,
  HeapFinding,
  LogFinding,
  NothingView,
  SignalFinding,
  TrafficFinding,
} from '../../domain/analysis-views.ts';
import { incidentRef } from '../../domain/incident.ts';
import type { ChatMessage } from '../../domain/message.ts';
import { ANALYSIS_TEXTS } from '../texts/analysis.ts';
import { context, lineSections, message } from './blocks.ts';
import { cut, escapeControls, oneLine, person, safe } from './escape.ts';
import { title } from './headline.ts';
import type { Voice } from './voice.ts';

const LARGEST_MAX = 8;
const GROWN_MAX = 5;
const SERIES_MAX = 15;
const FACTS_MAX = 20;
const LINES_MAX = 5;
const SAMPLE_MAX = 300;

/** What was collected for one row, as a reply in the thread of the analysis. */
export function analysisCollected(voice: Voice, view: CollectedView): ChatMessage {
  const t = ANALYSIS_TEXTS[voice.language];
  const { onset, now } = view;
  const row = safe(view.row.id, 20);
  const heading = t.findings(row, voice.say(view.row.title, 150));
  const outcome = t.outcome[view.outcome](row);
  const lines = [
    `*${heading}*`,
    ...view.findings.flatMap((finding) => findingLines(voice, finding, now)),
    ...view.problems.slice(0, FACTS_MAX).map((problem) => problemLine(voice, problem)),
    outcome,
  ];
  const compared = view.findings.some(({ kind }) => kind !== 'facts' && kind !== 'heap');
  const small = [compared ? t.before(voice.format.time(onset, now)) : undefined, view.askedBy && t.askedBy(person(view.askedBy))];
  const spoken = view.problems.slice(0, 3).map((problem) => problemLine(voice, problem));
  return message([`${heading}:`, summary(voice, view.findings), ...spoken, outcome], [...lineSections(lines), ...context(small)]);
}

/** Why a row counts as kept: what was looked at. */
export function analysisKept(voice: Voice, { findings }: Pick<CollectedView, 'findings'>): string {
  return cut(ANALYSIS_TEXTS[voice.language].keptReason(summary(voice, findings)), 200);
}

/** Rows that nobody set anything up for: said once, with what to set. */
export function analysisNothing(voice: Voice, view: NothingView): ChatMessage {
  const t = ANALYSIS_TEXTS[voice.language];
  const rows = view.rows.slice(0, FACTS_MAX);
  const advice = rows.flatMap(({ keptBy, problems }) => {
    if (problems.length > 0) return problems.map((problem) => problemLine(voice, problem));
    return t.setUp[keptBy] ?? [];
  });
  const lines = [
    t.nothingTitle,
    ...rows.map((row) => t.nothingRow(safe(row.id, 20), voice.say(row.title, 150))),
    ...[...new Set(advice)].slice(0, FACTS_MAX),
  ];
  const hint = rows[0] ? t.nothingHint(voice.command, safe(rows[0].id, 20)) : undefined;
  return message(
    [...lines, hint],
    [...lineSections(lines), ...context([hint, `${incidentRef(view.incident)} ${title(voice, view.incident)}`])],
  );
}

function summary(voice: Voice, findings: readonly Finding[]): string {
  const names = findings.map(({ from, kind }) => (kind === 'signals' ? '' : safe(from, 60)));
  const signals = findings.flatMap((finding) =>
    finding.kind === 'signals' ? finding.signals.map(({ title: name }) => voice.say(name, 60)) : [],
  );
  return cut([...signals, ...new Set(names.filter(Boolean))].join(', '), 400) || '–';
}

function problemLine(voice: Voice, { from, code, text }: CollectionProblem): string {
  const t = ANALYSIS_TEXTS[voice.language];
  const advice = Object.hasOwn(t.advice, code) ? t.advice[code as keyof typeof t.advice] : '';
  return [t.problem(safe(from, 60), voice.say(text, 300)), ...(advice ? [advice] : [])].join(' ');
}

function findingLines(voice: Voice, finding: Finding, now: Date): string[] {
  switch (finding.kind) {
    case 'signals':
      return signalLines(voice, finding);
    case 'logs':
      return logLines(voice, finding);
    case 'heap':
      return heapLines(voice, finding, now);
    case 'facts':
      return factLines(voice, finding);
    case 'traffic':
      return trafficLines(voice, finding);
  }
}

function signalLines(voice: Voice, { signals }: SignalFinding): string[] {
  const t = ANALYSIS_TEXTS[voice.language];
  return signals.slice(0, FACTS_MAX).map((signal) => {
    const name = voice.say(signal.title, 100);
    const value = (number: number | undefined) =>
      number === undefined || Number.isNaN(number) ? t.noValue : escapeControls(voice.format.value(number, signal.unit));
    if (signal.now === undefined && signal.before === undefined)
      return `• ${t.noNumber(name, signal.problem ? voice.say(signal.problem, 200) : t.noData)}`;
    return `• ${t.number(name, value(signal.before), value(signal.worst), value(signal.now))}`;
  });
}

function logLines(voice: Voice, { from, lines, partial, patterns }: LogFinding): string[] {
  const t = ANALYSIS_TEXTS[voice.language];
  const count = (number: number) => escapeControls(voice.format.value(number, 'count'));
  return [
    `${t.logs(safe(from, 60), count(lines))}${partial ? ` (${t.partial})` : ''}`,
    ...patterns.slice(0, FACTS_MAX).flatMap((pattern) => {
      const name = voice.say(pattern.title, 100);
      if (pattern.stopped) return [t.stopped(name)];
      return [t.pattern(name, count(pattern.since), count(pattern.before)), ...codeBlock(pattern.samples)];
    }),
  ];
}

function heapLines(voice: Voice, heap: HeapFinding, now: Date): string[] {
  const t = ANALYSIS_TEXTS[voice.language];
  const bytes = (number: number) => voice.format.value(number, 'bytes');
  const count = (number: number) => voice.format.value(number, 'count');
  const largest = heap.largest
    .slice(0, LARGEST_MAX)
    .map((each) => t.heapClass(oneLine(each.name), bytes(each.bytes), count(each.instances)));
  const grown = heap.grown
    .slice(0, GROWN_MAX)
    .map((each) =>
      t.heapGrowth(
        oneLine(each.name),
        bytes(each.moreBytes),
        bytes(each.bytes),
        count(each.moreInstances),
        voice.format.plainTime(each.since, now),
      ),
    );
  const before = heap.before && voice.format.time(heap.before, now);
  return [
    t.heap(safe(heap.from, 60), escapeControls(bytes(heap.bytes)), escapeControls(count(heap.instances))),
    ...(largest.length > 0 ? [t.fills, ...codeBlock(largest)] : []),
    ...(before === undefined ? [t.firstHeap] : grown.length > 0 ? [t.grew(before), ...codeBlock(grown)] : [t.nothingGrew(before)]),
  ];
}

function factLines(voice: Voice, { from, facts, lines }: FactFinding): string[] {
  const t = ANALYSIS_TEXTS[voice.language];
  return [
    t.facts(safe(from, 60)),
    ...facts.slice(0, FACTS_MAX).map(({ name, value }) => t.fact(safe(name, 80), safe(value, 200))),
    ...codeBlock(lines.slice(0, LINES_MAX)),
  ];
}

function trafficLines(voice: Voice, { title: name, series }: TrafficFinding): string[] {
  const t = ANALYSIS_TEXTS[voice.language];
  const value = (number: number | undefined) => (number === undefined ? '0' : escapeControls(voice.format.value(number, 'count')));
  return [
    t.traffic(voice.say(name, 100)),
    ...series.slice(0, SERIES_MAX).map(({ labels, now, before }) => t.series(safe(labels, 150), value(now), value(before))),
    ...(series.length === 0 ? [t.noSeries] : []),
  ];
}

/** Lines as they are, in one block; formatting means nothing in it, except its own fence. */
function codeBlock(lines: readonly string[]): string[] {
  const shown = lines.slice(0, 10).map((line) => cut(escapeControls(oneLine(line).replaceAll('`', 'ˋ')), SAMPLE_MAX));
  const kept = shown.filter((line) => line !== '');
  return kept.length === 0 ? [] : [`\`\`\`${cut(kept.join('\n'), 2_900)}\`\`\``];
}
