const HIDDEN = '[secret]';
/** Shorter ones would blot out ordinary words, and are no secret to speak of. */
const SHORTEST = 6;

/** `//user:password@` and `//token@` in any address, configured or not. */
const USER_INFO = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'@\\]+@/gi;

/**
 * A function that hides the given secrets, and the user part of any address, wherever they stand in a text: as they are, inside JSON,
 * URL-encoded and in base64. Of a secret that is itself an address, the password is hidden and the rest stays readable.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets.flatMap(passwordsIn)) {
    if (secret.length < SHORTEST) continue;
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      forms.add(form);
  }
  // The longest first, so that no form leaves the rest of a longer one behind.
  const patterns = [...forms].sort((a, b) => b.length - a.length).map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const known = patterns.length > 0 ? new RegExp(patterns.join('|'), 'g') : undefined;
  return (text) => {
    const hidden = known ? text.replace(known, HIDDEN) : text;
    return hidden.replace(USER_INFO, `$1${HIDDEN}@`);
  };
}

/** What is secret in a secret: all of it, or an address's password (the raw and the decoded one). */
function passwordsIn(secret: string): string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(secret) || !URL.canParse(secret)) return [secret];
  const { username, password } = new URL(secret);
  // postgres://postgres:postgres@… hides nothing, and masking it would blot out every mention of Postgres.
  if (!password || password === username) return [];
  return [password, decoded(password)];
}

/** A stray % in a password is no reason to fail. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
