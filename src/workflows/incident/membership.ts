import { setTimeout as pause } from 'node:timers/promises';
import { atHome, type Standing } from '../../domain/incident/actor.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Chat } from '../../domain/ports/chat.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Membership } from '../../domain/ports/membership.ts';
import type { Clock } from '../../domain/time/clock.ts';

export interface MembershipParts {
  /** Whom playbooks name. */
  people: () => Playbook['team']['people'];
  chat: Pick<Chat, 'userState'>;
  clock: Clock;
  log: Log;
}

/** A command is answered within 3 s, most of which belongs to the database. */
const LOOK_UP_WITHIN_MS = 800;

/** For how long an answer counts: a guest made a member waits that long at most. */
const REMEMBER_MS = 5 * 60_000;
const REMEMBERED_PEOPLE = 1_000;

/**
 * Commands do not say whether somebody is a guest, and clicks say no more than the workspace, so that Slack is asked once for each person
 * and remembered. People whom the playbook names are never looked up: they can act while Slack is away, whatever it would say.
 */
export function createMembership({ people, chat, clock, log }: MembershipParts): Membership {
  const known = new Map<string, { standing: Standing; until: number }>();
  const asking = new Map<string, Promise<Standing>>();

  async function ask(user: string): Promise<Standing> {
    try {
      const state = await chat.userState({ user }, { lane: 'ack' });
      const standing = state === 'active' ? 'member' : 'outsider';
      if (known.size >= REMEMBERED_PEOPLE) known.clear();
      known.set(user, { standing, until: clock.now().getTime() + REMEMBER_MS });
      return standing;
    } catch (error) {
      // Not remembered: the next command asks again.
      log.warn({ err: error, user }, 'Whether somebody is a member of the workspace could not be looked up.');
      return 'unknown';
    } finally {
      asking.delete(user);
    }
  }

  return {
    async of(actor) {
      if (actor.kind !== 'person' || actor.standing !== 'unknown') return actor;
      if (Object.values(people()).some(({ slack }) => slack === actor.id)) return atHome(actor);
      const kept = known.get(actor.id);
      if (kept && clock.now().getTime() < kept.until) return { ...actor, standing: kept.standing };
      const answer = asking.get(actor.id) ?? ask(actor.id);
      asking.set(actor.id, answer);
      const answered = new AbortController();
      const patience = pause<Standing>(LOOK_UP_WITHIN_MS, 'unknown', { signal: answered.signal }).catch((): Standing => 'unknown');
      // An answer that comes later is kept for the next time.
      const standing = await Promise.race([answer, patience]).finally(() => answered.abort());
      return { ...actor, standing };
    },
  };
}
