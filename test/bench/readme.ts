import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchDeclare, type DeclareFigures } from './declare.ts';
import { benchDiagnose, type DiagnoseFigures } from './diagnose.ts';
import { benchIntake, type IntakeFigures } from './intake.ts';

/** What was measured. */
export interface Figures {
  declare: DeclareFigures;
  intake: IntakeFigures;
  diagnose: DiagnoseFigures;
}

const ROOT = join(import.meta.dirname, '../..');
/** The pages with figures, and the language of each. */
export const PAGES = { 'README.md': 'en', 'README.ko.md': 'ko' } as const;
type Language = (typeof PAGES)[keyof typeof PAGES];

/** Measures everything that the README says in figures and writes it into its two languages. On a machine that does nothing else. */
export async function benchReadme(): Promise<Figures> {
  const figures = {
    declare: await benchDeclare(),
    intake: await benchIntake(),
    diagnose: await benchDiagnose(),
  };
  for (const [page, language] of Object.entries(PAGES)) {
    const path = join(ROOT, page);
    await writeFile(path, withFigures(await readFile(path, 'utf8'), figures, language));
  }
  return figures;
}

/** The page with everything between `<!-- figures: name -->` and `<!-- /figures -->` as the figures say. Throws for a name that is not known. */
export function withFigures(page: string, figures: Figures, language: Language): string {
  return page.replace(/(<!-- figures: (\w+) -->)[\s\S]*?(<!-- \/figures -->)/g, (_, begin: string, name: string, end: string) => {
    const block = BLOCKS[name];
    if (!block) throw new Error(`There are no figures called ${name}; there are ${Object.keys(BLOCKS).join(', ')}.`);
    return `${begin}${block[language](figures)}${end}`;
  });
}

type Block = Readonly<Record<Language, (figures: Figures) => string>>;

const MOMENTS = ['ack', 'declarer', 'numbers', 'link'] as const;

const BLOCKS: Readonly<Record<string, Block>> = {
  declare: {
    en: ({ declare }) =>
      rows(declare, 'milliseconds after the command | floor (the calls alone) | one incident, p50 | twenty at once, p99', {
        ack: 'acknowledged',
        declarer: 'declarer in the channel',
        numbers: 'numbers readable',
        link: 'bridge link readable',
      }),
    ko: ({ declare }) =>
      rows(declare, '명령 이후 밀리초 | 하한 (호출 시간만) | 한 건, p50 | 동시에 스무 건, p99', {
        ack: '접수 응답',
        declarer: '선언자가 채널에 들어옴',
        numbers: '수치를 읽을 수 있음',
        link: '회의 링크를 읽을 수 있음',
      }),
  },
  intake: {
    en: ({ intake }) =>
      `${number(intake.steady.perSecond)} a second for a minute, ${lost(intake)} lost; answered in ${ms(intake.steady.p50Ms)} ms (p50), ${ms(intake.steady.p99Ms)} ms (p99)`,
    ko: ({ intake }) =>
      `1분 동안 초당 ${number(intake.steady.perSecond)}건, 유실 ${intake.lost === 0 ? '없음' : `${number(intake.lost)}건`}. 응답 ${ms(intake.steady.p50Ms)}ms (p50), ${ms(intake.steady.p99Ms)}ms (p99)`,
  },
  graph: {
    en: ({ diagnose: { training, invented, calmSilent } }) =>
      `first in ${training.first} of ${training.incidents} training incidents of PetShop, which share one cause; in ${percent(invented.first)} of ${number(invented.incidents)} invented ones; silent in ${percent(calmSilent)} of calm windows`,
    ko: ({ diagnose: { training, invented, calmSilent } }) =>
      `원인이 모두 같은 PetShop 학습용 장애 ${training.incidents}건 중 ${training.first}건에서 1순위, 만들어 낸 ${number(invented.incidents)}건 중 ${percent(invented.first).replace(' ', '')}. 평온한 구간의 ${percent(calmSilent).replace(' ', '')}에서 침묵`,
  },
};

function rows(declare: DeclareFigures, head: string, names: Readonly<Record<(typeof MOMENTS)[number], string>>): string {
  const lines = MOMENTS.map((moment) => {
    const { floorMs, oneP50Ms, manyP99Ms } = declare[moment];
    return `| ${names[moment]} |${floorMs === null ? '' : ` ${number(floorMs)}`} | ${number(oneP50Ms)} | ${number(manyP99Ms)} |`;
  });
  return `\n| ${head} |\n|---|---|---|---|\n${lines.join('\n')}\n`;
}

function lost({ lost: count }: IntakeFigures): string {
  return count === 0 ? 'none' : number(count);
}

function ms(value: number): string {
  return number(Math.round(value));
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}
