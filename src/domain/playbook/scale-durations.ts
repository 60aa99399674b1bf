import { recordOf } from '../text/own.ts';
import type { Playbook } from './schema.ts';

/**
 * The same playbook with the time of its process divided by `timeScale`, for rehearsals: 60 turns 30 minutes into 30 seconds.
 * Durations of the world outside stay as they are: working hours, on-call turns, Slack's edit budget (`editAtMostEvery`), the patience
 * with a slow source (`openingWait`, `queryTimeout`) or target (`mitigating.timeout`) and the age at which its readings are stale (`staleAfter`: it scrapes no faster in a rehearsal).
 */
export function scaleDurations(playbook: Playbook, timeScale: number): Playbook {
  if (!(timeScale > 0) || !Number.isFinite(timeScale)) throw new RangeError(`timeScale must be a positive number, not ${timeScale}`);
  if (timeScale === 1) return playbook;
  const scaled = (ms: number): number => ms / timeScale;
  const { sev1, sev2, sev3 } = playbook.updates.every;
  const { briefing } = playbook;
  return {
    ...playbook,
    briefing: {
      ...briefing,
      trend: scaled(briefing.trend),
      refreshEvery: scaled(briefing.refreshEvery),
      chartEvery: scaled(briefing.chartEvery),
      followAfterRecovery: {
        ...briefing.followAfterRecovery,
        for: scaled(briefing.followAfterRecovery.for),
        every: scaled(briefing.followAfterRecovery.every),
      },
    },
    diagnosis: mapValues(playbook.diagnosis, scaled),
    watch: {
      ...playbook.watch,
      // Asking a source more often than this tells nothing new.
      every: Math.max(Math.min(1_000, playbook.watch.every), scaled(playbook.watch.every)),
      for: scaled(playbook.watch.for),
      clearAfter: scaled(playbook.watch.clearAfter),
      missingAfter: scaled(playbook.watch.missingAfter),
    },
    signals: mapValues(playbook.signals, (signal) => ({
      ...signal,
      thresholds: signal.thresholds.map((threshold) =>
        threshold.for === undefined ? threshold : { ...threshold, for: scaled(threshold.for) },
      ),
    })),
    analysis: {
      ...playbook.analysis,
      jvm: playbook.analysis.jvm.map((jvm) => ({
        ...jvm,
        // Even in a rehearsal a JVM is not stopped all the time.
        ...(jvm.baselineEvery === undefined ? {} : { baselineEvery: Math.max(60_000, scaled(jvm.baselineEvery)) }),
      })),
    },
    alerts: { ...playbook.alerts, declare: { ...playbook.alerts.declare, per: scaled(playbook.alerts.declare.per) } },
    rows: mapValues(playbook.rows, (row) => ({
      ...row,
      ...(row.after === undefined ? {} : { after: scaled(row.after) }),
      ...(row.within === undefined ? {} : { within: scaled(row.within) }),
      ...(row.remindBefore === undefined ? {} : { remindBefore: scaled(row.remindBefore) }),
    })),
    escalation: playbook.escalation.map((step) => ({
      ...step,
      at: scaled(step.at),
      ...(step.repeatEvery === undefined ? {} : { repeatEvery: scaled(step.repeatEvery) }),
    })),
    mitigations: mapValues(playbook.mitigations, (mitigation) => ({
      ...mitigation,
      guard: {
        ...mitigation.guard,
        secondWithin: scaled(mitigation.guard.secondWithin),
        cooldown: scaled(mitigation.guard.cooldown),
      },
      verify: { ...mitigation.verify, after: scaled(mitigation.verify.after) },
      ...(mitigation.expires === undefined ? {} : { expires: scaled(mitigation.expires) }),
      ...(mitigation.auto === undefined ? {} : { auto: { ...mitigation.auto, countdown: scaled(mitigation.auto.countdown) } }),
    })),
    updates: {
      ...playbook.updates,
      every: { sev1: scaled(sev1), sev2: scaled(sev2), sev3: scaled(sev3) },
      draftBefore: scaled(playbook.updates.draftBefore),
      remindAfter: scaled(playbook.updates.remindAfter),
    },
    team: teamScaled(playbook.team, scaled),
    statusPage: { ...playbook.statusPage, compareEvery: scaled(playbook.statusPage.compareEvery) },
    retro: { duration: scaled(playbook.retro.duration), notice: scaled(playbook.retro.notice), rest: scaled(playbook.retro.rest) },
    followUps: mapValues(playbook.followUps, (followUp) => ({
      ...followUp,
      within: scaled(followUp.within),
      remindBefore: scaled(followUp.remindBefore),
    })),
  };
}

/** Without anything inherited, as it was read. */
function teamScaled(team: Playbook['team'], scaled: (ms: number) => number): Playbook['team'] {
  const audiences = mapValues(team.audiences, ({ every, ...audience }) => {
    const own = Object.entries(every ?? {}).flatMap(([severity, ms]) => (ms === undefined ? [] : [[severity, scaled(ms)] as const]));
    return recordOf(Object.entries({ ...audience, ...(every && { every: recordOf(own) }) })) as typeof audience;
  });
  return recordOf(Object.entries({ ...team, audiences })) as Playbook['team'];
}

function mapValues<K extends string, T>(record: Record<K, T>, change: (value: T) => T): Record<K, T> {
  return recordOf(Object.entries<T>(record).map(([key, value]) => [key, change(value)])) as Record<K, T>;
}
