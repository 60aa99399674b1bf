import { z } from 'zod';
import { PermanentError, type TransientError } from '../../domain/errors.ts';
import { type HttpReply, jsonOf } from '../http.ts';
import { createMask } from '../mask.ts';
import { passingAnswer } from '../passing-answer.ts';
import { clampLine } from './clamp.ts';
import { aboutPerson } from './refusal.ts';

const errorBody = z.object({ code: z.union([z.number(), z.string()]).optional(), message: z.string().optional() });

/**
 * What to do about Twilio's codes (https://www.twilio.com/docs/api/errors). Twilio splits its codes from time to time, so an unknown one is
 * shown in Twilio's words and nothing depends on the difference.
 */
const ADVICE: [codes: readonly string[], advice: string][] = [
  [['20003', '20005'], 'Twilio refuses the credentials: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and that the account is active.'],
  [['20404'], 'Twilio knows no such account: check TWILIO_ACCOUNT_SID.'],
  [
    ['21211', '21217', '21401', '21214', '21614', '21635'],
    'Twilio cannot reach this number: correct phone under team.people in the playbook.',
  ],
  [['21610'], 'This person has opted out of messages: they must answer START to the number in TWILIO_FROM.'],
  [['21608', '21219'], 'A trial account reaches verified numbers only: verify this one, or upgrade the Twilio account.'],
  [['21408', '21215', '13227'], 'Twilio may not reach this country: allow it under Geo Permissions in the Twilio console.'],
  [
    ['21210', '21212', '21603', '21606', '21659', '21660', '21661'],
    'Twilio refuses the sender: TWILIO_FROM must be a number of this account that can do this.',
  ],
];

/** What speaks of the number that was called, not of the account or the sender. A country is opened for the account, so it is not among these. */
const ABOUT_NUMBER = ['21211', '21217', '21401', '21214', '21614', '21635', '21610', '21608', '21219'];

/** What a refusal of Twilio's API means; `secrets` are hidden in what Twilio says. */
export function twilioError(reply: HttpReply, now: Date, secrets: readonly string[]): PermanentError | TransientError {
  const passing = passingAnswer('Twilio', reply, now);
  if (passing) return passing;
  const body = errorBody.safeParse(jsonOf(reply.text)).data ?? {};
  const code = String(body.code ?? (reply.status === 401 || reply.status === 403 ? '20003' : `http_${reply.status}`));
  const said = clampLine(createMask(secrets)(body.message ?? `HTTP ${reply.status}`), 200);
  const advice = ADVICE.find(([codes]) => codes.includes(code))?.[1];
  return new PermanentError(
    code,
    advice ? `${advice} (Twilio ${code}: ${said})` : `Twilio refused with code ${code}: ${said}`,
    ABOUT_NUMBER.includes(code) ? { refusal: aboutPerson('Twilio') } : {},
  );
}
