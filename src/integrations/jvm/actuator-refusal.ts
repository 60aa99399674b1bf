import { PermanentError, type TransientError } from '../../domain/errors.ts';
import { worded } from '../../languages/worded.ts';
import { type Answered, passingAnswer } from '../passing-answer.ts';

/** What of an Actuator was asked. */
export type Exposed = 'heapdump' | 'metrics';

/** What an Actuator's refusal means. */
export function actuatorRefusal(answer: Answered, endpoint: Exposed): PermanentError | TransientError {
  const passing = passingAnswer('Actuator', answer);
  if (passing) return passing;
  const { status } = answer;
  if (status === 401 || status === 403)
    return new PermanentError(
      `http_${status}`,
      worded(({ evidence }) => evidence.actuatorRefusesTheCredentialsHttp(status)),
    );
  if (status === 404) return notExposed(endpoint);
  return new PermanentError(
    `http_${status}`,
    worded(({ evidence }) => evidence.whatAnswersIsNoActuatorHttp(status)),
  );
}

export function notExposed(endpoint: Exposed): PermanentError {
  return new PermanentError(
    'http_404',
    worded(({ evidence }) => evidence.actuatorHasNoHttp404(endpoint)),
  );
}
