import type { z } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { type Bilingual, inEveryLanguage, type Language } from '../../domain/language/bilingual.ts';
import { pick } from '../../domain/language/pick.ts';
import { worded } from '../../languages/worded.ts';
import { aboutOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Reading } from './readers.ts';
import { exampleLine, typedArguments } from './usage.ts';

/** What is wrong with how somebody asks for a command: names the argument, and shows a line that works. */

/** An argument is not there. */
export function missing(command: Command, key: string): UserError {
  const { what } = aboutOf(argumentOf(command, key));
  return mistake(
    command,
    key,
    worded(({ grammar }, language) => grammar.needsThe(command.name, pick(what, language))),
  );
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
      worded(({ grammar }, language) => grammar.thereIsNoThePlaybook(pick(what, language), odd)),
      key,
    );
  const choices = reader?.choices ?? known;
  if (choices && choices.length > (known ? 0 : 1))
    return mistake(
      command,
      key,
      worded(({ grammar }, language) => grammar.thereIsNoItIs(pick(what, language), odd, choices)),
      { always: known !== undefined, example: known?.[0] },
    );
  return mistake(
    command,
    key,
    worded(({ grammar }, language) => grammar.cannotBeThe(odd, pick(what, language))),
  );
}

/** Words are left that nothing takes. */
export function tooMany(command: Command, left: string): UserError {
  const odd = left.replaceAll('`', "'").slice(0, 60);
  const nothing = typedArguments(command).length === 0;
  if (command.about === 'incident' && /^\d{1,9}$/.test(left)) {
    const numbered = (language: Language) => `${exampleLine(command, language)} #${left}`;
    return hinted(
      command,
      worded(({ grammar }, language) => grammar.numberOfAnIncidentHasBeforeIt(numbered(language))),
    );
  }
  const line = (language: Language) => exampleLine(command, language);
  return hinted(
    command,
    worded(({ grammar }, language) => grammar.needsNothingBehindItToo(nothing, line(language), odd)),
  );
}

/** An option that the command does not have. */
export function unknownOption(command: Command, odd: string): UserError {
  const known = typedArguments(command).flatMap(({ reader }) => reader.option ?? []);
  return hinted(
    command,
    worded(({ grammar }) => grammar.hasNoOptionItKnows(command.name, odd.slice(0, 60), known)),
  );
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
    inEveryLanguage((language) => `${pick(expects, language)}: \`${line(language)}\`.${without ? ` ${pick(without, language)}` : ''}`),
    key,
  );
}

function hinted({ hint }: Command, mistake: Bilingual, argument?: string): UserError {
  const said = hint ? inEveryLanguage((language) => `${pick(mistake, language)} ${pick(hint, language)}`) : mistake;
  return new UserError('bad_argument', said, { ...(argument !== undefined && { argument }) });
}
