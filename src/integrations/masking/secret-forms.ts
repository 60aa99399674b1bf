import { decoded } from './decoded.ts';

/** Shorter ones would blot out ordinary words; the configuration refuses them. */
export const SHORTEST_SECRET = 6;
/** A JSON text inside a JSON text inside an address: as many layers of escapes are undone. */
export const LAYERS = 3;

/** Names of parameters in an address whose values are secrets. */
const TELLING = /token|secret|passw|pwd|api_?key|signature|^key$/i;

/** What nobody is called. */
const RANDOM = /^(?=.*\d)(?=.*[a-z]).{16,200}$/i;

/** Every text that gives a secret away: itself, what it is made of, and these in base64 and hexadecimal. Other escapes are undone before it is looked for. */
export function formsOf(secret: string): string[] {
  return [...new Set(partsOf(secret))]
    .filter((part) => part.length >= SHORTEST_SECRET)
    .flatMap((part) => [part, ...undone(part), ...base64Of(part), ...hexOf(part)]);
}

/** What is left of a secret that itself looks escaped (`%00`, `&amp;`) once the escapes of the text around it are undone. */
function undone(part: string): string[] {
  const forms: string[] = [];
  for (const written of [part, JSON.stringify(part).slice(1, -1)]) {
    let text = written;
    for (let n = 0; n < LAYERS; n += 1) {
      const inner = decoded(text);
      if (inner === undefined) break;
      text = inner.text;
      if (text.length >= SHORTEST_SECRET) forms.push(text);
    }
  }
  return forms;
}

/** What is secret in a secret: all of it, an address's password and parameters, the credentials of a header; raw and decoded. */
export function partsOf(secret: string): string[] {
  const [, scheme = '', credentials = ''] = /^(basic|bearer|[a-z]{2,20})\s+(\S+)$/i.exec(secret) ?? [];
  if (credentials !== '') return [secret, credentials, ...(/^basic$/i.test(scheme) ? passwordOf(credentials) : [])];
  if (!/^[a-z][a-z0-9+.-]{0,30}:\/\//i.test(secret) || !URL.canParse(secret)) return [secret];
  const { protocol, username, password, searchParams } = new URL(secret);
  const parameters = [...searchParams].flatMap(([name, value]) => (TELLING.test(name) ? [value] : []));
  // postgres://postgres:postgres@… hides nothing, and masking it would blot out every mention of Postgres. On the web a token may stand where the user does.
  const token = password === '' && /^https?:$/.test(protocol) && RANDOM.test(username) ? [username] : [];
  const own = password === '' || password === username ? token : [password];
  return [...own, ...own.map(percentDecoded), ...parameters];
}

function passwordOf(credentials: string): string[] {
  const text = Buffer.from(credentials, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? [] : [text.slice(colon + 1)];
}

/**
 * In base64 of whatever it is a part of: the characters that it alone decides, for each of the three ways in which it may lie in the groups of three
 * bytes, in both alphabets.
 */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = all.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + bytes.length)) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function hexOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  return [hex, hex.toUpperCase()];
}

/** A stray % in a password is no reason to fail. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
