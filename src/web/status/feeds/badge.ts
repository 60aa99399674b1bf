import { pick } from '../../../domain/language/pick.ts';
import { type ShownState, worstOf } from '../../../domain/status-page/states.ts';
import { escaped } from '../page/html.ts';
import { lookOf } from '../page/look.ts';
import type { Asked } from '../told.ts';

/** White text on each has a contrast of 4.5 at least. */
const COLOURS: Readonly<Record<ShownState, string>> = {
  operational: '#116b37',
  degraded: '#8a4b00',
  'partial-outage': '#8a4b00',
  'major-outage': '#b3261e',
  'under-maintenance': '#0b5394',
  unstated: '#57606a',
};
const PADDING = 8;

/** The worst state of what is asked for, as a small picture for other pages. */
export function badge({ all, seen, languages: [language = 'en'] }: Asked): string {
  const [first] = all;
  const state = worstOf(seen.flatMap((one) => one?.known.page.components.map((component) => component.state) ?? []));
  const [name, said] = [pick(lookOf(first.runtime.playbook).name, language), first.words(language).components.state[state]];
  const [left, right] = [widthOf(name) + 2 * PADDING, widthOf(said) + 2 * PADDING];
  const whole = escaped(`${name}: ${said}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="22" role="img" aria-label="${whole}" lang="${escaped(language)}"><title>${whole}</title><g shape-rendering="crispEdges"><path fill="#3d444d" d="M0 0h${left}v22H0z"/><path fill="${COLOURS[state]}" d="M${left} 0h${right}v22H${left}z"/></g><g fill="#fff" font-family="Verdana,'Apple SD Gothic Neo','Noto Sans KR','Noto Sans CJK KR',sans-serif" font-size="12" text-anchor="middle"><text x="${left / 2}" y="15">${escaped(name)}</text><text x="${left + right / 2}" y="15">${escaped(said)}</text></g></svg>
`;
}

/** About so wide in 12 px; letters of East Asia are as wide as high. */
function widthOf(text: string): number {
  return Math.ceil([...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) >= 0x1100 ? 12 : 7.2), 0));
}
