import type { Bilingual } from '../../domain/language/bilingual.ts';

/** What can be done about a service of any kind. */
export interface KnownMitigation {
  title: Bilingual;
  effect: Bilingual;
  /** The kind, where its name is not that already (docs/mitigations.md). */
  does?: string;
  with?: Readonly<Record<string, number>>;
  limits?: { min: number; max: number };
  guard?: { who: 'oncall' };
  expires?: string;
  /** What `on` may look like, for a comment: only the team knows what its own is called. */
  example(service: string): string;
}

/** All of them are off until somebody names what they act on. */
export const MITIGATIONS = {
  'roll-back': {
    title: { en: 'Roll back', ko: '이전 버전으로 되돌리기' },
    effect: { en: 'The version before runs again.', ko: '이전 버전이 다시 실행됩니다.' },
    guard: { who: 'oncall' },
    example: (service) => `kubernetes: { namespace: ${service}, deployment: ${service}, set: revision }`,
  },
  'scale-out': {
    title: { en: 'More instances', ko: '인스턴스 증설' },
    effect: {
      en: 'More instances share the work, each with connections of its own.',
      ko: '인스턴스가 늘어 일을 나누고, 각각 DB 연결을 씁니다.',
    },
    does: 'scale-workload',
    with: { factor: 2 },
    limits: { min: 1, max: 10 },
    expires: '4h',
    example: (service) => `kubernetes: { namespace: ${service}, deployment: ${service} }`,
  },
  restart: {
    title: { en: 'Restart', ko: '재시작' },
    effect: { en: 'Work in progress is lost or done once more.', ko: '진행 중이던 작업은 사라지거나 다시 실행됩니다.' },
    does: 'restart-workload',
    guard: { who: 'oncall' },
    example: (service) => `kubernetes: { namespace: ${service}, deployment: ${service}, set: restart }`,
  },
  'feature-off': {
    title: { en: 'Switch a feature off', ko: '기능 끄기' },
    effect: { en: 'Users do not see that feature for a while.', ko: '사용자에게 그 기능이 잠시 보이지 않습니다.' },
    does: 'feature-flag',
    expires: '2h',
    example: (service) => `unleash: { feature: ${service}-extras, environment: production }`,
  },
} as const satisfies Record<string, KnownMitigation>;

export type MitigationName = keyof typeof MITIGATIONS;
