import { OperatorError } from '../../../domain/errors.ts';
import { languageTag } from '../../../domain/language/text.ts';
import { zoneName } from '../../../domain/playbook/schema-parts.ts';
import { mustAnswer } from '../ask.ts';
import type { Step } from '../draft.ts';

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
    draft.team.language = await mustAnswer(
      asker,
      { key: 'language', text: 'Language (en, ko; or any other, in which you write your playbook)', proposed: 'en' },
      (answer) => {
        const wrong = languageTag.safeParse(answer).error?.issues[0]?.message;
        if (wrong !== undefined) throw new OperatorError('no_language', `"${answer}" ${wrong}.`);
        return answer;
      },
    );
  },
};
