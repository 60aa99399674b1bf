import { type ZodType, z } from 'zod';
import { UserError } from '../domain/errors.ts';
import { ROLES } from '../domain/incident.ts';
import type {
  AnalysisValue,
  AssignFormMetadata,
  CauseValue,
  EscalateValue,
  FollowUpValue,
  IncidentValue,
  ListValue,
  MitigationFormMetadata,
  MitigationRunValue,
  MitigationValue,
  MomentValue,
  OpenFormMetadata,
  PageValue,
  UpdateValue,
} from './presenters/ids.ts';

/**
 * What buttons and forms bring back. We wrote it, but it comes from outside: it is read as strictly as what somebody types, and names nothing that is not looked up like a name that
 * somebody types. One word is one word, so that none can turn into two of a command.
 */

/** Ids in the database are 32-bit integers. */
const id = z.int().min(1).max(2_147_483_647);
const word = z.string().regex(/^[\w./-]{1,200}$/);
/** What is behind the last word of a command may be several. */
const line = z
  .string()
  .max(1_000)
  .regex(/^[^\r\n]*$/);
const incident = z.object({ incident: id, version: z.int().optional() });

/** Of buttons without one. */
export const noValue: ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown());
export const incidentValue: ZodType<Sent<IncidentValue>> = incident;
export const pageValue: ZodType<Sent<PageValue> & { page: number }> = incident.extend({
  page: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(id),
}) as never;
export const escalateValue: ZodType<Sent<EscalateValue>> = incident.extend({ step: z.int().min(0).max(99) });
export const causeValue: ZodType<Sent<CauseValue>> = incident.extend({ cause: word });
const moment = z.iso.datetime({ offset: true });
export const momentValue: ZodType<Sent<MomentValue>> = incident.extend({ at: moment, from: moment.optional() }) as never;
export const updateValue: ZodType<Sent<UpdateValue>> = incident.extend({ seen: word.optional() }) as never;
export const assignForm: ZodType<Sent<AssignFormMetadata>> = incident.extend({
  roles: z.partialRecord(z.enum(ROLES), word).optional(),
}) as never;
export const followUpValue: ZodType<Sent<FollowUpValue>> = incident.extend({ row: word });
export const analysisValue: ZodType<Sent<AnalysisValue>> = incident.extend({ item: word, seen: line.optional() }) as never;
export const mitigationValue: ZodType<Sent<MitigationValue>> = incident.extend({ name: word });
export const mitigationRunValue: ZodType<Sent<MitigationRunValue>> = incident.extend({ run: id });
export const mitigationForm: ZodType<MitigationFormMetadata> = z.object({
  incident: id,
  name: word,
  shown: z.string().regex(/^[a-z0-9.]{0,100}$/),
});
/** Whatever it says, it keeps nobody from declaring. */
export const openForm: ZodType<OpenFormMetadata> = z
  .object({
    responseUrl: z.url({ protocol: /^https?$/ }).optional(),
    since: z.iso.datetime({ offset: true }).optional(),
  })
  .catch({}) as never;
export const listValue: ZodType<ListValue> = z.object({ page: z.int().min(0).max(10_000), scope: z.enum(['active', 'all']) });

/** As it comes back: buttons of an earlier release may lack what was added since. */
type Sent<Value extends IncidentValue> = Omit<Value, 'version' | 'page'> & { version?: number | undefined };

/** Reads what was sent; throws UserError `unreadable_value` for what no button and no form of ours sends. */
export function readSent<Value>(schema: ZodType<Value>, sent: string): Value {
  const read = schema.safeParse(parsed(sent === '' ? '{}' : sent));
  if (read.success) return read.data;
  throw new UserError('unreadable_value', {
    en: 'Bongsu cannot tell what this button or form is about. Use a newer message, or type the command; `help` lists them.',
    ko: '이 버튼이나 양식이 무엇에 관한 것인지 알 수 없습니다. 더 새로운 메시지를 쓰거나 명령을 입력해 주세요. 명령 목록: `help`.',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
