import { z } from 'zod';
import { worded } from '../../languages/worded.ts';
import { about, key, number, prose } from '../arguments.ts';
import { keyOf } from '../words/readers.ts';

/** A mitigation of the playbook. */
export function mitigationName() {
  return about(
    key().overwrite((text) => text.toLowerCase()),
    {
      what: worded(({ commands }) => commands.mitigation),
      examples: ['scale-consumers'],
      expects: worded(({ commands }) => commands.sayWhichOne),
    },
  );
}

/** One of those that the playbook has. */
export const mitigation = keyOf(({ mitigations }) => mitigations);

/** What a person chose of what can be chosen in it. */
export function chosen() {
  return about(z.record(z.string().max(100), z.union([prose(3_000), z.number(), z.boolean()])), {
    what: worded(({ commands }) => commands.choices),
    examples: [{ to: '20' }],
    expects: worded(({ commands }) => commands.writeAChoiceAsKeyvalue),
  });
}

export const run = about(number(), {
  what: worded(({ commands }) => commands.run),
  examples: [12],
  expects: worded(({ commands }) => commands.runExpects),
});
