import type { Say } from './words.ts';

/** What the response of any service promises. A row that nothing could keep is left out. */
export interface ProcessFacts {
  scenarios: boolean;
  mitigations: boolean;
  bridge: boolean;
  support: boolean;
}

export function processRows(say: Say, { scenarios, mitigations, bridge, support }: ProcessFacts): Record<string, object> {
  return {
    A1: {
      ...{ phase: 'detect', from: 'detection', within: '5m', keptBy: 'page.sent', who: 'bongsu' },
      title: say({ en: 'Page the first on call', ko: '1차 온콜 호출' }),
    },
    A2: {
      ...{ phase: 'detect', from: 'detection', after: '20m', within: '25m', keptBy: 'page.sent', who: 'bongsu' },
      title: say({ en: 'Page the second on call', ko: '2차 온콜 호출' }),
    },
    A3: {
      ...{ phase: 'detect', from: 'detection', after: '45m', within: '50m', keptBy: 'page.sent', who: 'bongsu' },
      title: say({ en: 'Page the whole team', ko: '전체 팀 호출' }),
    },
    ...(mitigations && {
      I1: {
        ...{ phase: 'contain', from: 'detection', within: '15m', keptBy: 'mitigation' },
        title: say({ en: 'Stop the damage', ko: '피해 차단' }),
      },
    }),
    ...(scenarios && {
      R1: {
        ...{ phase: 'analyse', from: 'detection', after: '20m', within: '60m', keptBy: 'diagnosis.named', who: 'commander' },
        title: say({ en: 'Name the cause', ko: '원인 지목' }),
      },
    }),
    C1: {
      ...{ phase: 'communicate', from: 'continuous', keptBy: 'briefing.posted', who: 'bongsu' },
      title: say({ en: 'Live briefing in the channel', ko: '채널 실시간 브리핑' }),
    },
    ...(bridge && {
      C2: {
        ...{ phase: 'communicate', from: 'detection', within: '1m', keptBy: 'bridge.opened', who: 'bongsu' },
        title: say({ en: 'Bridge opened', ko: '회의방 개설' }),
      },
    }),
    X1: {
      ...{
        phase: 'communicate',
        from: 'continuous',
        keptBy: 'update.sent',
        message: 'update.status',
        who: 'communications',
        publicOnly: true,
      },
      title: say({ en: 'Regular update', ko: '정기 상황 공유' }),
    },
    ...(support && {
      X2: {
        ...{ phase: 'communicate', from: 'continuous', keptBy: 'guide.sent', message: 'update.support' },
        ...{ who: 'communications', publicOnly: true },
        title: say({ en: 'Answering guide for customer support', ko: '고객센터 응대 안내' }),
      },
    }),
    ...(mitigations && {
      V1: {
        ...{ phase: 'recover', from: 'continuous', keptBy: 'mitigation.verified', who: 'bongsu' },
        title: say({ en: 'Each action judged by the signals', ko: '조치마다 지표로 확인' }),
      },
    }),
    T1: {
      ...{ phase: 'review', from: 'recovery', within: '3d', keptBy: 'retro.held', message: 'retro.invite', who: 'commander' },
      title: say({ en: 'Retrospective', ko: '회고' }),
    },
  };
}

export const ESCALATION = [
  { id: 'A1', level: 'L1', at: '0s', repeatEvery: '5m', repeatAtMost: 5 },
  { id: 'A2', level: 'L2', at: '20m', repeatEvery: '5m', repeatAtMost: 5 },
  { id: 'A3', level: 'operations', at: '45m', repeatEvery: '10m', repeatAtMost: 3 },
] as const;
