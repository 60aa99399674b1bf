import { declared, SECRETS, VARIABLES } from '../../src/config.ts';
import { table } from './table.ts';

/** In which this page is printed. */
type PageLanguage = 'en' | 'ko';

const WORDS: Record<PageLanguage, { head: string; columns: readonly string[]; required: string; none: string }> = {
  en: {
    head: `# Configuration: every variable

How they are read is said in [configuration.md](../configuration.md). ● is a secret, which may also be given as \`NAME_FILE\`.
`,
    columns: ['variable', 'default', 'what it is'],
    required: 'required',
    none: 'none',
  },
  ko: {
    head: `# 설정: 모든 환경 변수

읽는 방식은 [configuration.md](../configuration.md)에 있습니다. ●는 비밀 값이며 \`이름_FILE\`로도 지정할 수 있습니다.
`,
    columns: ['변수', '기본값', '설명'],
    required: '필수',
    none: '없음',
  },
};

/** docs/reference/configuration.md, and the same in Korean. */
export function configurationPage(language: PageLanguage): string {
  const { head, columns, required, none } = WORDS[language];
  const rows = VARIABLES.map((name) => {
    const variable = declared(name);
    const usual = variable.usual === undefined ? none : `\`${variable.usual}\``;
    return [`\`${name}\`${SECRETS.has(name) ? ' ●' : ''}`, variable.required ? required : usual, variable.said[language]];
  });
  return `${head}\n${table(columns, rows)}\n`;
}
