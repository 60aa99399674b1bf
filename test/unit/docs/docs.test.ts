import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { lookAtAll } from '../../../src/cli/check/look-at.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';

const pages = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Without what stands in code, where brackets mean something else. */
function prose(page: string): string {
  return readFileSync(page, 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()<>]/g, ''));
}

/** The anchors of its headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...prose(page).matchAll(/^#{1,6} +(.+?)\s*$/gm)].map(([, heading = '']) => {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

function broken(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return links.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#', 2);
    const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
    return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(decodeURIComponent(anchor)));
  });
}

describe('the documentation', () => {
  it.each(pages)('%s leads nowhere that does not exist', (page) => {
    expect(broken(page)).toEqual([]);
  });

  it('has every page on its map', () => {
    const map = prose('docs/README.md');
    const missing = pages
      .filter((page) => page.startsWith('docs/') && page !== 'docs/README.md' && !/^docs\/adrs\/\d/.test(page))
      .filter((page) => !map.includes(`](${page.slice('docs/'.length)}`));
    expect(missing).toEqual([]);
  });

  it('names no npm script that does not exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/npm run ([a-z][a-z-]*)/g)].map(([, name = '']) => name));
    expect(new Set(named).size).toBeGreaterThan(5);
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names no file of the repository that does not exist', () => {
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/`((?:src|test|scripts|sandbox|deploy|docs|playbooks)\/[\w./-]+)`/g)].map(
        ([, path = '']) => path,
      ),
    );
    const tried = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm test -- [^`\n]*/g)].flatMap(([line]) => line.match(/\btest\/[\w./-]+\.ts/g) ?? []),
    );
    expect(tried.length).toBeGreaterThan(3);
    const ownNames = ['playbooks/yours.yml', 'playbooks/ours/search.yml', 'playbooks/ours/organisation.yml'];
    expect([...new Set([...named, ...tried])].filter((path) => !ownNames.includes(path) && !existsSync(path))).toEqual([]);
  });

  it('is named by no comment where it does not exist, nor is a source', () => {
    const sources = ['src', 'test', 'sandbox', 'scripts'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:ts|js)$/.test(name))
        .map((name) => `${folder}/${name}`),
    );
    const named = sources.flatMap((source) =>
      readFileSync(source, 'utf8')
        .split('\n')
        .filter((line) => /^\s*(?:\/\*\*|\*|\/\/)/.test(line))
        .flatMap(
          (line) => line.match(/(?<![\w/.<-])(?:src|test|scripts|sandbox|docs|playbooks)\/[\w./-]*\w\.(?:ts|js|md|json|yml)\b/g) ?? [],
        )
        .map((path) => ({ source, path })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
  });

  it('has every decision in its list, under its title, with what it costs', () => {
    const list = readFileSync('docs/adrs/README.md', 'utf8');
    const records = readdirSync('docs/adrs').filter((name) => /^\d{4}-/.test(name));
    const wrong = records.filter((name) => {
      const text = readFileSync(`docs/adrs/${name}`, 'utf8');
      const number = name.slice(0, 4);
      const [, title = ''] = new RegExp(`^# ${number} (.+)\\n`).exec(text) ?? [];
      const isWhole = [/^## Context$/m, /^## Outcome$/m, /^## (?:Cost|What it costs)$/m].every((part) => part.test(text));
      return !isWhole || title === '' || !list.includes(`| [${number}](${name}) | ${title} |`);
    });
    expect(wrong).toEqual([]);
    expect(new Set(records.map((name) => name.slice(0, 4))).size).toBe(records.length);
  });

  it('has playbooks that are whole, in which nothing is wrong and nothing looks wrong', () => {
    const blocks = [...readFileSync('docs/writing-a-playbook.md', 'utf8').matchAll(/^```yaml\n# playbooks\/acme\/(\S+)\n([\s\S]*?)^```/gm)];
    const written = blocks.map(([, file = '', text = '']) => ({ file, text }));
    expect(written.map(({ file }) => file)).toEqual(['organisation.yml', 'orders.yml', 'search.yml']);
    // The same are shipped, with a first line for editors.
    for (const { file, text } of written)
      expect(
        readFileSync(`playbooks/acme/${file}`, 'utf8').replace(/^# yaml-language-server: \$schema=\.\.\/playbook\.schema\.json\n/, ''),
      ).toBe(text);
    const found = lookAtAll(written, new Date('2026-12-01T12:00:00Z'));
    expect(found).toEqual(written.map(({ file }) => ({ file, problems: [] })));
  });
});

it('has a row for every kind of mitigation', () => {
  const page = readFileSync('docs/mitigations.md', 'utf8');
  for (const { name } of MITIGATIONS) expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'));
});

describe('docs/where-is.md', () => {
  const PRESENTERS = 'src/bot/surfaces';
  const TEXTS = 'src/languages/en/surfaces';
  const section = readFileSync('docs/where-is.md', 'utf8');
  const rows = section.split('\n').filter((line) => line.startsWith('| '));

  /** The files that a cell names: by their whole path, or by their name in the column's folder. */
  function filesIn(cell = '', folder: string): string[] {
    return [...cell.matchAll(/`([\w/.-]+)`/g)].map(([, name = '']) => (name.startsWith('src/') ? name : `${folder}/${name}.ts`));
  }

  const table = rows.slice(2).map((line) => {
    const [, seen = '', madeBy, wordedIn, decidedBy] = line.split('|').map((cell) => cell.trim());
    return {
      seen,
      madeBy: filesIn(madeBy, PRESENTERS),
      wordedIn: /^where/.test(wordedIn ?? '') ? [] : filesIn(wordedIn, TEXTS),
      decidedBy: filesIn(decidedBy, 'src/workflows'),
    };
  });
  const inParagraphs = section
    .split('\n')
    .filter((line) => !line.startsWith('|'))
    .flatMap((line) => filesIn(line, PRESENTERS));

  /** The files of texts that a presenter takes words from. */
  function textsOf(path: string): string[] {
    const text = readFileSync(path, 'utf8');
    const keys = [...text.matchAll(/\b(?:voice\.texts|textsIn\([^)]*\))\.(\w+)/g)].map(([, key = '']) => key);
    if (/\badviceOn\(/.test(text)) keys.push('advice');
    if (/\bt\b[^=\n]*= voice|voice\.t\b/.test(text)) keys.push('incident');
    return keys.map((key) => `${TEXTS}/${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`);
  }

  it('names files that exist', () => {
    const named = table.flatMap(({ madeBy, wordedIn, decidedBy }) => [...madeBy, ...wordedIn, ...decidedBy]);
    expect(named.length).toBeGreaterThan(80);
    expect([...new Set(named)].filter((path) => !existsSync(path) && !path.includes('<'))).toEqual([]);
  });

  it('has every presenter and every file of texts', () => {
    const named = new Set([...inParagraphs, ...table.flatMap(({ madeBy, wordedIn }) => [...madeBy, ...wordedIn])]);
    const files = [PRESENTERS, TEXTS].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    );
    expect(files.length).toBeGreaterThan(60);
    expect(files.filter((path) => !named.has(path) && path !== `${TEXTS}/index.ts`)).toEqual([]);
  });

  it('leads from what is seen to words that its presenter takes', () => {
    const wrong = table.flatMap(({ seen, madeBy, wordedIn }) => {
      if (madeBy.length === 0) return [];
      const taken = new Set(madeBy.flatMap(textsOf));
      return wordedIn.filter((path) => path.startsWith(TEXTS) && !taken.has(path)).map((path) => `${seen}: ${path}`);
    });
    expect(wrong).toEqual([]);
  });

  it('leads from what is seen to the use case that has it shown', () => {
    const presenter = readFileSync(`${PRESENTERS}/presenter.ts`, 'utf8');
    const fileOf = new Map(
      [...presenter.matchAll(/import \{([^}]*)\} from '\.\/([\w/-]+)\.ts'/g)].flatMap(([, names = '', file]) =>
        names.split(',').map((name) => [name.trim(), `${PRESENTERS}/${file}.ts`] as const),
      ),
    );
    const useCases = ['src/workflows', 'src/events']
      .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
      .filter((path) => path.endsWith('.ts'))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
    const methods = [...presenter.matchAll(/^ {4}(\w+)(?:: \(.*?=> \(?(?:inEveryLanguage\(\(language\) => )?(\w+)\(|,$)/gm)];
    expect(methods.length).toBeGreaterThan(60);
    const unnamed = methods.flatMap(([, method = '', made = method]) => {
      const asks = new RegExp(`[pP]resent\\w*\\b[^;]{0,90}?\\.${method}\\(`);
      const callers = useCases.filter(({ text }) => asks.test(text)).map(({ path }) => path);
      const known = table.filter(({ madeBy }) => madeBy.includes(fileOf.get(made) ?? '')).flatMap(({ decidedBy }) => decidedBy);
      return callers.length === 0 || callers.some((path) => known.includes(path)) ? [] : [`${method}: ${callers.join(', ')}`];
    });
    expect(unnamed).toEqual([]);
  });
});
