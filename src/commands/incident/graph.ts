import { z } from 'zod';
import { writtenAs } from '../../domain/incident/actor.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import { findSignal, isGraphSpan, USUAL_SPAN } from '../../domain/signals/graph-request.ts';
import { worded } from '../../languages/worded.ts';
import { postGraph } from '../../workflows/briefing/post-graph.ts';
import { about, duration, prose, unfit } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { durationAnywhere, rest } from '../words/readers.ts';

const back = duration().refine(isGraphSpan, unfit(worded(({ incidentCommands }) => incidentCommands.chartReachesBackBetween1mAnd14d)));

export const graph = generalCommand({
  name: 'graph',
  summary: worded(({ incidentCommands }) => incidentCommands.graphSummary),
  args: z.object({
    // Without it the use case names those that there are.
    signal: about(prose(200).default(''), {
      what: worded(({ incidentCommands }) => incidentCommands.graphSignal),
      examples: ['kafka_lag'],
    }),
    back: about(back.prefault(USUAL_SPAN), {
      what: worded(({ incidentCommands }) => incidentCommands.graphBack),
      examples: ['2h', '30m', '1d'],
      expects: worded(({ incidentCommands }) => incidentCommands.graphBackExpects),
    }),
  }),
  words: { signal: rest, back: durationAnywhere },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, actor, cause, place, args }) => {
    const { playbook, storage, clock } = runtime;
    const signal = findSignal(playbook, args.signal);
    const here = place.channel === undefined ? undefined : await storage.incidents.findByChannel(place.channel);
    // Where there is no incident, it is sent to whoever asks.
    const by = here ? writtenAs(actor) : whoeverAsks(actor);
    const where = await postGraph(runtime, { cause, signal, durationMs: args.back, by, here });
    const title = playbook.signals[signal]?.title ?? verbatim(signal);
    return { show: 'graphComing', view: { signal: { key: signal, title }, durationMs: args.back, by, now: clock.now(), where } };
  },
});
