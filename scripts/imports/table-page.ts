import { BESIDE, ROOMS, type Room } from './table.ts';

/** The table of `docs/architecture.md`. */
export function tablePage(): string {
  const rows = [
    ...ROOMS.map(
      (room) => `| \`${room.folder}\` | ${room.why} | ${importsOf(room)} | ${(room.packages ?? []).map(code).join(', ') || '–'} |`,
    ),
    ...BESIDE.map(({ folder, why, imports }) => `| \`${folder}\` | ${why} | ${imports} | – |`),
  ];
  return ['| folder | why it exists | may import | packages that it alone imports, or shares |', '|---|---|---|---|', ...rows].join('\n');
}

function importsOf({ imports }: Room): string {
  return imports.map((folder) => code(folder === 'src' ? 'src' : folder.slice('src/'.length))).join(', ') || 'nothing of ours';
}

function code(name: string): string {
  return `\`${name}\``;
}

const BEGIN = '<!-- npm run import-table -->';
const END = '<!-- end of the table -->';

/** A page with the table between its marks as the table is now. */
export function withTable(page: string): string {
  const [before, rest] = page.split(BEGIN, 2);
  const after = rest?.split(END, 2)[1];
  if (before === undefined || after === undefined) throw new Error(`The page lacks ${BEGIN} or ${END}.`);
  return `${before}${BEGIN}\n${tablePage()}\n${END}${after}`;
}
