import { z } from 'zod';
import { withoutEnd } from '../../domain/text/without-end.ts';
import { partsOf, SHORTEST_SECRET } from '../masking/secret-forms.ts';
import type { Shape } from './account.ts';
import { Secret } from './secret.ts';

/** Shapes of variables; `wanted` completes "wanted …". What an address carries is sent along or refused, never dropped. */

/** Something that everybody may see. */
export function plain<T>(schema: z.ZodType<T>, wanted = 'a text'): Shape<T> {
  return { schema, wanted, secret: false };
}

/** Any text. */
export const text = (wanted = 'a text'): Shape<string> => plain(z.string({ error: wanted }), wanted);

/** A text that `matches`. */
export const textLike = (matches: RegExp, wanted: string): Shape<string> =>
  plain(z.string({ error: wanted }).regex(matches, wanted), wanted);

/** One of these words. */
export function choice<const Word extends string>(words: readonly Word[]): Shape<Word> {
  const wanted = words.length === 2 ? words.join(' or ') : `one of ${words.join(', ')}`;
  return plain(z.enum(words, wanted), wanted);
}

interface SecretOptions {
  /** Any text unless given. */
  matches?: (text: string) => boolean;
  /** What of it may be shown in a complaint. */
  telling?: RegExp;
}

export function secret(wanted: string, { matches = () => true, telling }: SecretOptions = {}): Shape<Secret> {
  return hidden(hiding(matches, wanted), wanted, telling);
}

function hidden(schema: z.ZodType<Secret>, wanted: string, telling?: RegExp): Shape<Secret> {
  return { schema, wanted, secret: true, ...(telling && { telling }) };
}

const hiding = (matches: (text: string) => boolean, wanted: string) =>
  z
    .string({ error: wanted })
    .refine(matches, wanted)
    .refine(
      canBeHidden,
      `${wanted}; its secret must have at least ${SHORTEST_SECRET} characters, because a shorter one cannot be hidden in logs and answers`,
    )
    .transform((text) => new Secret(text));

/** Whether what is secret in it can be masked wherever it would be shown: shorter texts stand in ordinary words. An address without a password is no secret. */
function canBeHidden(text: string): boolean {
  return partsOf(text).every((part) => part === '' || part.length >= SHORTEST_SECRET);
}

/** Of pg and its reader of addresses. */
const POSTGRES_PARAMETERS = [
  ...['sslmode', 'ssl', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat'],
  ...['host', 'port', 'user', 'password', 'options', 'application_name', 'fallback_application_name', 'client_encoding'],
  ...['statement_timeout', 'lock_timeout', 'query_timeout', 'idle_in_transaction_session_timeout'],
];
/** Of ioredis, as far as they are a text and mean one connection. */
const REDIS_PARAMETERS = ['family', 'db', 'username', 'password'];
/** No client of ours would send what stands after a #; a password that holds one is written %23. */
const WITHOUT_FRAGMENT = ', without #… (a # in a password is written %23)';
const secretUrl = (schemes: readonly string[], wanted: string) =>
  hiding((text) => isUrl(text, schemes), wanted).refine((hidden) => !hidden.reveal().includes('#'), `${wanted}${WITHOUT_FRAGMENT}`);
/** The address of a server whose client knows these parameters of it, and would drop all others without a word. */
export const clientUrl = (schemes: readonly string[], wanted: string, known: readonly string[]): Shape<Secret> =>
  hidden(
    secretUrl(schemes, wanted).refine(
      (hidden) => [...new URL(hidden.reveal()).searchParams.keys()].every((name) => known.some((one) => isNamed(name, one))),
      `${wanted}, with no parameters after ? but those that its client knows (${known.join(', ')})`,
    ),
    wanted,
  );
export const postgresUrl = (wanted: string) => clientUrl(['postgres:', 'postgresql:'], wanted, POSTGRES_PARAMETERS);
export const redisUrl = (wanted: string) => clientUrl(['redis:', 'rediss:'], wanted, REDIS_PARAMETERS);
const HTTP = ['http:', 'https:'];
/** The address of an API whose paths and parameters are ours: nothing else could be sent along. */
export const httpUrl = (wanted: string): Shape<string> =>
  plain(
    z
      .string()
      .refine((text) => isUrl(text, HTTP), wanted)
      .refine(isPlain, `${wanted}, without ?…, #… and user:password@`)
      .transform((text) => withoutEnd(text, '/')),
    wanted,
  );
/** The address of a server that is asked questions; its parameters go along with every one of them, but not in the place of ours. */
export const askedUrl = (wanted: string, own: readonly string[]): Shape<Secret> =>
  hidden(
    secretUrl(HTTP, wanted).refine(
      (hidden) => own.every((name) => !new URL(hidden.reveal()).searchParams.has(name)),
      `${wanted}, without the parameters that every question sets itself (${own.join(', ')})`,
    ),
    wanted,
  );

/** `tls.*` stands for every name that begins with `tls.`. */
function isNamed(name: string, known: string): boolean {
  return known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known;
}

/** Only a place: what else an address may carry is not there. */
function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { search, hash, username, password } = new URL(text);
  return search + hash + username + password === '' && !/[?#]$/.test(text);
}

function isUrl(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}
