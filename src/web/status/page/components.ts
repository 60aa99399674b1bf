import { pick } from '../../../domain/language/pick.ts';
import type { ComponentNow } from '../../../domain/status-page/public-page.ts';
import { type Day, type DayState, HISTORY_DAYS } from '../../../domain/status-page/uptime.ts';
import { escaped } from './html.ts';
import { now } from './marks.ts';
import type { Reader } from './reader.ts';
import type { Room } from './room.ts';

/** A bar is so wide, with its gap. */
const STEP = 4;
const HEIGHT = 34;
/** The worse, the higher: a bar tells without its colour. In the order of the legend. */
const BARS: Readonly<Record<DayState, { shape: string; height: number }>> = {
  operational: { shape: 'o', height: 24 },
  degraded: { shape: 'd', height: 28 },
  'partial-outage': { shape: 'p', height: 34 },
  'major-outage': { shape: 'x', height: 34 },
  'under-maintenance': { shape: 'm', height: 14 },
  'no-data': { shape: 'n', height: 4 },
};
const LISTED_MAX = 15;

/** Each component with how it is and how it was; by group where there are groups. */
export function componentsSection(components: readonly ComponentNow[], reader: Reader, room: Room): string {
  const { words } = reader;
  const groups = [...new Set(components.map(({ group }) => group?.key))];
  const parts = groups.map((key) => {
    const members = components.filter(({ group }) => group?.key === key);
    const name = members[0]?.group?.name;
    const items = members.map((component) => item(component, name ? 'h4' : 'h3', reader, room));
    const head = name ? `<h3 class="group" lang="${escaped(reader.language)}">${escaped(pick(name, reader.language))}</h3>\n` : '';
    return `${head}<ul>\n${items.join('\n')}\n</ul>`;
  });
  return `<section lang="${escaped(words.language)}">
<h2>${escaped(words.components.heading)}</h2>
${parts.join('\n')}
${legend(components, reader)}
</section>`;
}

function item({ name, description, state, history }: ComponentNow, tag: 'h3' | 'h4', reader: Reader, room: Room): string {
  const { language, words, percent } = reader;
  const t = words.components;
  const share = history.uptime === undefined ? undefined : percent(history.uptime);
  const said = t.bars({
    days: HISTORY_DAYS,
    percent: share,
    troubled: history.days.filter(({ downMs, degradedMs }) => downMs + degradedMs > 0).length,
    without: history.days.filter((day) => day.state === 'no-data').length,
  });
  const about = description ? `<p class="soft" lang="${escaped(language)}">${escaped(pick(description, language))}</p>\n` : '';
  return `<li><div class="row"><${tag} lang="${escaped(language)}">${escaped(pick(name, language))}</${tag}>${now(state, t.state[state])}</div>
${about}<svg class="bars" viewBox="0 0 ${HISTORY_DAYS * STEP - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escaped(said)}">${barsOf(history.days)}</svg>
<div class="scale"><span>${escaped(t.ago(HISTORY_DAYS))}</span><span>${escaped(share === undefined ? t.noUptime : t.uptime(share))}</span><span>${escaped(t.today)}</span></div>${room.add(daysOf(history.days, reader))}</li>`;
}

/** Days that are alike stand in one line of dashes: a component without trouble is one of them. */
function barsOf(days: readonly Day[]): string {
  const lines = new Map<DayState, string>();
  let from = 0;
  for (const [index, { state }] of days.entries()) {
    if (days[index + 1]?.state === state) continue;
    lines.set(state, `${lines.get(state) ?? ''}M${from * STEP} ${HEIGHT - BARS[state].height / 2}h${(index + 1 - from) * STEP - 1}`);
    from = index + 1;
  }
  return [...lines].map(([state, path]) => `<path class="${BARS[state].shape}" d="${path}"/>`).join('');
}

/** The same in words, for whoever wants to know more than bars tell, or does not see them. */
function daysOf(days: readonly Day[], { words, day, lasting }: Reader): string {
  const t = words.components;
  const told = days.filter(({ downMs, degradedMs, maintenanceMs }) => downMs + degradedMs + maintenanceMs > 0).reverse();
  if (told.length === 0) return '';
  const lines = told.slice(0, LISTED_MAX).map(({ date, downMs, degradedMs, maintenanceMs }) => {
    const what = [
      downMs > 0 ? t.down(lasting(downMs)) : '',
      degradedMs > 0 ? t.degraded(lasting(degradedMs)) : '',
      maintenanceMs > 0 ? t.worked(lasting(maintenanceMs)) : '',
    ];
    return `<li><time datetime="${date}">${escaped(day(date))}</time>: ${escaped(what.filter(Boolean).join(', '))}</li>`;
  });
  const more = told.length > LISTED_MAX ? `<li>${escaped(t.more(told.length - LISTED_MAX))}</li>` : '';
  return `\n<details><summary>${escaped(t.days)}</summary><ul>${lines.join('')}${more}</ul></details>`;
}

function legend(components: readonly ComponentNow[], { words }: Reader): string {
  const seen = new Set(components.flatMap(({ history }) => history.days.map(({ state }) => state)));
  const shown = (Object.keys(BARS) as DayState[]).filter((state) => seen.has(state));
  const keys = shown.map((state) => {
    const { shape, height } = BARS[state];
    const bar = `<svg class="bars" viewBox="0 0 3 ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><path class="${shape}" d="M0 ${HEIGHT - height / 2}h3"/></svg>`;
    return `<span>${bar}${escaped(words.components.legend[state])}</span>`;
  });
  return `<p class="key">${keys.join('')}</p>`;
}
