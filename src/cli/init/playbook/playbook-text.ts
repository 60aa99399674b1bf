import { PRODUCT_LANGUAGES } from '../../../domain/language/bilingual.ts';
import { matcher } from '../signals/find-families.ts';
import { sectionText } from './section-text.ts';
import { signalsOf } from './signals-section.ts';
import { proposalsOf, type ServiceFacts, type System, systemOf } from './system.ts';
import { type TeamAnswers, teamText } from './team-text.ts';
import { REMARKS, type Say, sayIn } from './words.ts';

const RULE_WIDTH = 124;

/** The heads of a playbook's parts, before the sections with which these begin. */
const HEADS: Readonly<Record<string, keyof typeof REMARKS>> = {
  service: 'system',
  scenarios: 'breaks',
  rows: 'due',
  mitigations: 'done',
  messages: 'outside',
};

/** A whole playbook: the team's answers, and the system that a template and what was found make. */
export function playbookText(team: TeamAnswers, facts: ServiceFacts): { text: string; system: System } {
  const say = sayIn(facts.language);
  const system = systemOf(facts);
  const sections = Object.entries(system.sections).map(([name, value]) => {
    const head = HEADS[name];
    const remarks = remarksBefore(name, facts, system, say).map((remark) => `# ${remark}\n`);
    const text = sectionText(name, value, system.remarks);
    const after = name === 'signals' && facts.proposals.length === 0 ? usualSignals(facts, system, say) : '';
    return `${head === undefined ? '' : `${rule(say(REMARKS[head]))}\n`}${remarks.join('')}${text}${after}`;
  });
  const opening = [
    '# yaml-language-server: $schema=playbook.schema.json',
    '#',
    `# ${say(REMARKS.begun)} ${facts.template.name}.`,
    `# ${say(REMARKS.durations)}`,
    ...(isSpoken(facts.language) ? [] : [`# ${say(REMARKS.allRead)}`]),
    'version: 1',
    '',
    rule(say(REMARKS.team)),
  ].join('\n');
  return { text: [`${opening}\n${teamText(team)}`, ...sections].join('\n'), system };
}

function isSpoken(language: string): boolean {
  return PRODUCT_LANGUAGES.some((tag) => language === tag || language.startsWith(`${tag}-`));
}

function rule(title: string): string {
  // Hangul takes two places.
  const width = title.length + (title.match(/\p{Script=Hangul}/gu)?.length ?? 0);
  return `# ── ${title} ${'─'.repeat(Math.max(3, RULE_WIDTH - width - 6))}`;
}

function remarksBefore(name: string, { proposals }: ServiceFacts, { sections }: System, say: Say): string[] {
  const isEmpty = Object.keys((sections[name] ?? {}) as object).length === 0;
  if (name === 'signals' && proposals.length === 0) return [say(REMARKS.unasked)];
  if (name === 'signals')
    return [
      ...(proposals.some(({ limits }) => limits && limits.none === undefined) ? [say(REMARKS.limits)] : []),
      ...(proposals.some(({ limits }) => limits?.none === 'young') ? [say(REMARKS.young)] : []),
    ];
  if (name === 'scenarios' && isEmpty) return [say(REMARKS.noBreaks)];
  if (name === 'mitigations' && !isEmpty) return [say(REMARKS.off)];
  return [];
}

/** What such a service usually shows, as comments: nobody has asked whether this one does. */
function usualSignals({ template, key }: ServiceFacts, { sections }: System, say: Say): string {
  const written = Object.keys(sections.signals as object);
  const usual = template.usual
    .flatMap((family) => proposalsOf(family, matcher(family.whose.label, key)))
    .filter((one) => !written.includes(one.key));
  if (usual.length === 0) return '';
  const { signals } = signalsOf(usual, { say, scenarios: new Map(), rowsBefore: written.length });
  const lines = sectionText('signals', signals).trimEnd().split('\n').slice(1);
  return [`  # ${say(REMARKS.usual)}`, ...lines.map((line) => `  # ${line.slice(2)}`), ''].join('\n');
}
