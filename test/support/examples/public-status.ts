import type { App } from '../../../src/app.ts';
import { add, type Edit } from '../scenario/edit-playbook.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** How the public asks. */
export async function ask(s: Scenario, path: string, headers: Record<string, string> = {}, { url }: Pick<App, 'url'> = s.app) {
  const response = await fetch(`${url}${path}`, { headers, redirect: 'manual' });
  return { response, status: response.status, text: await response.text() };
}

/** `/status.json`, once what was read before is read anew. */
export async function statusNow(s: Scenario, query = '') {
  await s.advance('2s');
  return JSON.parse((await ask(s, `/status.json${query}`)).text);
}

/** The words of the page in a language, without its markup. */
export async function wordsOfPage(s: Scenario, language = 'en') {
  await s.advance('2s');
  const { text } = await ask(s, '/status', { 'accept-language': language });
  return text
    .slice(text.indexOf('<body>'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** Two components: requests break with S1, issuing with S2. */
export const TWO_COMPONENTS: Edit[] = [
  add('statusPage.groups', { coupons: { en: 'Coupons', ko: '쿠폰' } }),
  add('statusPage.components', {
    requests: { name: { en: 'Requests', ko: '쿠폰 신청' }, group: 'coupons', scenarios: ['S1'] },
    issuing: { name: { en: 'Issuing', ko: '쿠폰 지급' }, group: 'coupons', scenarios: ['S2'], match: { alertname: '/Issuing.*/' } },
  }),
];
