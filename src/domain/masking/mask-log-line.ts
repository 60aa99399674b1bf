const HIDDEN = '[hidden]';

/** Words after which a secret follows, as keys of JSON, of a query string, of a header or of `key=value`. */
const SECRET_KEY =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|client[-_]?secret|credentials?|auth|session(?:[-_]?id)?|sid|jwt|otp|pin|cvc|cvv|ssn|signature)';

/** Each rule is linear in the length of the line. */
const RULES: readonly (readonly [RegExp, string | ((found: string, ...groups: string[]) => string)])[] = [
  // -----BEGIN … PRIVATE KEY-----, also when the rest is on the same line.
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*/g, HIDDEN],
  [/\beyJ[\w-]{5,2000}\.[\w-]{5,4000}(?:\.[\w-]{0,2000})?/g, HIDDEN],
  [
    /\b(authorization|proxy-authorization)(["']?\s{0,3}[:=]\s{0,3}["']?)(?:(bearer|basic|token|digest)\s{1,3})?[^\s"',;]{1,2000}/gi,
    `$1$2${HIDDEN}`,
  ],
  [/\b(bearer|basic)\s{1,3}[\w.~+/=-]{8,2000}/gi, `$1 ${HIDDEN}`],
  [/\b((?:set-)?cookie)(["']?\s{0,3}[:=]\s{0,3}).*/gi, `$1$2${HIDDEN}`],
  // A key may have words around its secret part: db_password, X-Api-Key, accessToken.
  [
    new RegExp(
      `((?:^|[^A-Za-z])[\\w-]{0,40}?${SECRET_KEY}[\\w-]{0,20}["']?\\s{0,3}[:=]\\s{0,3})("[^"]{0,2000}"?|'[^']{0,2000}'?|[^\\s,;&)}\\]"']{1,2000})`,
      'gi',
    ),
    (_found, key = '', value = '') => `${key}${/^["']/.test(value) ? `${value[0]}${HIDDEN}${value[0]}` : HIDDEN}`,
  ],
  // The user part of an address.
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'@\\]{1,500}@/gi, `$1${HIDDEN}@`],
  // Keys by the shape that their makers gave them: AWS, GitHub, Slack, Stripe, Google.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
  [
    /\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|xox[a-z]-[\w-]{10,255}|xapp-[\w-]{10,255}|[sr]k_(?:live|test)_\w{10,255}|AIza[\w-]{30,60})/g,
    HIDDEN,
  ],
  [/[\w.%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}/gi, HIDDEN],
  // Resident registration numbers, then phones: Korean ones and international ones.
  [/(?<![\d-])\d{6}-[1-8]\d{6}(?![\d-])/g, HIDDEN],
  [
    /(?<![\w.-])(?:\+\d{1,3}[ -]?(?:\(?\d{1,4}\)?[ -]?){2,4}\d{2,4}|01[016789][ -]?\d{3,4}[ -]?\d{4}|0\d{1,2}-\d{3,4}-\d{4})(?![\w-])/g,
    HIDDEN,
  ],
  [/(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g, (found) => (isCardNumber(found) ? HIDDEN : found)],
];

/**
 * A line of a log without what belongs to nobody who reads it: passwords, tokens, cookies, keys, mail addresses, phone numbers and numbers
 * that could be cards. Works by shape, so it hides rather too much than too little; what names the trouble (exceptions, ids, times) stays.
 */
export function maskLogLine(line: string): string {
  return RULES.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement as string), line);
}

/** By its check digit (Luhn), which one number in ten has by chance. */
function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}
