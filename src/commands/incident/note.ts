import { z } from 'zod';
import { addNote } from '../../workflows/incident/add-note.ts';
import { about, proseWithin } from '../arguments.ts';
import { incidentCommand } from '../command.ts';
import { rest } from '../words/readers.ts';

/** Longer than this is a document, not a note. */
const NOTE_MAX = 2_000;

export const note = incidentCommand({
  name: 'note',
  summary: { en: 'Write a note into the timeline.', ko: '타임라인에 메모를 남깁니다.' },
  args: z.object({
    text: about(proseWithin(NOTE_MAX), {
      what: { en: 'text', ko: '기록할 내용' },
      examples: { en: ['pool enlarged to 40, watching'], ko: ['풀을 40으로 늘리고 지켜보는 중'] },
      expects: { en: 'Write the note behind the word', ko: '기록할 내용을 뒤에 적어 주세요' },
    }),
  }),
  words: { text: rest },
  permission: 'everyone',
  changes: true,
  run: async ({ runtime, cause, actor, incident, args }) => {
    await addNote(runtime, { cause, actor, incidentId: incident.id, text: args.text });
    return { show: 'done', view: { done: 'noted', incident } };
  },
});
