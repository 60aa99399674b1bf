import { setTimeout as pause } from 'node:timers/promises';
import type { Runtime } from '../workflows/runtime/runtime.ts';
import type { Invocation } from './invocation.ts';
import { presentAtOnce, type Reply } from './reply.ts';
import { textsIn } from './texts-in.ts';

export interface Answering {
  /** For the log: the command, button or form. */
  what: string;
  /** Whose wish it is. */
  invocation: Invocation;
  /** Never rejects; goes on for as long as it takes, so that nothing is lost. */
  work: () => Promise<Reply>;
  answer: (reply: Reply) => Promise<void>;
  /** A target is asked, which may well take long; otherwise it is the database that does not answer, which should not. */
  slow?: boolean;
  /** Says that the target is still being read, or that it is not known yet whether the work is recorded. */
  meanwhile: (reply: Extract<Reply, { message: unknown }>) => Promise<void>;
  /** Says how it ended after that. */
  late: (reply: Reply) => Promise<void>;
}

/**
 * Every command, button and form is answered through here. A database that refuses is known at once, but one that hangs is not: whoever
 * waits for it is told so while Slack still listens, and how it ended when that is known.
 */
export async function answerInTime(
  runtime: Runtime,
  { what, invocation, work, slow = false, answer, meanwhile, late }: Answering,
): Promise<void> {
  const begun = performance.now();
  const working = work();
  const inTime = new AbortController();
  const patience = pause(runtime.answerWithinMs, undefined, { signal: inTime.signal }).catch(() => undefined);
  const reply = await Promise.race([working, patience]).finally(() => inTime.abort());
  if (reply !== undefined) return await answer(reply);
  if (slow) runtime.log.info({ what }, 'A target takes its time; whoever asked was told so.');
  else
    runtime.log.error({ what }, 'The database does not answer; whoever asked was told that it is not known yet whether it was recorded.');
  const present = presentAtOnce(runtime, invocation);
  const { language } = present;
  const message = slow
    ? present.confirmation(textsIn(language).mitigations.form.stillReading)
    : present.databaseUnsure({ toldOnceKnown: true });
  const unsure = { language, message, refused: true };
  await meanwhile(unsure).catch((error: unknown) =>
    runtime.log.warn({ err: error, what }, 'Whoever waits could not be told so; how it ends is said all the same.'),
  );
  const known = await working;
  runtime.log.warn({ what, tookMs: Math.round(performance.now() - begun) }, 'What could not be answered in time has ended.');
  await late(known);
}
