import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parsePlaybook } from '../../src/domain/playbook/parse.ts';
import { MITIGATIONS } from '../../src/workflows/mitigations/index.ts';

const pages = [
  ...readdirSync('.').filter((name) => /^README.*\.md$/.test(name)),
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
      [...readFileSync(page, 'utf8').matchAll(/`((?:src|test|scripts|sandbox|deploy|playbooks)\/[\w./-]+\.\w+)`/g)].map(
        ([, path = '']) => path,
      ),
    );
    const ownNames = ['playbooks/yours.yml'];
    expect([...new Set(named)].filter((path) => !ownNames.includes(path) && !existsSync(path))).toEqual([]);
  });

  it('has a playbook that is one', () => {
    const [, example = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(readFileSync('docs/writing-a-playbook.md', 'utf8')) ?? [];
    expect(parsePlaybook(example, 'search.yml').service.key).toBe('search');
  });
});

it('has a row for every kind of mitigation', () => {
  const page = readFileSync('docs/mitigations.md', 'utf8');
  for (const { name } of MITIGATIONS) expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'm'));
});
