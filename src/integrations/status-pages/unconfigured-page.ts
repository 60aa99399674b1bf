import { PermanentError } from '../../domain/errors.ts';
import type { StatusPage } from '../../domain/ports/status-pages.ts';
import type { StatusPageKind } from './status-page-kind.ts';

/** The page of a vendor that nothing sets up: a playbook names it all the same. */
export function unconfiguredPage({ name, title, variables }: Pick<StatusPageKind, 'name' | 'title' | 'variables'>): StatusPage {
  const refuse = async () => {
    throw new PermanentError('not_set_up', {
      en: `${title} is not set up: set ${variables}, start Bongsu again, then \`retry\`.`,
      ko: `${title} 설정이 없습니다. ${variables}을(를) 설정하고 봉수를 다시 시작한 뒤 \`retry\` 명령을 실행해 주세요.`,
    });
  };
  return { name, title, find: refuse, create: refuse, add: refuse, read: refuse, states: refuse, setStates: refuse };
}
