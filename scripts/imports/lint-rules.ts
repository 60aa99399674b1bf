import { ROOMS, type Room } from './table.ts';

interface Pattern {
  group: readonly string[];
  importNamePattern?: string;
  message: string;
}

/** Names in `src` that nothing beside it has. */
const OF_TOP = ['**/app.ts', '**/main.ts', '**/start.ts', '**/config.ts'];

const PACKAGES = [...new Set(ROOMS.flatMap(({ packages = [] }) => packages))].sort();

/** The overrides of biome.json that refuse an import against the table. The linter sees the words of an import, the test of the table where it leads. */
export function lintRules(): object[] {
  return ROOMS.map((room) => ({
    includes: [
      room.folder === 'src' ? 'src/*.ts' : `${room.folder}/**`,
      ...ROOMS.filter(({ folder }) => room.folder !== 'src' && folder.startsWith(`${room.folder}/`)).map(({ folder }) => `!${folder}/**`),
    ],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns: patternsFor(room) } } } } },
  }));
}

function patternsFor(room: Room): Pattern[] {
  const refused = ROOMS.filter(({ folder }) => folder !== room.folder && !room.imports.includes(folder));
  const message = `${room.folder} imports ${room.imports.join(', ') || 'nothing'} of ours.`;
  const around = refused.filter(({ folder }) => folder !== 'src' && room.folder.startsWith(`${folder}/`));
  const others = refused.filter((other) => !around.includes(other)).flatMap(namesOf);
  const packages = PACKAGES.filter((name) => !room.packages?.includes(name));
  return [
    ...(others.length > 0 ? [{ group: others, message }] : []),
    // A room leaves the one around it by one step, and every other one by more.
    ...around.map(() => ({ group: ['../*', '../*/**', '!../../**'], message })),
    { group: ['**/sandbox/**', '**/test/**', '**/scripts/**'], message: 'What ships does not import what tries it.' },
    ...packages.map((name) => ({ group: [name, `${name}/**`], message: `Only ${ownersOf(name)} may import ${name}.` })),
    ...(room.never ?? []),
  ];
}

/** What an import of a room looks like in a file of another. */
function namesOf({ folder }: Room): string[] {
  return folder === 'src' ? OF_TOP : [`**/${folder.slice('src/'.length)}/**`];
}

function ownersOf(name: string): string {
  return ROOMS.filter(({ packages = [] }) => packages.includes(name))
    .map(({ folder }) => folder)
    .join(' and ');
}
