import type { Incident } from '../../domain/incident.ts';
import type { Language } from '../../domain/playbook/schema.ts';
import type { ProblemView } from '../../domain/views.ts';
import { problemsOf } from '../briefing-view.ts';
import { presentFor } from '../present-for.ts';
import type { RunContext } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Numbers } from './open-room.ts';

/** Response URLs die after half an hour; trying longer helps nobody. */
const USABLE_MS = 30 * 60_000;

/**
 * Tells the declarer privately where the incident lives and what did not work. Sent at least once: after a crash a second copy is better
 * than silence, and a response URL cannot be looked into.
 */
export async function tellDeclarer(
  runtime: Runtime,
  { steps, run }: RunContext,
  incident: Incident,
  numbers: Numbers,
  step: 'declarer.told' | 'declarer.problems',
): Promise<void> {
  const responseUrl = run.input.responseUrl as string | null;
  if (responseUrl === null) return;
  const { chat, storage } = runtime;
  // In the language of the first answer, which may be that of the channel where it was typed.
  const answerIn = run.input.answerIn as Language | null | undefined;
  const present = answerIn ? runtime.present.in(answerIn) : presentFor(runtime, { person: incident.declaredBy });
  const [row, rows] = await Promise.all([storage.incidents.find(incident.id), storage.steps.of(run.id)]);
  const current = row ?? incident;
  const metricsProblem = numbers.soFar()?.problem;
  const problems: ProblemView[] = [
    ...problemsOf(runtime, current, rows),
    // They are read again with every look at the briefing.
    ...(metricsProblem === undefined ? [] : [{ part: 'metrics' as const, text: metricsProblem, retrying: true }]),
  ];
  if (step === 'declarer.problems' && sameParts(problems, rows.find((r) => r.name === 'declarer.told')?.outcome)) return;
  await steps.do({
    name: step,
    giveUpAfterMs: USABLE_MS,
    run: async () => {
      const message = present.declarerNotice({
        incident: current,
        ...(current.channelId !== null && { channelId: current.channelId }),
        ...(current.threadTs !== null && { threadTs: current.threadTs }),
        ...(current.bridgeUrl !== null && { bridgeUrl: current.bridgeUrl }),
        problems,
      });
      await chat.respond({ responseUrl, message });
      return { told: problems.map(({ part }) => part) };
    },
  });
}

/** Nothing has failed that the first notice did not already say. */
function sameParts(problems: readonly ProblemView[], told: unknown): boolean {
  const before = (told as { told?: string[] } | null | undefined)?.told ?? [];
  return problems.every(({ part }) => before.includes(part));
}
