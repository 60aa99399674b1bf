import type { App } from '../../src/app.ts';
import { judgeSignal } from '../../src/domain/diagnosis/by-playbook/judge-signal.ts';
import { createPrometheus } from '../../src/integrations/metrics/prometheus.ts';
import { eventually } from '../support/clocks/eventually.ts';
import { stackPlaybook } from './playbook.ts';
import type { Stack } from './stack.ts';

const { signals } = stackPlaybook();
/** As often as Prometheus has news. */
const STEP_MS = 1_000;
/** So long the whole service runs before anything is broken, or the bot would have nothing to compare with. */
const FIRST_CALM_MS = 12_000;
const LOOK_EVERY_MS = 500;

export interface Calm {
  /**
   * Resolves when the next fault would be noticed and told apart as the first one was: no signal is over a threshold; neither the bot nor Alertmanager (`told`: what it said last of
   * each alert) holds one for crossed, or the next crossing would be no news to them; and by what the bot looks back on, all that is measured now is normal.
   */
  until(app: App, told: ReadonlyMap<unknown, string>, withinMs: number): Promise<void>;
}

/** Watches a stack from its start on. The bot looks back over several faults, but leaves out what it knows to have been incidents. */
export function watchCalm(stack: Stack): Calm {
  const source = createPrometheus({ url: stack.url });
  const startedAt = Date.now();

  /** Signals that are high or low by themselves, with nothing broken. */
  async function notNormal({ storage, playbook }: App['runtime']): Promise<string[]> {
    const { baseline, recent } = playbook.diagnosis;
    const to = Date.now();
    const recentFrom = new Date(to - recent);
    // As in judge-incident.ts, of an incident that is noticed now.
    const calmUntil = new Date(to - 2 * recent);
    const from = new Date(calmUntil.getTime() - baseline);
    const windows = {
      recentFrom,
      calmUntil,
      troubled: await storage.incidents.troubles(playbook.service.key, { since: from, now: new Date(to) }),
    };
    const past = { from, to: new Date(to), stepMs: STEP_MS, timeoutMs: 5_000 };
    const found = await Promise.all(
      Object.entries(signals).map(async ([key, spec]) => {
        const { state, value, normal } = judgeSignal(key, spec, await source.range({ query: spec.query, ...past }), windows);
        return state === 'normal' || state === 'unknown' ? [] : [`${key} is ${state}: ${value}, not ${normal}`];
      }),
    );
    return found.flat();
  }

  return {
    async until(app, told, withinMs) {
      let last: unknown;
      await eventually(
        () => `a calm service: ${JSON.stringify(last)}`,
        async () => {
          if (Date.now() - startedAt < FIRST_CALM_MS) return undefined;
          const { storage, playbook } = app.runtime;
          const watched = await storage.watches.of(playbook.service.key);
          const watches = watched.filter(({ level }) => level !== 'normal').map(({ signal }) => signal);
          const firing = [...told].filter(([, status]) => status === 'firing').map(([alert]) => alert);
          const odd = await notNormal(app.runtime);
          last = { watches, firing, odd };
          return [watches, firing, odd].every((found) => found.length === 0) || undefined;
        },
        withinMs,
        LOOK_EVERY_MS,
      );
      await stack.untilCalm(withinMs);
    },
  };
}
