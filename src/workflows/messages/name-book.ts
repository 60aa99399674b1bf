import { setTimeout as pause } from 'node:timers/promises';
import { unnamedIn } from '../../domain/chat/typed-text.ts';
import { errorText } from '../../domain/errors.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Chat } from '../../domain/ports/chat.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { NameBook } from '../../domain/ports/name-book.ts';
import type { Clock } from '../../domain/time/clock.ts';

/** A command is answered within 3 s; where a name comes later, its id stands there. */
const LOOK_UP_WITHIN_MS = 500;
const REMEMBER_MS = 60 * 60_000;
const REMEMBERED = 1_000;

/** Nobody means more people than this in a line; the others keep their ids. */
const ASKED_AT_ONCE = 10;

export interface NameBookParts {
  /** Whom playbooks name. */
  people: () => Playbook['team']['people'];
  chat: Pick<Chat, 'nameOf'>;
  clock: Clock;
  log: Log;
}

/** Slack nearly always sends names along, so that this asks seldom; people of the playbook are never asked for. */
export function createNameBook({ people, chat, clock, log }: NameBookParts): NameBook {
  const known = new Map<string, { name: string; until: number }>();

  async function ask(id: string): Promise<[string, string] | undefined> {
    const kept = known.get(id);
    if (kept && clock.now().getTime() < kept.until) return [id, kept.name];
    try {
      const name = await chat.nameOf({ id }, { lane: 'ack' });
      if (known.size >= REMEMBERED) known.clear();
      known.set(id, { name, until: clock.now().getTime() + REMEMBER_MS });
      return [id, name];
    } catch (error) {
      log.debug({ id, reason: errorText(error) }, 'A name could not be looked up; the id stands in its place.');
      return undefined;
    }
  }

  return {
    async namesIn(text) {
      const ids = unnamedIn(text);
      const named = new Map(Object.values(people()).map(({ slack, name }) => [slack, name]));
      const names = new Map<string, string>();
      const open = ids.filter((id) => {
        const name = named.get(id);
        if (name !== undefined) names.set(id, name);
        return name === undefined;
      });
      if (open.length === 0) return names;
      const answered = new AbortController();
      const patience = pause(LOOK_UP_WITHIN_MS, undefined, { signal: answered.signal }).catch(() => undefined);
      const asked = open.slice(0, ASKED_AT_ONCE).map(async (id) => {
        const found = await ask(id);
        if (found) names.set(...found);
      });
      // An answer that comes later is kept for the next time.
      await Promise.race([Promise.all(asked), patience]).finally(() => answered.abort());
      return new Map(names);
    },
  };
}
