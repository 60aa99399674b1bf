import { pick } from '../../../domain/language/pick.ts';
import type { StatusWords } from '../../../languages/en/surfaces/status-page.ts';
import { escaped } from './html.ts';
import type { Look } from './look.ts';
import { heading } from './marks.ts';
import { whole } from './status-page.ts';

interface WaitingPageView {
  look: Look;
  words: StatusWords;
  /** What was posted for whoever waits; what would be, in a preview. */
  text: string;
  isOn: boolean;
  /** After so long the page looks again by itself. */
  seconds: number;
  /** Where more is told. */
  statusPath: string;
}

/** The waiting screen without a script: what to wait for, when it looks again, and where more is told. Everybody's page looks at another moment, so that they do not come back together. */
export function waitingPage({ look, words: t, text, isOn, seconds, statusPath }: WaitingPageView): string {
  const { language } = t;
  const lines = [
    `<h1>${escaped(pick(look.name, language))}</h1>`,
    `<section lang="${escaped(language)}">${heading('waiting', t.waitingPage.title)}<p>${escaped(text)}</p><p class="small">${escaped(t.waitingPage.again(seconds))}</p></section>`,
    `<footer><a href="${escaped(statusPath)}">${escaped(t.waitingPage.more)}</a></footer>`,
    ...(isOn ? [] : [`<p class="small">${escaped(t.waitingPage.preview)}</p>`]),
  ];
  const refresh = `<meta http-equiv="refresh" content="${seconds}">`;
  return whole({ language, look, title: t.waitingPage.title, content: lines.join('\n'), head: refresh });
}
