import { findSignal, readGraphRequest } from '../domain/graph-request.ts';
import { postGraph } from '../workflows/post-graph.ts';
import { generalCommand } from './command.ts';

export const graph = generalCommand<{ name: string; durationMs: number }>({
  name: 'graph',
  usage: 'graph <signal> [2h]',
  summary: {
    en: 'A chart of one signal: into the incident channel, or to you alone elsewhere.',
    ko: '지표 하나의 차트를 장애 채널에, 다른 곳에서는 나에게 보냅니다.',
  },
  permission: 'everyone',
  parse: readGraphRequest,
  run: async ({ runtime, present, invocation, args }) => {
    const { playbook, storage, clock } = runtime;
    const signal = findSignal(playbook, args.name);
    const by = invocation.actor.id;
    const here = await storage.incidents.findByChannel(invocation.channelId);
    const where = await postGraph(runtime, { cause: invocation.cause, signal, durationMs: args.durationMs, by, here });
    const title = playbook.signals[signal]?.title ?? { en: signal, ko: signal };
    return { message: present.graphComing({ signal: { key: signal, title }, durationMs: args.durationMs, by, now: clock.now(), where }) };
  },
});
