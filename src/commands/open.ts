import { parseDuration } from '../domain/duration.ts';
import { UserError } from '../domain/errors.ts';
import { isSeverity, type Severity } from '../domain/incident.ts';
import { declareIncident } from '../workflows/declare-incident.ts';
import { generalCommand } from './command.ts';

interface OpenArgs {
  /** Nothing was typed: a form asks. */
  ask: boolean;
  severity?: Severity;
  title?: string;
  isPrivate: boolean;
  /** How long ago it began, in milliseconds. */
  sinceMs?: number;
}

/** What the form brings back besides its fields. */
export interface OpenFormMetadata {
  responseUrl?: string;
  /** ISO 8601; what was typed as --since. */
  since?: string;
}

export const open = generalCommand<OpenArgs>({
  name: 'open',
  usage: 'open [sev1|sev2|sev3] [title] [--private] [--since 20m]',
  summary: { en: 'Declare an incident; without a title a form opens.', ko: '장애를 선언합니다. 제목이 없으면 양식이 열립니다.' },
  permission: 'everyone',
  evenUnknown: true,
  parse: parseOpen,
  run: async ({ runtime, present, invocation, args }) => {
    const { clock } = runtime;
    if (args.ask) {
      const kept: OpenFormMetadata = {
        ...(invocation.responseUrl !== undefined && { responseUrl: invocation.responseUrl }),
        ...(args.sinceMs !== undefined && { since: new Date(clock.now().getTime() - args.sinceMs).toISOString() }),
      };
      return {
        form: {
          skeleton: present.openModal({ state: 'loading' }),
          view: async () => present.openModal({ state: 'form', draft: { private: args.isPrivate }, metadata: JSON.stringify(kept) }),
        },
      };
    }
    const { cause, actor, responseUrl } = invocation;
    const onsetAt = args.sinceMs === undefined ? undefined : new Date(clock.now().getTime() - args.sinceMs);
    const { severity, title, isPrivate } = args;
    const declared = await declareIncident(runtime, {
      cause,
      actor,
      via: 'slack',
      title,
      severity,
      isPrivate,
      onsetAt,
      responseUrl,
      answerIn: present.language,
    });
    return { message: present.declarerNotice({ incident: declared.incident, problems: [] }), after: declared.begin };
  },
});

/** `sev1 "Checkout fails" --since 20m` in any order; whatever is not an option is the title. */
export function parseOpen(words: string): OpenArgs {
  const rest: string[] = [];
  const args: OpenArgs = { ask: words.trim() === '', isPrivate: false };
  const tokens = words.trim().split(/\s+/).filter(Boolean);
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    // Slack's clients turn two hyphens into one long dash.
    const option = token.replace(/^[—–]/, '--');
    if (option === '--private') args.isPrivate = true;
    else if (option === '--since') {
      index += 1;
      args.sinceMs = sinceMs(tokens[index] ?? '');
    } else if (option.startsWith('--')) {
      throw new UserError('unknown_option', {
        en: `\`open\` has no option ${option}. It knows --private and --since 20m.`,
        ko: `\`open\` 명령에는 ${option} 옵션이 없습니다. 쓸 수 있는 옵션: --private, --since 20m.`,
      });
    } else if (args.severity === undefined && rest.length === 0 && isSeverity(token.toLowerCase())) {
      args.severity = token.toLowerCase() as Severity;
    } else rest.push(token);
  }
  if (rest.length > 0) args.title = rest.join(' ');
  return { ...args, ask: rest.length === 0 && args.severity === undefined };
}

/** Longer ago than this is a slip of the finger, and much longer is no date at all. */
const SINCE_AT_MOST_MS = 30 * 86_400_000;

function sinceMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms > SINCE_AT_MOST_MS) {
    throw new UserError('bad_since', {
      en: 'Write how long ago it began, at most 30 days, after --since, such as --since 20m or --since 1h30m.',
      ko: '--since 뒤에 얼마 전에 시작했는지 30일 이내로 적어 주세요. 예: --since 20m, --since 1h30m.',
    });
  }
  return ms;
}
