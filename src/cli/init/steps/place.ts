import { OperatorError } from '../../../domain/errors.ts';
import { zoneName } from '../../../domain/playbook/schema-parts.ts';
import { mustAnswer } from '../ask.ts';
import type { Step } from '../draft.ts';

const LANGUAGES = ['en', 'ko'];

/** The zone of working hours and of the times that people read, and the language of what Bongsu posts. */
export const placeStep: Step = {
  title: 'Zone and language',
  async run({ asker, draft }) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    draft.team.zone = await mustAnswer(asker, { key: 'zone', text: 'Time zone (IANA name)', proposed: here }, (answer) => {
      const wrong = zoneName.safeParse(answer).error?.issues[0]?.message;
      if (wrong !== undefined) throw new OperatorError('no_zone', `"${answer}" ${wrong}.`);
      return answer;
    });
    draft.team.language = await mustAnswer(asker, { key: 'language', text: 'Language (en or ko)', proposed: 'en' }, (answer) => {
      if (!LANGUAGES.includes(answer))
        throw new OperatorError('no_language', `Bongsu speaks ${LANGUAGES.join(' and ')}; found "${answer}".`);
      return answer;
    });
  },
};
