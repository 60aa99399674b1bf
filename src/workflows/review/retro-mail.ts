import { calendarInvite } from '../../domain/review/calendar-invite.ts';
import type { RetroInviteeRow } from '../../storage/index.ts';
import { presentFor } from '../messages/present-for.ts';
import { settleAll } from '../runtime/runs.ts';
import type { Version } from './retro-run.ts';
import { findRetro, retroView } from './retro-view.ts';

/** The invitation, its change or its cancellation, to everybody whose address is known: a mail each, so that a bad address spoils no other. */
export async function mailInvitations(version: Version, invitees: readonly RetroInviteeRow[]): Promise<void> {
  const { from } = version.runtime.mailer;
  if (from === undefined) return;
  await settleAll(
    invitees.flatMap(({ userId, email, optional }) => (email === null ? [] : [mail(version, { userId, email, optional, from })])),
  );
}

/** Sent at least once: calendars fold doubles by uid and sequence, mail programs by the Message-ID. */
async function mail(version: Version, invitee: { userId: string; email: string; optional: boolean; from: string }): Promise<void> {
  const { runtime, context, incident, act, sequence, movedBy } = version;
  const { clock, mailer, storage } = runtime;
  const { optional } = invitee;
  const present = presentFor(runtime, { person: invitee.userId });
  await context.steps.do({
    name: `retro.mail.${invitee.userId}`,
    run: async () => {
      const found = await findRetro(storage, incident.id);
      if (found?.retro.sequence !== sequence) return { skipped: 'replaced' };
      const { retro, invitees } = found;
      if (retro.endsAt.getTime() <= clock.now().getTime()) return { skipped: 'over' };
      const words = present.retroMail({
        ...retroView(runtime, found.incident, retro, invitees, movedBy === undefined ? {} : { movedBy }),
        optional,
      });
      const method = act === 'cancel' ? ('CANCEL' as const) : ('REQUEST' as const);
      const ics = calendarInvite({
        uid: retro.uid,
        sequence,
        method,
        stampedAt: clock.now(),
        startsAt: retro.startsAt,
        endsAt: retro.endsAt,
        summary: words.summary,
        description: words.description,
        location: words.location,
        ...(retro.joinUrl !== null && URL.canParse(retro.joinUrl) && { url: retro.joinUrl }),
        organizer: { name: 'Bongsu', email: invitee.from },
        attendees: invitees.flatMap(({ name, email, optional }) => (email === null ? [] : [{ name, email, optional }])),
      });
      const key = `${retro.uid}:${sequence}:${invitee.userId}`;
      await mailer.send({ key, to: [invitee.email], subject: words.subject, text: words.text, calendar: { method, ics } });
      return { to: invitee.email };
    },
  });
}
