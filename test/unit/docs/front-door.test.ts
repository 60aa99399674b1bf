import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const read = (path: string): string => readFileSync(path, 'utf8');
const packageJson = JSON.parse(read('package.json')) as { engines: { node: string }; scripts: Record<string, string> };

/**
 * What GitHub takes for an issue form
 * (https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema).
 */
const validations = z.strictObject({ required: z.boolean().optional() }).optional();
const id = z.string().regex(/^[\w-]+$/);
const asked = { label: z.string().min(1), description: z.string().optional() };
const form = z.strictObject({
  name: z.string().min(1),
  description: z.string().min(1),
  title: z.string().optional(),
  labels: z.array(z.string()).optional(),
  body: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: z.string().min(1) }) }),
      z.strictObject({
        type: z.literal('textarea'),
        id,
        attributes: z.strictObject({
          ...asked,
          placeholder: z.string().optional(),
          value: z.string().optional(),
          render: z.string().optional(),
        }),
        validations,
      }),
      z.strictObject({
        type: z.literal('input'),
        id,
        attributes: z.strictObject({ ...asked, placeholder: z.string().optional(), value: z.string().optional() }),
        validations,
      }),
      z.strictObject({
        type: z.literal('dropdown'),
        id,
        attributes: z.strictObject({ ...asked, multiple: z.boolean().optional(), options: z.array(z.string()).min(1) }),
        validations,
      }),
      z.strictObject({
        type: z.literal('checkboxes'),
        id,
        attributes: z.strictObject({
          ...asked,
          options: z.array(z.strictObject({ label: z.string().min(1), required: z.boolean().optional() })).min(1),
        }),
      }),
    ]),
  ),
});

const FORMS = readdirSync('.github/ISSUE_TEMPLATE')
  .filter((name) => name !== 'config.yml')
  .map((name) => `.github/ISSUE_TEMPLATE/${name}`);

describe('issue forms', () => {
  it.each(FORMS)('%s is one that GitHub takes', (path) => {
    const { body } = form.parse(parse(read(path)));
    const ids = body.flatMap((field) => ('id' in field ? [field.id] : []));
    const labels = body.flatMap((field) => ('label' in field.attributes ? [field.attributes.label] : []));
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('keep somebody who has found a weakness from publishing it', () => {
    expect(read('.github/ISSUE_TEMPLATE/bug.yml')).toContain('SECURITY.md');
  });
});

it('names no npm script and no file in a template that does not exist', () => {
  const templates = [...FORMS, '.github/PULL_REQUEST_TEMPLATE.md'].map(read).join('\n');
  const scripts = [...templates.matchAll(/npm run ([a-z][a-z-]*)/g)].map(([, name = '']) => name);
  const files = [...templates.matchAll(/(?<![\w/])((?:docs\/)?[A-Z]\w*\.md)\b/g)].map(([, name = '']) => name);
  expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
  expect(files.filter((path) => !existsSync(path))).toEqual([]);
});

it('runs in CI what anybody can run, with no more rights than to read', () => {
  const workflow = parse(read('.github/workflows/ci.yml')) as {
    permissions: unknown;
    jobs: Record<string, { container?: string; steps: { run?: string; uses?: string }[] }>;
  };
  expect(workflow.permissions).toEqual({ contents: 'read' });
  const [job] = Object.values(workflow.jobs);
  expect(job?.steps.flatMap(({ run }) => run ?? [])).toEqual(['.ci/run']);
  expect(job?.container).toMatch(new RegExp(`^node:${nodeFloor()[0]}-`));
});

function nodeFloor(): string[] {
  return (/^>=(\d+\.\d+)$/.exec(packageJson.engines.node)?.[1] ?? '').split('.');
}

it('asks everywhere for the Node that it needs', () => {
  const floor = nodeFloor().join('.');
  expect(read('.nvmrc').trim()).toBe(floor);
  for (const page of [
    'README.md',
    'README.ko.md',
    'CONTRIBUTING.md',
    'docs/install.md',
    'docs/operating.md',
    'docs/tutorial.md',
    'docs/ko/install.md',
    'docs/ko/tutorial.md',
  ]) {
    expect(read(page)).toContain(`Node ${floor}`);
  }
});

it('tells editors what the formatter wants', () => {
  const settings = Object.fromEntries([...read('.editorconfig').matchAll(/^(\w+) = (\w+)$/gm)].map(([, name, value]) => [name, value]));
  const { formatter } = JSON.parse(read('biome.json')) as {
    formatter: { indentStyle: string; indentWidth: number; lineWidth: number };
  };
  expect(settings).toMatchObject({ indent_style: formatter.indentStyle, indent_size: String(formatter.indentWidth) });
  expect(read('.editorconfig')).toContain(`max_line_length = ${formatter.lineWidth}`);
});

it('keeps every text file as .editorconfig says', () => {
  const folders = ['.github', 'deploy', 'docs', 'playbooks', 'sandbox', 'scripts', 'src', 'test'];
  const inFolders = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const text = [...readdirSync('.'), ...inFolders].filter((path) => /\.(?:ts|js|md|json|yml|css|html|java|lua|sql|csv)$/.test(path));
  expect(text.length).toBeGreaterThan(500);
  const off = text.filter((path) => {
    const content = read(path);
    return content !== '' && (!content.endsWith('\n') || /\r|[ \t]+$/m.test(content));
  });
  expect(off).toEqual([]);
});

it('leads a newcomer to the page for each of the questions', () => {
  expect(read('README.md')).toMatch(/\]\(CONTRIBUTING\.md\)[\s\S]*\]\(SECURITY\.md\)/);
  expect(read('README.ko.md')).toMatch(/\]\(CONTRIBUTING\.md\)[\s\S]*\]\(SECURITY\.md\)/);
  const howTos = readdirSync('docs').filter((name) => name.startsWith('adding-'));
  const wanted = ['SECURITY.md', 'CODE_OF_CONDUCT.md', 'CHANGELOG.md', ...howTos.map((name) => `docs/${name}`)];
  expect(wanted.filter((page) => !read('CONTRIBUTING.md').includes(`](${page})`))).toEqual([]);
});

it('says in Korean what it says in English: as many parts, as many points, the same commands', () => {
  const shape = (page: string) => {
    const text = read(page);
    const commands = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code = '']) => code.replaceAll(/\b[A-Z_]+=\w+ /g, ''));
    return { parts: text.match(/^## /gm)?.length, points: text.match(/^- \*\*/gm)?.length, commands };
  };
  expect(shape('README.ko.md')).toEqual(shape('README.md'));
});

describe.each(['tutorial', 'install'])('docs/%s.md in Korean', (page) => {
  /** What each part has: commands, what they print, steps, points and rows. The list of answers of `init` stands in the English page alone. */
  const shape = (path: string) =>
    read(path)
      .split(/^## /m)
      .map((part) => {
        const count = (pattern: RegExp) => part.match(pattern)?.length ?? 0;
        return {
          blocks: [...part.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code.replaceAll(/\b[A-Z_]+=\w+ /g, '')),
          steps: count(/^\d\. /gm),
          points: count(/^- /gm),
          rows: part.startsWith('4. ') ? undefined : count(/^ *\| /gm),
        };
      });

  it('has the same parts, commands, steps and rows', () => {
    expect(shape(`docs/ko/${page}.md`)).toEqual(shape(`docs/${page}.md`));
  });

  it('leads to the English page, and is led to from there', () => {
    expect(read(`docs/ko/${page}.md`)).toContain(`](../${page}.md)`);
    expect(read(`docs/${page}.md`)).toContain(`](ko/${page}.md)`);
  });
});

it('keeps a list of changes, the newest first, each change under one of the known headings', () => {
  const text = read('CHANGELOG.md');
  const releases = [...text.matchAll(/^## (.+)$/gm)].map(([, name = '']) => name);
  const dates = releases.slice(1).map((name) => /^(\d{4}-\d{2}-\d{2}) \(`[\w.]+`\)$/.exec(name)?.[1]);
  expect(releases[0]).toBe('Unreleased');
  expect(dates).not.toContain(undefined);
  expect(dates).toEqual([...dates].sort().reverse());
  const known = ['To do when you upgrade', 'Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  expect([...text.matchAll(/^### (.+)$/gm)].map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
});
