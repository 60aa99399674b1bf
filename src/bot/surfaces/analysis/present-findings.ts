import type { PoolState } from '../../../domain/analysis/pool.ts';
import type { ReproductionPath } from '../../../domain/analysis/traffic.ts';
import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { own } from '../../../domain/text/own.ts';
import type {
  CollectedView,
  CollectionProblem,
  FactFinding,
  Finding,
  HeapFinding,
  LogFinding,
  NothingView,
  PoolFinding,
  SignalFinding,
  TrafficFinding,
  UnreadView,
} from '../../../views/analysis.ts';
import { adviceOn } from '../../texts-in.ts';
import { title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, lineSections, message } from '../building-blocks/blocks.ts';
import { whyDoubtful } from '../building-blocks/doubts.ts';
import { cut, escapeControls, oneLine, person, safe, safePlain } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const LARGEST_MAX = 8;
const GROWN_MAX = 5;
const SERIES_MAX = 15;
const FACTS_MAX = 20;
const LINES_MAX = 5;
const SAMPLE_MAX = 300;
/** Tells one proposal from another; a button's value must stay inside its limit. */
const SEEN_MAX = 150;

/** What was collected for one row, as a reply in the thread of the analysis. */
export function analysisCollected(voice: Voice, view: CollectedView): ChatMessage {
  const t = voice.texts.analysis;
  const { onset, now } = view;
  const row = safe(view.row.id, 20);
  const heading = t.findings(row, voice.say(view.row.title, 150));
  const outcome = outcomeLine(voice, view, row);
  const lines = [
    `*${heading}*`,
    ...view.findings.flatMap((finding) => findingLines(voice, finding, view)),
    ...view.problems.slice(0, FACTS_MAX).map((problem) => problemLine(voice, problem)),
    outcome,
  ];
  const compared = view.findings.some(({ kind }) => kind !== 'facts' && kind !== 'heap');
  const small = [compared ? t.before(voice.format.time(onset, now)) : undefined, view.askedBy && t.askedBy(person(view.askedBy))];
  const plainProblems = view.problems.slice(0, 3).map((problem) => problemLine(voice, problem));
  return message(
    [`${heading}:`, summary(voice, view.findings), ...plainProblems, outcome],
    [...lineSections(lines), ...acceptButton(voice, view), ...context(small)],
  );
}

function outcomeLine(voice: Voice, { outcome, unread = [], acceptable }: CollectedView, row: string): string {
  const t = voice.texts.analysis;
  if (outcome === 'unread') return t.unread(row, unread.map((one) => unreadText(voice, one)).join('; '));
  return outcome === 'open' && acceptable ? t.openToAccept(row) : t.outcome[outcome](row);
}

/** `its logs (consumer)`, or what to name where the playbook has nothing of the kind. */
function unreadText(voice: Voice, { kind, from, parts }: UnreadView): string {
  const t = voice.texts.analysis;
  const names = [...from.map((name) => safe(name, 60)), ...parts.map((title) => voice.say(title, 60))].slice(0, SERIES_MAX);
  return names.length > 0 ? t.kindOf(t.kind[kind], names.join(', ')) : t.kindMissing(t.kind[kind], kind);
}

/** One press keeps a row that waits for a person to accept what traffic proposes. */
function acceptButton(voice: Voice, { incident, row, acceptable }: CollectedView): ChatBlock[] {
  if (!acceptable) return [];
  const t = voice.texts.analysis;
  const item = safePlain(row.id, 40);
  const args = { item: row.id.slice(0, 60), seen: acceptable.path.slice(0, SEEN_MAX) };
  const look = { text: t.accept(item), label: t.acceptLabel(item, incidentRef(incident)), style: 'primary' } as const;
  return actions(`analysis.${incident.id}.accept.${item}`, [
    commandButton({ command: 'analysis accept', subject: item, incident, args }, look),
  ]);
}

/** Rows that nobody set anything up for: said once, with what to set. */
export function analysisNothing(voice: Voice, view: NothingView): ChatMessage {
  const t = voice.texts.analysis;
  const rows = view.rows.slice(0, FACTS_MAX);
  const advice = rows.flatMap(({ keptBy, problems }) => {
    if (problems.length > 0) return problems.map((problem) => problemLine(voice, problem));
    return own(t.setUp, keptBy) ?? [];
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
  const t = voice.texts.analysis;
  // What is not set up is named by the sentence that says how to set it up.
  if (code === 'not_configured') return t.notSetUp(voice.say(text, 300));
  const said = t.problem(safe(from, 60), voice.say(text, 300));
  return [said, ...[adviceOn(voice.language, code) ?? []].flat()].join(' ');
}

function findingLines(voice: Voice, finding: Finding, { onset, now }: CollectedView): string[] {
  switch (finding.kind) {
    case 'signals':
      return signalLines(voice, finding);
    case 'logs':
      return logLines(voice, finding, voice.format.time(onset, now));
    case 'heap':
      return heapLines(voice, finding, now);
    case 'facts':
      return factLines(voice, finding);
    case 'traffic':
      return trafficLines(voice, finding);
    case 'pool':
      return poolLines(voice, finding);
  }
}

function signalLines(voice: Voice, { signals }: SignalFinding): string[] {
  const t = voice.texts.analysis;
  return signals.slice(0, FACTS_MAX).map((signal) => {
    const name = voice.say(signal.title, 100);
    const value = (number: number | undefined) =>
      number === undefined || Number.isNaN(number) ? t.noValue : escapeControls(voice.format.value(number, signal.unit));
    if (signal.now === undefined && signal.before === undefined)
      return `• ${t.noNumber(name, signal.problem ? voice.say(signal.problem, 200) : t.noData)}`;
    return `• ${t.number(name, value(signal.before), value(signal.worst), value(signal.now))}${whyDoubtful(voice, signal, signal.unit)}`;
  });
}

function logLines(voice: Voice, { from, lines, partial, patterns, doubts = [] }: LogFinding, since: string): string[] {
  const t = voice.texts.analysis;
  const count = (number: number) => escapeControls(voice.format.value(number, 'count'));
  return [
    `${t.logs(safe(from, 60), count(lines), since)}${partial ? ` (${t.partial})` : ''}${whyDoubtful(voice, { doubts })}`,
    ...patterns.slice(0, FACTS_MAX).flatMap((pattern) => {
      const name = voice.say(pattern.title, 100);
      if (pattern.stopped) return [t.stopped(name)];
      return [t.pattern(name, count(pattern.since), count(pattern.before)), ...codeBlock(pattern.samples)];
    }),
  ];
}

function heapLines(voice: Voice, heap: HeapFinding, now: Date): string[] {
  const t = voice.texts.analysis;
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
    t.heap(safe(heap.from, 60), escapeControls(bytes(heap.bytes)), escapeControls(count(heap.instances))) + whyDoubtful(voice, heap),
    ...(largest.length > 0 ? [t.fills, ...codeBlock(largest)] : []),
    ...(before === undefined ? [t.firstHeap] : grown.length > 0 ? [t.grew(before), ...codeBlock(grown)] : [t.nothingGrew(before)]),
  ];
}

function factLines(voice: Voice, { from, facts, lines, doubts = [] }: FactFinding): string[] {
  const t = voice.texts.analysis;
  return [
    t.facts(safe(from, 60)) + whyDoubtful(voice, { doubts }),
    ...facts.slice(0, FACTS_MAX).map(({ name, value }) => t.fact(safe(name, 80), safe(value, 200))),
    ...codeBlock(lines.slice(0, LINES_MAX)),
  ];
}

function trafficLines(voice: Voice, { title: name, series, path, curl, doubts = [] }: TrafficFinding): string[] {
  const t = voice.texts.analysis;
  // A series that is not in a whole answer counts nothing; in a part of one, nobody knows.
  const none = doubts.length > 0 ? t.noValue : '0';
  const value = (number: number | undefined) => (number === undefined ? none : escapeControls(voice.format.value(number, 'count')));
  return [
    t.traffic(voice.say(name, 100)) + whyDoubtful(voice, { doubts }),
    ...series.slice(0, SERIES_MAX).map(({ labels, now, before }) => t.series(safe(labels, 150), value(now), value(before))),
    ...(series.length === 0 ? [t.noSeries] : []),
    ...(series.length === 0 ? [] : path ? pathLines(voice, path, curl) : [t.noPath]),
  ];
}

/** The requests that stand out since the onset, why, and how one of them is sent. */
function pathLines(voice: Voice, path: ReproductionPath, curl: string | undefined): string[] {
  const t = voice.texts.analysis;
  const rate = (number: number) => escapeControls(voice.format.value(number, 'per-second'));
  const share = (number: number) => escapeControls(voice.format.value(number, 'ratio'));
  const { method, route, client, failing } = path;
  const what = safe([method, route].filter(Boolean).join(' '), 150);
  return [
    t.path(client === undefined ? what : t.pathFrom(what, safe(client, 100))),
    `• ${t.pathRate(rate(path.now), rate(path.before), share(path.share), share(path.shareBefore))}`,
    ...(failing ? [`• ${t.pathFails(safe(failing.status, 20), share(failing.share), share(failing.shareBefore))}`] : []),
    ...(curl === undefined ? [] : [t.pathTry(rate(path.now)), ...codeBlock([curl])]),
  ];
}

function poolLines(voice: Voice, { from, pools, doubts = [] }: PoolFinding): string[] {
  const t = voice.texts.analysis;
  const count = (number: number | undefined) => (number === undefined ? '–' : escapeControls(voice.format.value(number, 'count')));
  const line = ({ active, idle, pending, max }: PoolState) => t.poolState(count(active), count(max), count(idle), count(pending));
  return pools.slice(0, SERIES_MAX).flatMap(({ before, ...pool }) => {
    const since = before?.timeouts !== undefined && pool.timeouts !== undefined ? Math.max(0, pool.timeouts - before.timeouts) : undefined;
    return [
      t.pool(safe(from, 60), safe(pool.pool, 100)) + whyDoubtful(voice, { doubts }),
      `• ${line(pool)}${before ? ` · ${t.poolBefore(line(before))}` : ''}`,
      ...(pool.timeouts === undefined
        ? []
        : [`• ${since === undefined ? t.poolTimeouts(count(pool.timeouts)) : t.poolTimeoutsSince(count(since))}`]),
    ];
  });
}

/** Lines as they are, in one block; formatting means nothing in it, except its own fence. */
function codeBlock(lines: readonly string[]): string[] {
  const shown = lines.slice(0, 10).map((line) => cut(escapeControls(oneLine(line).replaceAll('`', 'ˋ')), SAMPLE_MAX));
  const kept = shown.filter((line) => line !== '');
  return kept.length === 0 ? [] : [`\`\`\`${cut(kept.join('\n'), 2_900)}\`\`\``];
}
