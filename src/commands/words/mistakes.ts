import type { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { Bilingual, Language } from '../../domain/language/bilingual.ts';
import { aboutOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Reading } from './readers.ts';
import { exampleLine, typedArguments } from './usage.ts';

/** What is wrong with how somebody asks for a command: names the argument, and shows a line that works. */

/** An argument is not there. */
export function missing(command: Command, key: string): UserError {
  const { what } = aboutOf(argumentOf(command, key));
  return mistake(command, key, {
    en: `\`${command.name}\` needs the ${what.en}`,
    ko: `\`${command.name}\` 명령에 필요한 값이 없습니다(${what.ko})`,
  });
}

/** An argument cannot be what it says. */
export function wrong(command: Command, key: string, said: string, reading?: Reading): UserError {
  const { what } = aboutOf(argumentOf(command, key));
  const odd = said.replaceAll('`', "'").slice(0, 60);
  const reader = typedArguments(command).find((one) => one.key === key)?.reader;
  const known = reading && reader?.known?.(reading);
  if (known?.length === 0)
    return hinted(
      command,
      {
        en: `There is no ${what.en} "${odd}"; the playbook has none.`,
        ko: `"${odd}"에 해당하는 ${what.ko} 값이 없습니다. 플레이북에 하나도 없습니다.`,
      },
      key,
    );
  const choices = reader?.choices ?? known;
  if (choices && choices.length > (known ? 0 : 1))
    return mistake(
      command,
      key,
      {
        en: `There is no ${what.en} "${odd}"; it is one of ${choices.join(', ')}`,
        ko: `"${odd}"에 해당하는 ${what.ko} 값이 없습니다. ${choices.join(', ')} 가운데 하나를 적어 주세요`,
      },
      { always: known !== undefined, example: known?.[0] },
    );
  return mistake(command, key, {
    en: `"${odd}" cannot be the ${what.en}`,
    ko: `"${odd}"은(는) ${what.ko} 값으로 읽을 수 없습니다`,
  });
}

/** Words are left that nothing takes. */
export function tooMany(command: Command, left: string): UserError {
  const odd = left.replaceAll('`', "'").slice(0, 60);
  const nothing = typedArguments(command).length === 0;
  if (command.about === 'incident' && /^\d{1,9}$/.test(left)) {
    const numbered = (language: Language) => `${exampleLine(command, language)} #${left}`;
    return hinted(command, {
      en: `The number of an incident has \`#\` before it: \`${numbered('en')}\`.`,
      ko: `장애 번호 앞에는 \`#\` 를 붙여 주세요: \`${numbered('ko')}\`.`,
    });
  }
  const line = exampleLine(command, 'en');
  return hinted(command, {
    en: nothing ? `\`${line}\` needs nothing behind it.` : `Too many words: "${odd}" is left over. Write it as \`${line}\`.`,
    ko: nothing
      ? `\`${line}\` 뒤에는 아무것도 적지 않습니다.`
      : `단어가 너무 많습니다("${odd}"). 이렇게 적어 주세요: \`${exampleLine(command, 'ko')}\`.`,
  });
}

/** An option that the command does not have. */
export function unknownOption(command: Command, odd: string): UserError {
  const known = typedArguments(command).flatMap(({ reader }) => reader.option ?? []);
  return hinted(command, {
    en: `\`${command.name}\` has no option ${odd.slice(0, 60)}. It knows ${known.join(' and ')}.`,
    ko: `\`${command.name}\` 명령에는 ${odd.slice(0, 60)} 옵션이 없습니다. 쓸 수 있는 옵션: ${known.join(', ')}.`,
  });
}

/** What the schema found, whichever door the arguments came through. */
export function unread(command: Command, error: z.ZodError, args: unknown): UserError {
  const issue = error.issues[0];
  const key = String(issue?.path[0] ?? '');
  if (!(key in command.args.shape)) return tooMany(command, key);
  const said = (issue as { params?: { said?: Bilingual } } | undefined)?.params?.said;
  if (said) return new UserError('bad_argument', said, { argument: key });
  const value = typeof args === 'object' && args !== null ? (args as Record<string, unknown>)[key] : undefined;
  return value === undefined || value === ''
    ? missing(command, key)
    : wrong(command, key, typeof value === 'string' ? value : JSON.stringify(value));
}

function argumentOf({ args }: Command, key: string): z.ZodType {
  return args.shape[key] as z.ZodType;
}

/** `always`: what is said of this mistake goes before what the argument says of itself. `example`: a value that can be typed here, where only the playbook tells. */
function mistake(
  command: Command,
  key: string,
  general: Bilingual,
  { always = false, example }: { always?: boolean; example?: string | undefined } = {},
): UserError {
  const { without, ...own } = aboutOf(argumentOf(command, key));
  const expects = always ? general : (own.expects ?? general);
  const line = (language: Language) => exampleLine(command, language, key, example);
  return hinted(
    command,
    {
      en: `${expects.en}: \`${line('en')}\`.${without ? ` ${without.en}` : ''}`,
      ko: `${expects.ko}: \`${line('ko')}\`.${without ? ` ${without.ko}` : ''}`,
    },
    key,
  );
}

function hinted({ hint }: Command, { en, ko }: Bilingual, argument?: string): UserError {
  const said = hint ? { en: `${en} ${hint.en}`, ko: `${ko} ${hint.ko}` } : { en, ko };
  return new UserError('bad_argument', said, { ...(argument !== undefined && { argument }) });
}
