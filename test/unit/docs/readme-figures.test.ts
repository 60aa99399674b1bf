import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Figures, PAGES, withFigures } from '../../bench/readme.ts';

const moment = { floorMs: 300, oneP50Ms: 301, oneP99Ms: 302, manyP50Ms: 303, manyP99Ms: 1_304 };
const answers = { sent: 1, accepted: 1, perSecond: 1_000, p50Ms: 2.4, p99Ms: 83.6, maxMs: 90 };
const figures: Figures = {
  declare: { ack: { ...moment, floorMs: null }, declarer: moment, numbers: moment, link: moment, idleMb: 172 },
  intake: { steady: answers, full: answers, lost: 0, round: { signals: 30, roundMs: 467, slowestMs: 407 }, machineBusy: 0.56 },
  diagnose: { training: { incidents: 16, first: 16 }, invented: { incidents: 1_248, first: 0.947 }, calmSilent: 0.975 },
};

describe('figures in the README', () => {
  it.each(Object.entries(PAGES))('%s takes what was measured at its places, once and again, and keeps the rest', (name, language) => {
    const page = readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
    const filled = withFigures(page, figures, language);
    for (const shown of ['| 301 | 1,304 |', '1,000', '84', '94.7']) expect(filled).toContain(shown);
    expect(withFigures(filled, figures, language)).toBe(filled);
    const rest = (text: string) => text.replace(/(<!-- figures: \w+ -->)[\s\S]*?(<!-- \/figures -->)/g, '$1$2');
    expect(rest(filled)).toBe(rest(page));
  });

  it('refuse a name that nobody measures', () => {
    expect(() => withFigures('<!-- figures: luck -->7<!-- /figures -->', figures, 'en')).toThrow(
      /no figures called luck; there are declare,/,
    );
  });
});
