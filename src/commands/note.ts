import { UserError } from '../domain/errors.ts';
import { addNote } from '../workflows/add-note.ts';
import { incidentCommand } from './command.ts';

/** Longer than this is a document, not a note. */
const NOTE_MAX = 2_000;

export const note = incidentCommand<string>({
  name: 'note',
  usage: 'note [#7] text',
  summary: { en: 'Write a note into the timeline.', ko: '타임라인에 메모를 남깁니다.' },
  permission: 'everyone',
  parse: (words) => {
    const text = words.trim();
    if (text === '')
      throw new UserError('empty_note', {
        en: 'Write the note behind the word: `note pool enlarged to 40, watching`.',
        ko: '기록할 내용을 뒤에 적어 주세요: `note 풀을 40으로 늘리고 지켜보는 중`.',
      });
    if (text.length > NOTE_MAX) {
      throw new UserError('long_note', {
        en: `A note holds ${NOTE_MAX} characters and this has ${text.length}. Post it in the channel and note a link to it.`,
        ko: `기록은 ${NOTE_MAX}자까지인데 ${text.length}자입니다. 채널에 올리고 그 링크를 기록해 주세요.`,
      });
    }
    return text;
  },
  run: async ({ runtime, present, invocation, incident, args }) => {
    await addNote(runtime, { cause: invocation.cause, actor: invocation.actor, incidentId: incident.id, text: args });
    return { message: present.done({ done: 'noted', incident }) };
  },
});
