import type { Access, AccessTrouble } from '../../domain/chat/access.ts';
import type { PermanentError } from '../../domain/errors.ts';
import { saidIn } from '../../domain/language/said.ts';
import type { ChatWatch } from '../../domain/ports/chat.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { Clock } from '../../domain/time/clock.ts';
import type { Concern, ReadinessCheck } from '../runtime/readiness.ts';

export interface AccessParts {
  clock: Clock;
  log: Log;
  /** Called once for each trouble, when it begins. Must not reject. */
  onTrouble: (trouble: AccessTrouble) => void;
  /** Called when something works again: what waited for us may leave. Must not reject. */
  onMended: () => void;
}

/** Methods whose scope may be left out at the installation (`bot_optional` of the manifest): without it nothing is wrong, and nothing waits. */
const NOT_NEEDED: ReadonlySet<string> = new Set(['dnd.info']);

/** A token that lets anything through is good again, even if what it was refused has not been asked anew for so long. */
const STALE_MS = 5 * 60_000;

/** Hears how every call to Slack ends, and knows from that what we may not do. Nothing is asked for it: what waits asks by itself. */
export function createAccess({ clock, log, onTrouble, onMended }: AccessParts): Access & Pick<ChatWatch, 'refused' | 'worked'> {
  const troubles = new Map<string, AccessTrouble & { lastAt: number }>();

  return {
    troubles: () => [...troubles.values()].map(({ lastAt: _, ...trouble }) => trouble),

    refused(error: PermanentError): void {
      const { refusal } = error;
      if (refusal?.refused.about !== 'us') return;
      if (error.code === 'missing_scope' && NOT_NEEDED.has(refusal.method)) return;
      const now = clock.now();
      const known = troubles.get(refusal.method);
      if (known?.code === error.code) {
        known.lastAt = now.getTime();
        return;
      }
      const { wholly } = refusal.refused;
      const trouble = { code: error.code, said: error.said, method: refusal.method, wholly, since: now };
      const first = ![...troubles.values()].some(({ code }) => code === error.code);
      troubles.set(refusal.method, { ...trouble, lastAt: now.getTime() });
      if (!first) return;
      // A workspace that lets no app create channels means it; only what stops everything should wake somebody.
      log[wholly ? 'error' : 'warn'](
        { code: error.code, method: refusal.method, reason: error.message },
        'Slack refuses us; what needs this waits until it is mended, unless something stands in for it.',
      );
      onTrouble(trouble);
    },

    worked(method: string): void {
      if (troubles.size === 0) return;
      const now = clock.now().getTime();
      const own = troubles.get(method);
      // What was refused with the same word has not been asked since; if it is refused still, it says so again.
      const mended = [...troubles.values()].filter(
        ({ code, wholly, lastAt }) => code === own?.code || (wholly && (own?.wholly === true || now - lastAt > STALE_MS)),
      );
      if (mended.length === 0) return;
      for (const trouble of mended) troubles.delete(trouble.method);
      log.info(
        { codes: [...new Set(mended.map(({ code }) => code))] },
        'Slack lets us do again what it refused; what waited for it leaves.',
      );
      onMended();
    },
  };
}

/** Told at `/readyz`: alerts come in and pages leave by other ways all the same, so that the process stays ready. */
export const accessReadiness: ReadinessCheck = (runtime) => async () => {
  const troubles = runtime.access.troubles();
  return [...new Set(troubles.map(({ code }) => code))].map((code): Concern => {
    const [first, ...others] = troubles.filter((trouble) => trouble.code === code);
    const more = others.length > 0 ? ` And ${others.length} other methods.` : '';
    return { code: `slack_${code}`, text: `${first ? saidIn(first.said, 'en') : ''}${more}`, unready: false };
  });
};
