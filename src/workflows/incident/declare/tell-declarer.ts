import type { Incident } from '../../../domain/incident/incident.ts';
import type { StepRow } from '../../../storage/index.ts';
import type { ProblemView } from '../../../views/problems.ts';
import { problemsOf } from '../../briefing/briefing-view.ts';
import { presentFor } from '../../messages/present-for.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Numbers } from './opening-numbers.ts';
import type { DeclareStep, Declaring } from './steps.ts';

/** Response URLs die after half an hour; trying longer helps nobody. */
const USABLE_MS = 30 * 60_000;

/** Failures after which it is sent again: refused for certain, or never answered. After any other one the notice may well have been shown. */
export const SENT_AGAIN: readonly string[] = ['ratelimited', 'timeout'];

/**
 * Tells the declarer privately where the incident lives and what did not work. A response URL cannot be looked into. After a crash it is sent again,
 * because a second copy is better than silence. When only the reply was lost it is not: whoever was invited into the channel has heard of it from Slack.
 */
export async function tellDeclarer(
  runtime: Runtime,
  { steps, run }: Declaring,
  incident: Incident,
  numbers: Numbers,
  step: 'declarer.told' | 'declarer.problems',
): Promise<void> {
  const { responseUrl, answerIn } = run.input;
  if (responseUrl === null) return;
  const { chat, storage } = runtime;
  // In the language of the first answer, which may be that of the channel where it was typed.
  const present = answerIn ? runtime.present.in(answerIn) : presentFor(runtime, { person: incident.declaredBy });
  const [row, rows, escalation] = await Promise.all([
    storage.incidents.find(incident.id),
    storage.steps.of(run.id),
    storage.escalations.of(incident.id),
  ]);
  const current = row ?? incident;
  const metricsProblem = numbers.soFar()?.problem;
  const problems: ProblemView[] = [
    // Whoever reads this has the notice in front of them, however many tries it took.
    ...problemsOf(runtime, current, rows, escalation).filter(({ part }) => part !== 'notice'),
    // They are read again with every look at the briefing.
    ...(metricsProblem === undefined ? [] : [{ part: 'metrics' as const, text: metricsProblem, retrying: true }]),
  ];
  if (step === 'declarer.problems' && sameParts(problems, rows.find((r) => r.name === 'declarer.told')?.outcome)) return;
  await steps.do({
    name: step,
    giveUpAfterMs: USABLE_MS,
    look: async () => {
      const now = await storage.steps.of(run.id);
      const failedWith = now.find(({ name }) => name === step)?.errorCode ?? undefined;
      if (failedWith === undefined || SENT_AGAIN.includes(failedWith) || !wasInvited(now, incident.declaredBy)) return undefined;
      return { told: problems.map(({ part }) => part) };
    },
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

/** Slack took the invitation of the one who declared, and tells them of it. */
function wasInvited(steps: readonly StepRow[], declarer: string): boolean {
  const invitation = steps.find(({ name }) => name === ('channel.invite-declarer' satisfies DeclareStep));
  const { failed = [] } = (invitation?.outcome ?? {}) as { failed?: readonly { user: string }[] };
  return invitation?.status === 'done' && !failed.some(({ user }) => user === declarer);
}

/** Nothing has failed that the first notice did not already say. */
function sameParts(problems: readonly ProblemView[], told: unknown): boolean {
  const before = (told as { told?: string[] } | null | undefined)?.told ?? [];
  return problems.every(({ part }) => before.includes(part));
}
