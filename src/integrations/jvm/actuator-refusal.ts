import { PermanentError, type TransientError } from '../../domain/errors.ts';
import { type Answered, passingAnswer } from '../passing-answer.ts';

/** What of an Actuator was asked. */
export type Exposed = 'heapdump' | 'metrics';

/** What an Actuator's refusal means. */
export function actuatorRefusal(answer: Answered, endpoint: Exposed): PermanentError | TransientError {
  const passing = passingAnswer('Actuator', answer);
  if (passing) return passing;
  const { status } = answer;
  if (status === 401 || status === 403)
    return new PermanentError(`http_${status}`, {
      en: `Actuator refuses the credentials (HTTP ${status}): set ACTUATOR_AUTHORIZATION.`,
      ko: `Actuator가 인증을 거부합니다 (HTTP ${status}). ACTUATOR_AUTHORIZATION을 설정해 주세요.`,
    });
  if (status === 404) return notExposed(endpoint);
  return new PermanentError(`http_${status}`, {
    en: `What answers is no Actuator (HTTP ${status}): check the address in the playbook.`,
    ko: `응답한 것이 Actuator가 아닙니다 (HTTP ${status}). 플레이북의 주소를 확인해 주세요.`,
  });
}

export function notExposed(endpoint: Exposed): PermanentError {
  return new PermanentError('http_404', {
    en: `Actuator has no ${endpoint} (HTTP 404): expose it with management.endpoints.web.exposure.include.`,
    ko: `Actuator에 ${{ heapdump: 'heapdump가', metrics: 'metrics가' }[endpoint]} 없습니다 (HTTP 404). management.endpoints.web.exposure.include로 열어 주세요.`,
  });
}
