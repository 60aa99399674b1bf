import { PermanentError } from '../../domain/errors.ts';
import type { Mailer } from '../../domain/ports/mailer.ts';

/** Stands in for mail when nothing of `variables` is set: every mail is refused with `not_configured`. */
export function createUnconfiguredMailer(variables: string): Mailer {
  const send = async () => {
    throw new PermanentError('not_configured', {
      en: `Mail is not set up: set ${variables} to send pages and invitations by mail.`,
      ko: `메일 설정이 없습니다. 호출과 초대를 메일로 보내는 데 설정할 값: ${variables}`,
    });
  };
  return { send, batch: () => ({ send, close: () => {} }) };
}
