import { errorCode, errorSaid } from '../../domain/errors.ts';
import type { Said } from '../../domain/language/said.ts';
import { personOf } from '../../domain/oncall/index.ts';
import { isLeaseLost } from '../../domain/process/lease.ts';
import type { Span } from '../../domain/review/plan-retro.ts';
import { happened } from '../../events/happened.ts';
import type { Stores } from '../../storage/index.ts';
import { missRetro } from './plan-review.ts';
import { retroPlan } from './retro-plan.ts';
import { retroRow } from './retro-row.ts';
import { unlessFailed, type Version } from './retro-run.ts';
import { askUntilAccepted } from './unanswered-retro.ts';

/** How far ahead calendars are asked. */
const AHEAD_MS = 15 * 86_400_000;
/** The invitation goes out without calendars that nobody answers for. */
const NOT_LONGER_MS = 60_000;

/** When each is busy, as it is kept with the step: milliseconds since the epoch. */
interface Answers {
  busy: Record<string, [from: number, to: number][]>;
  unread: { user: string; code: string; text: Said }[];
}

/**
 * Moves the plan, before anybody has heard of it, to a time at which people's calendars are free. Whose calendar cannot be read counts as free then, which the timeline says. Nothing is asked where nobody has
 * named a calendar.
 */
export async function fitCalendars(version: Version): Promise<void> {
  const { runtime, context, incident, act } = version;
  const { playbook, storage } = runtime;
  if (act !== 'plan') return;
  const asked = (await storage.retros.invitees(incident.id)).flatMap(({ userId, optional }) => {
    const person = optional ? undefined : playbook.team.people[personOf(playbook, userId)];
    return person?.calendar === undefined ? [] : [{ user: userId, address: person.calendar, zone: person.zone ?? playbook.team.zone }];
  });
  if (asked.length === 0) return;
  await context.steps
    .do<Answers>({
      name: 'retro.calendars',
      replaceAfterMs: NOT_LONGER_MS,
      run: async () => await askEach(version, asked),
      record: async (stores, answers) => await planAnew(version, stores, answers),
    })
    .catch(unlessFailed);
}

async function askEach({ runtime }: Version, asked: readonly { user: string; address: string; zone: string }[]): Promise<Answers> {
  const { calendars, clock } = runtime;
  const within: Span = { from: clock.now(), to: new Date(clock.now().getTime() + AHEAD_MS) };
  const answers: Answers = { busy: {}, unread: [] };
  await Promise.all(
    asked.map(async ({ user, address, zone }) => {
      try {
        const spans = await calendars.busy({ address, zone, within });
        answers.busy[user] = spans.map(({ from, to }) => [from.getTime(), to.getTime()]);
      } catch (error) {
        if (isLeaseLost(error)) throw error;
        answers.unread.push({ user, code: errorCode(error), text: errorSaid(error) });
      }
    }),
  );
  return answers;
}

async function planAnew({ runtime, incident: { id }, sequence }: Version, stores: Stores, { busy, unread }: Answers): Promise<void> {
  const { clock, playbook } = runtime;
  const incident = await stores.incidents.lock(id);
  const retro = await stores.retros.find(id);
  const row = retroRow(playbook);
  // Whoever moved it meanwhile has decided.
  if (!incident?.resolvedAt || !row || retro?.sequence !== sequence || retro.state !== 'planned') return;
  const at = clock.now();
  if (unread.length > 0) {
    const problems = unread.map(({ user, code, text }) => ({ step: `retro.calendar.${user}`, code, text }));
    await happened(runtime, stores, { incidentId: id, at, kind: 'retro.problem', actor: 'bongsu', data: { problems } });
  }
  const spans = Object.entries(busy).map(
    ([user, own]) => [user, own.map(([from, to]) => ({ from: new Date(from), to: new Date(to) }))] as const,
  );
  const { resolvedAt } = incident;
  const invitees = await stores.retros.invitees(id);
  const plan = await retroPlan(runtime, stores, {
    incident,
    invitees,
    resolvedAt,
    withinMs: row.withinMs,
    busy: Object.fromEntries(spans),
  });
  const lateReason = plan.withinDeadline ? null : ({ code: 'no-working-hour' } as const);
  const { startsAt, endsAt, absent } = plan;
  const moves = startsAt.getTime() !== retro.startsAt.getTime();
  await stores.retros.change(id, { startsAt, endsAt, absent, lateReason });
  if (!moves) return;
  const data = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), sequence };
  await happened(runtime, stores, { incidentId: id, at, kind: 'retro.planned', actor: 'bongsu', data });
  if (lateReason) await missRetro(runtime, stores, { incidentId: id, row: row.id, reason: lateReason, now: at, by: 'bongsu' });
  await askUntilAccepted(runtime, stores, { ...retro, startsAt });
}
