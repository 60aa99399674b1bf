import { z } from 'zod';
import { nameCause } from '../../workflows/diagnosis/name-cause.ts';
import { about, key, prose, seen } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest, word } from '../words/readers.ts';

export const diagnosisIs = incidentCommand({
  name: 'diagnosis is',
  summary: {
    en: 'Name the cause, and why you think so (R1).',
    ko: '원인을 지목하고 이유를 적습니다 (R1).',
  },
  args: z.object({
    cause: about(key(), {
      what: { en: 'cause', ko: '원인' },
      examples: ['connection-leak'],
      expects: { en: 'Name the cause', ko: '원인을 지정해 주세요' },
    }),
    note: about(prose(3_000).optional(), {
      what: { en: 'why', ko: '이유' },
      examples: { en: ['seen in the pool log'], ko: ['풀 로그에서 확인'] },
    }),
    /** Nobody had named one. */
    seen: seen(z.literal('nobody')),
  }),
  words: { cause: word, note: rest },
  button: {},
  permission: 'responder',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    const named = await nameCause(runtime, {
      cause,
      actor,
      incidentId: incident.id,
      name: args.cause,
      ...(args.note && { note: args.note }),
      ...(args.seen === 'nobody' && { first: true as const }),
    });
    return { show: 'done', view: { done: 'named', incident, title: named.title } };
  },
});
