import { distance } from 'fastest-levenshtein';
import { parseDuration } from './duration.ts';
import { UserError } from './errors.ts';
import type { Playbook } from './playbook/schema.ts';

const USUAL_MS = 3_600_000;
const LEAST_MS = 60_000;
/** Prometheus refuses more values than this much holds, and keeps little longer by default. */
const MOST_MS = 14 * 86_400_000;
const NAMED = 5;

/** Reads `kafka_lag 2h`; the duration may stand first or be left out (an hour). Throws UserError that names the nearest signals, or what a duration looks like. */
export function readGraphRequest(words: string): { name: string; durationMs: number } {
  const parts = words.trim().split(/\s+/).filter(Boolean);
  const durations = parts.flatMap((part) => {
    const ms = /^\d/.test(part) ? parseDuration(part.toLowerCase()) : undefined;
    return ms === undefined ? [] : [{ part, ms }];
  });
  const rest = parts.filter((part) => !durations.some((duration) => duration.part === part));
  const odd = rest.find((part) => /^\d/.test(part));
  if (odd !== undefined || durations.length > 1) {
    throw new UserError('bad_duration', {
      en: `Write how far back as one duration, such as \`30m\`, \`2h\` or \`1d\`${odd ? `, not \`${odd}\`` : ''}.`,
      ko: `얼마 전까지 볼지 기간 하나로 적어 주세요. 예: \`30m\`, \`2h\`, \`1d\`${odd ? ` (적은 값: \`${odd}\`)` : ''}.`,
    });
  }
  const durationMs = durations[0]?.ms ?? USUAL_MS;
  if (durationMs < LEAST_MS || durationMs > MOST_MS) {
    throw new UserError('bad_duration', {
      en: 'A chart reaches back between `1m` and `14d`.',
      ko: '차트의 기간은 `1m` 이상, `14d` 이하입니다.',
    });
  }
  return { name: rest.join(' '), durationMs };
}

/** The signal that somebody means: its key, or its title in any language, in capitals or not. Throws UserError `no_such_signal` with the nearest names. */
export function findSignal(playbook: Pick<Playbook, 'signals'>, name: string): string {
  const asked = plain(name);
  const known = Object.entries(playbook.signals).map(([key, { title }]) => ({ key, names: [key, title.en, title.ko].map(plain) }));
  const exact = known.find(({ names }) => names.includes(asked));
  if (exact) return exact.key;
  const ranked = known
    .map(({ key, names }) => ({ key, away: Math.min(...names.map((candidate) => far(asked, candidate))) }))
    .sort((a, b) => a.away - b.away || a.key.localeCompare(b.key))
    .slice(0, NAMED)
    .map(({ key }) => `\`${key}\``);
  const odd = name.replaceAll('`', "'").slice(0, 60);
  const example = `\`graph ${Object.keys(playbook.signals)[0]} 2h\``;
  throw new UserError('no_such_signal', {
    en: `${asked === '' ? 'Say which signal' : `There is no signal \`${odd}\``}, such as ${ranked.join(', ')}. How far back may follow: ${example}.`,
    ko: `${asked === '' ? '지표를 적어 주세요' : `\`${odd}\` 지표가 없습니다`}. 예: ${ranked.join(', ')}. 뒤에 기간을 붙일 수 있습니다: ${example}.`,
  });
}

/** `Kafka lag`, `kafka-lag` and `kafka_lag` are the same. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

/** A part of a name is near to it. */
function far(asked: string, name: string): number {
  return asked !== '' && name.includes(asked) ? 0.5 : distance(asked, name);
}
