import { PermanentError } from '../../domain/errors.ts';
import type { Mailer } from '../../domain/ports.ts';

/** What stands in for mail when its variables are not set: every mail is refused with `not_configured`. */
export function createUnconfiguredMailer(): Mailer {
  return {
    async send() {
      throw new PermanentError('not_configured', {
        en: 'Mail is not set up: set SMTP_URL and MAIL_FROM to send pages and invitations by mail.',
        ko: '메일 설정이 없습니다. 호출과 초대를 메일로 보내려면 SMTP_URL과 MAIL_FROM을 설정해 주세요.',
      });
    },
  };
}
