import { type ParseArgsConfig, parseArgs } from 'node:util';
import { distance } from 'fastest-levenshtein';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What one npm command takes. */
export interface CommandLine<Known extends Options> {
  /** A line for each way to call it, as it is typed. */
  usage: string;
  options?: Known;
  /** Words besides options: none unless given, any with `true`, or one of these first and any after it. */
  words?: true | readonly string[];
  /** With which it ends when it was called wrongly; 1 unless given. */
  wrongUsage?: number;
}

type Values<Known extends Options> = ReturnType<typeof parseArgs<{ options: Known }>>['values'];

/** Something was typed that the command does not take; `message` says what, and what may have been meant. */
class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
}

/**
 * Reads what was typed behind an npm command, before anything else is done. `--help` prints the usage and exits with 0, wherever it stands; what the command
 * does not take is refused on stderr with the nearest that it does, and exits with 1 (or `wrongUsage`): a typo that is passed over runs something that nobody asked for.
 */
export function readCommandLine<const Known extends Options>(
  line: CommandLine<Known>,
  argv: readonly string[] = process.argv.slice(2),
): { values: Values<Known>; words: string[] } {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`${line.usage.trimEnd()}\n`);
    process.exit(0);
  }
  try {
    return parseCommandLine(line, argv);
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    process.stderr.write(`${error.message}\n\n${line.usage.trimEnd()}\n`);
    process.exit(line.wrongUsage ?? 1);
  }
}

/** The same as a function of what was typed. Throws CommandLineError. */
function parseCommandLine<const Known extends Options>(
  { options, words }: CommandLine<Known>,
  argv: readonly string[],
): { values: Values<Known>; words: string[] } {
  const known = (options ?? {}) as Known;
  // Node's own strict reading stops at the first mistake with words about its own rules.
  const { tokens } = parseArgs({ args: [...argv], options: known, allowPositionals: true, strict: false, tokens: true });
  for (const token of tokens) if (token.kind === 'option') checkOption(token, known);
  const typed = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  checkWords(typed, words);
  const { values } = parseArgs({ args: [...argv], options: known, allowPositionals: true });
  return { values: values as Values<Known>, words: typed };
}

interface OptionToken {
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken, known: Options): void {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    const names = ['help', ...Object.keys(known)].map((each) => `--${each}`);
    throw new CommandLineError(`${rawName} is not known here.${didYouMean(rawName, names)}`);
  }
  if (option.type === 'boolean' && value !== undefined) throw new CommandLineError(`${rawName} takes no value (found "${value}").`);
  const missing = value === undefined || value === '' || (value.startsWith('-') && inlineValue !== true);
  if (option.type === 'string' && missing) throw new CommandLineError(`${rawName} needs a value.`);
}

function checkWords(typed: readonly string[], words: CommandLine<Options>['words']): void {
  const [first] = typed;
  if (words === true) return;
  if (words === undefined) {
    if (first !== undefined) throw new CommandLineError(`"${first}" is not known here: this takes options only.`);
    return;
  }
  if (first === undefined) throw new CommandLineError(`Say which: ${words.join(', ')}.`);
  if (!words.includes(first))
    throw new CommandLineError(`"${first}" is not known here.${didYouMean(first, words)} There is ${words.join(', ')}.`);
}

/** ` Did you mean --roles?`, when something is near enough to be what was meant; empty otherwise. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const [nearest] = known.map((name) => ({ name, away: distance(name, typed) })).sort((a, b) => a.away - b.away);
  return nearest && nearest.away <= Math.max(2, Math.floor(typed.length / 3)) ? ` Did you mean ${nearest.name}?` : '';
}
