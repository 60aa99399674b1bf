import { z } from 'zod';
import type { Move } from '../../domain/incident/incident.ts';
import type { Permission } from '../../domain/incident/permissions.ts';
import type { Bilingual } from '../../domain/language/bilingual.ts';
import { moveIncident } from '../../workflows/incident/move-incident.ts';
import { about, proseWithin } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';

/** The commands that move an incident through its states differ in nothing but these lines. */
function moveCommand<const Name extends Move>(name: Name, permission: Permission, summary: Bilingual) {
  return incidentCommand({
    name,
    summary,
    args: z.object({
      note: about(proseWithin(3_000).optional(), {
        what: { en: 'note', ko: '메모' },
        examples: { en: ['lag is back to normal'], ko: ['지연 정상화'] },
      }),
    }),
    words: { note: rest },
    button: {},
    permission,
    changes: true,
    run: async ({ runtime, cause, actor, incident, args: { note } }) => {
      const moved = await moveIncident(runtime, { cause, actor, incidentId: incident.id, move: name, note });
      return { show: 'done', view: { done: 'moved', incident: { ...incident, state: moved.to } } };
    },
  });
}

export const mitigated = moveCommand('mitigated', 'responder', {
  en: 'The effect on users has ended; escalation stops.',
  ko: '사용자 영향이 해소되었습니다. 에스컬레이션을 멈춥니다.',
});

export const resolve = moveCommand('resolve', 'responder', {
  en: 'It is over: updates stop and the review begins.',
  ko: '복구되었습니다. 업데이트를 멈추고 회고와 후속 작업을 시작합니다.',
});

export const close = moveCommand('close', 'lead', { en: 'Everything is done, prevention included.', ko: '재발 방지까지 모두 끝났습니다.' });

export const cancel = moveCommand('cancel', 'responder', {
  en: 'It was a false alarm: no review, no follow-ups.',
  ko: '오탐이었습니다. 회고와 후속 작업이 없습니다.',
});

export const reopen = moveCommand('reopen', 'responder', { en: 'It has come back.', ko: '장애가 재발했습니다.' });
