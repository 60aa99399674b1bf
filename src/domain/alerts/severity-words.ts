import type { Playbook } from '../playbook/schema.ts';
import { own, recordOf } from '../text/own.ts';

/** What the word of an alert says: a severity; `info`, a note that is no trouble of its own; `none`, that nobody is to be called. */
export type Rank = 'sev1' | 'sev2' | 'sev3' | 'info' | 'none';

/** How an alert's word was understood; `unknown` with the word as it was written, `unsaid` when there is none. */
export type SaidSeverity = { rank: Rank } | { unknown: string } | 'unsaid';

/**
 * Every word that is known without the playbook, as senders write it: Prometheus and Grafana rules, syslog, Opsgenie and Datadog (P1 to P5), PagerDuty,
 * Zabbix (https://www.zabbix.com/documentation/current/en/manual/config/triggers/severity), Nagios, ServiceNow, Sentry, New Relic, Azure Monitor (Sev0
 * to Sev4), Jira, and the same in Korean. Case, spaces and punctuation do not count.
 */
const WORDS: Readonly<Record<Rank, string>> = {
  sev1: `critical crit page paging emergency emerg panic fatal disaster catastrophic catastrophe blocker urgent highest severe immediate alert
    outage down red sev0 sev1 p0 p1 s0 s1 severity0 severity1 priority0 priority1 prio0 prio1 0 1 심각 긴급 치명 치명적 장애 위급`,
  sev2: `warning warn error err high major average serious important failure failed orange sev2 p2 s2 severity2 priority2 prio2 2 경고 오류 높음
    중요 주요`,
  sev3: `medium moderate minor ticket noncritical noturgent yellow amber sev3 p3 s3 severity3 priority3 prio3 3 주의 보통 중간 경미`,
  info: `info information informational notice low lowest trivial debug verbose trace normal sev4 sev5 p4 p5 s4 s5 severity4 severity5 priority4
    priority5 prio4 prio5 정보 알림 낮음`,
  none: 'none heartbeat watchdog deadmansswitch ok okay success good green clear cleared recovered resolved 없음 정상',
};

/** Words by which senders say that nobody chose a severity. */
const UNSAID = new Set(
  'unknown undefined unset unspecified unclassified notclassified noseverity default na nil null 미분류 미지정'.split(' '),
);

const RANK_OF_WORD: Readonly<Record<string, Rank>> = recordOf(
  (Object.keys(WORDS) as Rank[]).flatMap((rank) => WORDS[rank].split(/\s+/).map((word): [string, Rank] => [word, rank])),
);

/** The worst first. */
const RANKS: readonly Rank[] = ['sev1', 'sev2', 'sev3', 'info', 'none'];

/** More than any word that means something. */
const WORD_MAX = 60;

type Rules = Pick<Playbook['alerts'], 'severity'>;
type Labels = Readonly<Record<string, string>>;

/** What a text says about severity: by the playbook's own words first. Several words (`1 - Critical`) count when each is known: the worst does. */
export function rankOfWord(text: string, { severity }: Rules): SaidSeverity {
  const short = text.slice(0, WORD_MAX);
  const joined = bare(short);
  if (joined === '' || UNSAID.has(joined)) return 'unsaid';
  const rankOf = (word: string) => ownWord(severity.words, word) ?? own(RANK_OF_WORD, word);
  const whole = rankOf(joined);
  if (whole) return { rank: whole };
  const ranks = short.split(/[^\p{L}\p{N}]+/u).flatMap((part) => (part === '' ? [] : [rankOf(bare(part))]));
  const worst = RANKS.find((rank) => ranks.includes(rank));
  return worst === undefined || ranks.includes(undefined) ? { unknown: short.trim() } : { rank: worst };
}

/** Whether the word of one set of labels says worse than that of another, whatever a route or a scenario makes of them. */
export function soundsWorse(labels: Labels, than: Labels): boolean {
  const place = ({ severity = '' }: Labels) => {
    const said = rankOfWord(severity, { severity: { default: 'sev2', words: {} } });
    return RANKS.indexOf(typeof said === 'object' && 'rank' in said ? said.rank : 'sev2');
  };
  return place(labels) < place(than);
}

/** Lower case, with nothing but letters and digits: `Sev-1` and `SEV 1` are one word. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function ownWord(words: Rules['severity']['words'], word: string): Rank | undefined {
  const key = Object.keys(words).find((written) => bare(written) === word);
  return key === undefined ? undefined : own(words, key);
}
