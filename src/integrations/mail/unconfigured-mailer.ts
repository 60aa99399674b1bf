import { PermanentError } from '../../domain/errors.ts';
import type { Mailer } from '../../domain/ports/mailer.ts';
import { worded } from '../../languages/worded.ts';

/** Stands in for mail when nothing of `variables` is set: every mail is refused with `not_configured`. */
export function createUnconfiguredMailer(variables: string): Mailer {
  const send = async () => {
    throw new PermanentError(
      'not_configured',
      worded(({ messengers }) => messengers.mailIsNotSetUp(variables)),
    );
  };
  return { send, batch: () => ({ send, close: () => {} }) };
}
