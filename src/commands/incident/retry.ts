import { z } from 'zod';
import { tryAgain } from '../../workflows/places/try-again.ts';
import { incidentCommand } from '../command.ts';

export const retry = incidentCommand({
  name: 'retry',
  summary: {
    en: 'Try again now what could not be opened, posted or pinned.',
    ko: '열거나 게시하거나 고정하지 못한 것을 지금 다시 시도합니다.',
  },
  args: z.object({}),
  words: {},
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident }) => {
    const { pieces } = await tryAgain(runtime, { cause, actor, incidentId: incident.id });
    return { show: 'done', view: { done: 'retried', incident, pieces } };
  },
});
