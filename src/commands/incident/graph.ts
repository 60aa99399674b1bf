import { z } from 'zod';
import { writtenAs } from '../../domain/incident/actor.ts';
import { findSignal, isGraphSpan, USUAL_SPAN } from '../../domain/signals/graph-request.ts';
import { postGraph } from '../../workflows/briefing/post-graph.ts';
import { about, duration, prose, unfit } from '../arguments.ts';
import { generalCommand } from '../command.ts';
import { whoeverAsks } from '../somebody.ts';
import { durationAnywhere, rest } from '../words/readers.ts';

const back = duration().refine(
  isGraphSpan,
  unfit({ en: 'A chart reaches back between `1m` and `14d`.', ko: '차트의 기간은 `1m` 이상, `14d` 이하입니다.' }),
);

export const graph = generalCommand({
  name: 'graph',
  summary: {
    en: 'A chart of one signal: into the incident channel, or to you alone elsewhere.',
    ko: '지표 하나의 차트를 장애 채널에, 다른 곳에서는 나에게 보냅니다.',
  },
  args: z.object({
    // Without it the use case names those that there are.
    signal: about(prose(200).default(''), { what: { en: 'signal', ko: '지표' }, examples: ['kafka_lag'] }),
    back: about(back.prefault(USUAL_SPAN), {
      what: { en: 'time back', ko: '기간' },
      examples: ['2h', '30m', '1d'],
      expects: {
        en: 'Write how far back as one duration, such as `30m`, `2h` or `1d`',
        ko: '얼마 전까지 볼지 `30m`, `2h`, `1d` 처럼 기간 하나로 적어 주세요',
      },
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
    const title = playbook.signals[signal]?.title ?? { en: signal, ko: signal };
    return { show: 'graphComing', view: { signal: { key: signal, title }, durationMs: args.back, by, now: clock.now(), where } };
  },
});
