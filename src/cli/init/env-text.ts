import { OperatorError } from '../../domain/errors.ts';

/** Node takes everything between these as it stands; between double quotes it makes `\n` a new line. */
const PLAIN_QUOTES = ["'", '`', '"'] as const;

/** Lines of a `.env` file, each value quoted so that Node reads it back as it is. Throws UserError for a value that cannot be written. */
export function envText(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${quoted(name, value)}\n`)
    .join('');
}

function quoted(name: string, value: string): string {
  const quote = PLAIN_QUOTES.find((mark) => !value.includes(mark) && !(mark === '"' && value.includes('\\')));
  if (/[\r\n\0]/.test(value) || quote === undefined) {
    throw new OperatorError(
      'unwritable',
      `${name} cannot be written into .env because of its line breaks or quotes: put it into a file and name that in ${name}_FILE.`,
    );
  }
  return `${quote}${value}${quote}`;
}
