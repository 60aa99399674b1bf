import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { type Refusal, type Refused, refusedBy } from '../../domain/chat/refusals.ts';
import { slackAdvice } from '../../domain/chat/slack-advice.ts';
import { PermanentError, TransientError } from '../../domain/errors.ts';
import { type Bilingual, inEveryLanguage } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { worded } from '../../languages/worded.ts';
import { connectionError } from '../http.ts';
import { passingAnswer } from '../passing-answer.ts';

/** Slack looks at a file for about a second after its upload, before anything may show it. */
const FILE_WAIT_MS = 2_000;

/** The call that failed: its method, and the conversation that it named. */
export interface FailedCall {
  method: string;
  place?: string | undefined;
}

/**
 * What the SDK threw, as an error of ours: TransientError when trying again may help (the effect may have happened: look first),
 * PermanentError with Slack's word as its code, and with what that word speaks of, otherwise.
 */
export function slackError(call: FailedCall, error: unknown, timeoutMs: number): PermanentError | TransientError {
  const { method } = call;
  if (error instanceof WebAPIRateLimitedError) {
    return new TransientError(
      'ratelimited',
      worded(({ messengers }) => messengers.slackAsksToWaitSBeforeTheNext(error.retryAfter, method)),
      {
        retryAfterMs: error.retryAfter * 1_000,
      },
    );
  }
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    const vendor = worded(({ messengers }) => messengers.vendor(method));
    const passing = passingAnswer(vendor, { status: error.statusCode, headers: new Headers(error.headers) });
    if (passing) return passing;
    const said = worded(({ messengers }) => messengers.whatAnswersAtSlackApiUrlRefusesWith(method, error.statusCode));
    return new PermanentError(code, said, withRefusal(call, refusedBy(code)));
  }
  if (error instanceof WebAPIPlatformError) return platformError(call, error);
  if (error instanceof WebAPIRequestError) {
    return error.original instanceof TransientError ? error.original : connectionError('Slack', error.original, timeoutMs);
  }
  // A body cut or timed out while it was read leaves the SDK as it is.
  return connectionError('Slack', error, timeoutMs);
}

/** A refusal in Slack's own word, said as if it had come from there. */
export function slackRefusal(call: FailedCall, code: string): PermanentError {
  const advice = slackAdvice(code) ?? worded(({ messengers }) => messengers.slackRefuses(call.method));
  const by = `(Slack: ${code})`;
  return new PermanentError(
    code,
    inEveryLanguage((language) => `${pick(advice, language)} ${by}`),
    withRefusal(call, refusedBy(code)),
  );
}

/** What goes with the error, so that whoever catches it need not know Slack's words. */
function withRefusal({ method, place }: FailedCall, refused: Refused): { refusal?: Refusal } {
  return refused.about === 'passing' ? {} : { refusal: { refused, method, ...(place !== undefined && { place }) } };
}

function platformError(call: FailedCall, error: WebAPIPlatformError): PermanentError | TransientError {
  const { method } = call;
  const { data } = error;
  const code: unknown = data.error;
  // The SDK puts a body that is no JSON (a proxy's page) where the word should be.
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]*$/i.test(code))
    return new TransientError(
      'bad_answer',
      worded(({ messengers }) => messengers.slackAnsweredWithSomethingThatIsNot(method)),
    );
  const refused = refusedBy(code);
  if (refused.about === 'passing') {
    const seconds = data.response_metadata?.retryAfter;
    const word = code === 'rate_limited' ? 'ratelimited' : code;
    return new TransientError(
      word,
      worded(({ messengers }) => messengers.slackFailedAt(method, code)),
      seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 },
    );
  }
  if (code === 'invalid_blocks' && data.response_metadata?.messages?.some((message) => /invalid slack file/.test(message))) {
    return new TransientError(
      'file_not_ready',
      worded(({ messengers }) => messengers.slackDoesNotShowThePictureOfAYet(method)),
      { retryAfterMs: FILE_WAIT_MS },
    );
  }
  const said = saidOf(method, code, data);
  const by = `(Slack: ${code} at ${method})`;
  return new PermanentError(
    code,
    inEveryLanguage((language) => `${pick(said, language)} ${by}`),
    { cause: error, ...withRefusal(call, refused) },
  );
}

function saidOf(method: string, code: string, data: WebAPIPlatformError['data']): Bilingual {
  const known = slackAdvice(code, { method, ...('needed' in data && typeof data.needed === 'string' && { needed: data.needed }) });
  if (known) return known;
  const details = (data.response_metadata?.messages ?? []).map((m) => m.replace(/^\[ERROR\]\s*/, '')).join('; ');
  const why = details ? `: ${details}` : '.';
  return worded(({ messengers }) => messengers.slackRefuses2(method, why));
}
