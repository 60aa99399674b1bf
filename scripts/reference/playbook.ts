import { LANGUAGE_PATTERN } from '../../src/domain/language/text.ts';
import { table } from './table.ts';

/** As much of JSON Schema as zod writes for the playbook. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

const HEAD = `# Playbook: every field

Made from \`src/domain/playbook/schema.ts\`, as is \`playbooks/playbook.schema.json\`, which editors understand. What belongs together is checked as
well (names that must exist, rows kept by something), and every mistake is reported with its line: \`npm run doctor\`. A playbook is written step by
step in [writing-a-playbook.md](../writing-a-playbook.md).

\`<…>\` is a key of your own, \`[]\` each of a list. A *text* is plain, or by language: \`{ en: …, ja: … }\`. A *language* is its tag, such as \`en\` or \`pt-BR\`. A *duration* is \`30s\`, \`5m\`, \`1h30m\`
or \`7d\`. What has no default and is not *required* may be left out.
`;

/** docs/reference/playbook.md. */
export function playbookPage({ properties = {}, required = [] }: JsonSchema): string {
  const said: Said = new Map();
  const sections = Object.entries(properties).map(([key, schema]) => {
    const about = schema.description ? `${schema.description}\n\n` : '';
    return `## ${key}\n\n${about}${table(['field', 'what it takes', 'default', 'what it is'], rowsOf(said, key, schema, required.includes(key)))}\n`;
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

/** Shapes that were told already, and at which field. */
type Said = Map<string, string>;
/** So few fields are told again, which is easier to read than to look for. */
const FEW = 3;

function rowsOf(said: Said, path: string, schema: JsonSchema, required: boolean): string[][] {
  const shape = JSON.stringify({ ...schema, description: undefined, default: undefined });
  const before = said.get(shape);
  // How many fields it has, those of its parts included that were told elsewhere.
  const same = before !== undefined && below(new Map(), path, schema).length > FEW ? before : undefined;
  const inner = same === undefined ? below(said, path, schema) : [];
  if (same === undefined) said.set(shape, path);
  const about = [schema.description, same && `The same fields as \`${same}\`.`].filter(Boolean).join(' ');
  const own = [`\`${path}\``, kindOf(schema), required ? 'required' : defaultOf(schema), about.replaceAll('<', '&lt;')];
  return same === undefined ? [own, ...inner] : [own];
}

function below(said: Said, path: string, schema: JsonSchema): string[][] {
  if (isText(schema)) return [];
  const { properties = {}, required = [], additionalProperties, items } = schema;
  return [
    ...Object.entries(properties).flatMap(([key, child]) => rowsOf(said, `${path}.${key}`, child, required.includes(key))),
    ...within(said, `${path}.<…>`, additionalProperties),
    ...within(said, `${path}[]`, items),
    ...choices(schema).flatMap((choice) => below(said, path, choice)),
  ];
}

/** Of what a list or a map holds, only what has fields of its own. */
function within(said: Said, path: string, inner: JsonSchema | boolean | undefined): string[][] {
  return typeof inner === 'object' ? below(said, path, inner) : [];
}

function kindOf(schema: JsonSchema): string {
  if (isText(schema)) return 'text';
  if (isLanguage(schema)) return 'language';
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const options = choices(schema);
  if (options.length > 0) return [...new Set(options.map(kindOf))].join(' or ');
  if (schema.pattern?.includes('ms|[smhdw]')) return 'duration';
  const { type, items, additionalProperties } = schema;
  if (type === 'array') return typeof items === 'object' ? `list of ${kindOf(items)}` : 'list';
  if (type === 'object') return typeof additionalProperties === 'object' ? `map of ${kindOf(additionalProperties)}` : 'fields';
  if (type === 'number' || type === 'integer') return `${type}${span(schema)}`;
  if (schema.format !== undefined) return { uri: 'URL', email: 'e-mail address' }[schema.format] ?? schema.format;
  return [type ?? 'anything'].flat().join(' or ');
}

/** zod bounds every integer by what a double can hold. */
function span({ minimum, maximum }: JsonSchema): string {
  const at = (limit: number | undefined) => (limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit);
  const [least, most] = [at(minimum), at(maximum)];
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  if (least !== undefined) return ` of at least ${least}`;
  return most === undefined ? '' : ` of at most ${most}`;
}

function choices({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  return anyOf ?? oneOf ?? [];
}

/** Plain, or by the tags of languages. */
function isText(schema: JsonSchema): boolean {
  const byLanguage = choices(schema).find(({ propertyNames }) => propertyNames !== undefined && isLanguage(propertyNames));
  return byLanguage !== undefined;
}

function isLanguage({ pattern }: JsonSchema): boolean {
  return pattern === LANGUAGE_PATTERN;
}

function defaultOf({ default: usual }: JsonSchema): string {
  if (usual === undefined || JSON.stringify(usual) === '{}') return '';
  return `\`${typeof usual === 'string' ? usual : JSON.stringify(usual)}\``;
}
