import { createPresenter } from '../../../src/bot/surfaces/presenter.ts';
import type { Incident } from '../../../src/domain/incident/incident.ts';
import type { BriefingView, ScenarioView } from '../../../src/views/briefing.ts';
import type { ReadingView } from '../../../src/views/readings.ts';

/** One incident as it may really look, for tests that read sentences. */
export const NOW = new Date('2026-03-02T05:14:12Z');

export function presenterIn(language: string) {
  return createPresenter({
    language,
    zone: 'Asia/Seoul',
    service: { key: 'coupon', name: { en: 'Coupon service', ko: '쿠폰 서비스' } },
    channelPrefix: 'inc',
    command: '/incident',
  });
}

export function anIncident(over: Partial<Incident> = {}): Incident {
  return {
    id: 7,
    service: 'coupon',
    playbookVersion: null,
    title: 'Coupons are issued late',
    severity: 'sev1',
    state: 'open',
    scenario: 'S2',
    private: false,
    declaredBy: 'U0KIM',
    declaredVia: 'slack',
    detectedAt: new Date(NOW.getTime() - 12 * 60_000),
    onsetAt: new Date(NOW.getTime() - 12 * 60_000),
    clockStartedAt: new Date(NOW.getTime() - 12 * 60_000),
    mitigatedAt: null,
    resolvedAt: null,
    closedAt: null,
    cancelledAt: null,
    version: 3,
    language: null,
    dedupKey: null,
    channelId: 'C0INC7',
    channelName: 'inc-7-coupons-are-issued-late',
    threadTs: null,
    briefingTs: null,
    bridgeUrl: null,
    bridgeKind: null,
    ...over,
  };
}

export const SCENARIO: ScenarioView = {
  id: 'S2',
  title: { en: 'Kafka processing delay', ko: 'Kafka 메시지 처리 지연' },
  effect: { en: 'Requests are accepted but coupons arrive late.', ko: '쿠폰 발급 요청은 접수되나 처리가 지연됩니다.' },
};

const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

export function responseTime(over: Partial<ReadingView['reading']> = {}): ReadingView {
  return {
    key: 'p95',
    title: { en: 'Response time (p95)', ko: '응답 시간 (p95)' },
    unit: 'seconds',
    better: 'lower',
    thresholds: [
      { id: 'D2', above: 2, level: 'warning' },
      { id: 'D2', above: 4, level: 'critical' },
    ],
    reading: { signal: 'p95', state: 'critical', value: 4.21, at: ago(12), trend: [0.2, 0.3, null, 0.9, 1.8, 2.4, 3.6, 4.2], ...over },
  };
}

export function kafkaLag(over: Partial<ReadingView['reading']> = {}): ReadingView {
  return {
    key: 'lag',
    title: { en: 'Kafka lag', ko: 'Kafka lag' },
    unit: 'messages',
    better: 'lower',
    thresholds: [{ id: 'D1', above: 1_000, level: 'warning' }],
    reading: { signal: 'lag', state: 'warning', value: 12_480, at: ago(12), trend: [40, 90, 900, 4_000, 8_000, 12_480], ...over },
  };
}

export function poolInUse(over: Partial<ReadingView['reading']> = {}): ReadingView {
  return {
    key: 'pool',
    title: { en: 'DB pool in use', ko: 'DB 커넥션 풀 사용률' },
    unit: 'ratio',
    better: 'lower',
    thresholds: [{ id: 'D3', above: 0.9, level: 'warning' }],
    reading: { signal: 'pool', state: 'normal', value: 0.42, at: ago(12), trend: [0.4, 0.41, 0.4, 0.42, 0.42], ...over },
  };
}

export function gcTime(): ReadingView {
  return {
    key: 'gc',
    title: { en: 'GC pause', ko: 'GC 일시 정지' },
    unit: 'seconds',
    better: 'lower',
    thresholds: [],
    reading: { signal: 'gc', state: 'no-data', trend: [null, null] },
  };
}

export function aBriefing(over: Partial<BriefingView> = {}): BriefingView {
  return {
    incident: anIncident(),
    readings: [responseTime(), kafkaLag(), poolInUse(), gcTime()],
    readAt: ago(2),
    scenario: SCENARIO,
    roles: {},
    bridge: { state: 'open', url: 'https://zoom.us/j/123?pwd=a&b=c', kind: 'zoom' },
    nextDeadline: {
      id: 'I1',
      title: { en: 'Rate limit on the issuing API', ko: '발급 API에 Rate Limit 적용' },
      dueAt: new Date(NOW.getTime() + 4 * 60_000),
    },
    problems: [],
    now: NOW,
    ...over,
  };
}
