import { OperatorError } from '../../../domain/errors.ts';
import { personKey } from '../../../domain/playbook/schema-parts.ts';
import { mustAnswer } from '../ask.ts';
import { choose } from '../choose.ts';
import type { Step } from '../draft.ts';
import { TEMPLATES } from '../templates/index.ts';

const KEY_MOST = 40;

/** What is watched, and which kind of service it is. */
export const serviceStep: Step = {
  title: 'Service',
  async run({ asker, draft }) {
    const name = await mustAnswer(
      asker,
      { key: 'service', text: 'Name of the service that is watched, as people call it' },
      (answer) => answer,
    );
    const key = await mustAnswer(
      asker,
      { key: 'serviceKey', text: 'Short key of it, as alerts and channels call it', proposed: keyFrom(name) },
      (answer) => {
        if (!personKey.safeParse(answer).success || answer.length > KEY_MOST)
          throw new OperatorError(
            'no_key',
            `Use lower-case letters, digits, - and _, a letter first, at most ${KEY_MOST}; found "${answer}".`,
          );
        return answer;
      },
    );
    const chosen = await choose(asker, {
      key: 'template',
      text: 'What kind of service is it',
      choices: TEMPLATES.map((template) => ({ value: template.name, title: template.title })),
    });
    const template = TEMPLATES.find((one) => one.name === chosen);
    if (!template) throw new Error(`there is no template ${chosen}`);
    draft.service = { name, key, template, proposals: [] };
  },
};

/** `web-shop` for “Web Shop”; `service` for a name without a Latin letter. */
export function keyFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, KEY_MOST)
    .replace(/-$/, '');
  return plain || 'service';
}
