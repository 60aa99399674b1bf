import type { Command } from '../command.ts';
import { missing, tooMany, unknownOption, wrong } from './mistakes.ts';
import type { Reading } from './readers.ts';
import { type TypedArgument, typedArguments } from './usage.ts';

/** A mention is one word, also where the name in it has spaces. */
const FIRST = /^(<@[^<>]*>|\S+)\s*([\s\S]*)$/;

/**
 * What was typed behind a command, by argument: options first, wherever they stand, then one word after another, then whatever is left. The schema has not looked at it yet.
 * Throws UserError that names the argument and shows how it is typed.
 */
export function readArguments(command: Command, typed: string, reading: Reading): Record<string, unknown> {
  const known = typedArguments(command);
  const args: Record<string, unknown> = {};
  const left = takeAnywhere(command, known, takeOptions(command, known, typed.trim(), { args, reading }), { args, reading });
  let words = left;
  let open = known.filter(({ reader }) => reader.kind === 'word');
  while (words !== '' && open.length > 0) {
    const [, first = '', more = ''] = FIRST.exec(words) ?? [];
    const hit = firstThat(takes(open), ({ reader }) => reader.read(first, reading));
    if (!hit) break;
    args[hit.one.key] = hit.found.value;
    open = open.filter((one) => one !== hit.one);
    words = more;
  }
  const first = FIRST.exec(words)?.[1] ?? '';
  const needed = open.find(({ optional }) => !optional);
  if (needed) throw words === '' ? missing(command, needed.key) : wrong(command, needed.key, first, reading);
  // What usage lines leave out was not meant, unless nothing else can have been.
  const meant = open.find(({ reader }) => !reader.unlisted) ?? (reading.services.all.length > 1 ? open[0] : undefined);
  const rest = known.find(({ reader }) => reader.kind === 'rest');
  if (rest) {
    if (words === '' && rest.optional) return args;
    if (words === '') throw missing(command, rest.key);
    const found = rest.reader.read(words, reading);
    if (!found) throw meant ? wrong(command, meant.key, first, reading) : wrong(command, rest.key, words);
    args[rest.key] = found.value;
  } else if (words !== '') throw meant ? wrong(command, meant.key, first, reading) : tooMany(command, words);
  return args;
}

/** Those that may stand here: what can be left out, in any order, as far as the first that cannot. */
function takes(open: readonly TypedArgument[]): readonly TypedArgument[] {
  const must = open.findIndex(({ optional }) => !optional);
  return must < 0 ? open : open.slice(0, must + 1);
}

interface Into {
  args: Record<string, unknown>;
  reading: Reading;
}

/** Takes `--private` and `--since 20m` out of the line. A command without options has none in its texts either. */
function takeOptions(command: Command, known: readonly TypedArgument[], line: string, { args, reading }: Into): string {
  const options = known.filter(({ reader }) => reader.option !== undefined);
  if (options.length === 0) return line;
  const left: string[] = [];
  const tokens = line.split(/\s+/).filter(Boolean);
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    // Slack's clients turn two hyphens into one long dash.
    const written = token.replace(/^[—–]/, '--');
    if (!written.startsWith('--')) {
      left.push(token);
      continue;
    }
    const option = options.find(({ reader }) => reader.option === written.toLowerCase());
    if (!option) throw unknownOption(command, written);
    if (option.reader.kind === 'option') index += 1;
    args[option.key] = option.reader.read(tokens[index] ?? '', reading)?.value;
  }
  return left.join(' ');
}

/** Takes out of the line what may stand anywhere in it. */
function takeAnywhere(command: Command, known: readonly TypedArgument[], line: string, { args, reading }: Into): string {
  const wanted = known.filter(({ reader }) => reader.kind === 'anywhere');
  if (wanted.length === 0) return line;
  const left = line.split(/\s+/).filter((token) => {
    const hit = firstThat(
      wanted.filter(({ key }) => !(key in args)),
      ({ reader }) => reader.read(token, reading),
    );
    if (hit) args[hit.one.key] = hit.found.value;
    return !hit;
  });
  // One more of its kind would be taken for something else.
  const second = firstThat(left, (token) => wanted.find(({ reader }) => reader.read(token, reading)));
  if (second) throw wrong(command, second.found.key, second.one);
  return left.join(' ');
}

function firstThat<One, Found>(all: readonly One[], find: (one: One) => Found | undefined): { one: One; found: Found } | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return { one, found };
  }
  return undefined;
}
