import { instances } from '../families/instances.ts';
import { otelHttp } from '../families/otel-http.ts';
import { postgresExporter } from '../families/postgres-exporter.ts';
import type { Template } from './template.ts';

export const webPostgres: Template = {
  name: 'web-postgres',
  title: 'web service + Postgres',
  description: { en: 'Answers HTTP requests and keeps its data in Postgres.', ko: 'HTTP 요청에 답하고 데이터를 Postgres에 저장합니다.' },
  components: {
    api: { dependsOn: ['instances', 'runtime', 'database', 'cache'] },
    instances: { dependsOn: ['machines'] },
    runtime: {},
    database: {},
    cache: {},
    machines: {},
  },
  scenarios: {
    slow: {
      title: { en: 'Slow answers', ko: '응답 지연' },
      severity: 'sev2',
      component: 'api',
      effect: { en: 'Pages and requests take long, and some fail.', ko: '화면과 요청이 느려지고 일부는 실패합니다.' },
      causes: {
        'more-requests': ['scale-out', 'feature-off'],
        'full-pool': ['feature-off', 'restart'],
        'long-transaction': ['restart'],
        'busy-instances': ['scale-out', 'roll-back'],
        'garbage-collection': ['restart', 'roll-back'],
        'full-cache': ['feature-off'],
        'full-machines': ['scale-out'],
      },
    },
    failing: {
      title: { en: 'Failing requests', ko: '요청 실패' },
      severity: 'sev2',
      component: 'api',
      effect: { en: 'Some of what users ask for fails.', ko: '사용자 요청 일부가 실패합니다.' },
      causes: { 'new-version': ['roll-back'], 'more-requests': ['scale-out', 'feature-off'], 'full-pool': ['feature-off', 'restart'] },
    },
    down: {
      title: { en: 'Instances are down', ko: '인스턴스 중단' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'What is left of the service carries all of the load.', ko: '남은 인스턴스가 모든 부하를 받습니다.' },
      causes: { 'missing-instances': ['roll-back', 'restart'], 'full-memory': ['restart', 'roll-back'] },
    },
    database: {
      title: { en: 'Postgres in trouble', ko: 'Postgres 이상' },
      severity: 'sev1',
      component: 'database',
      effect: { en: 'Nothing that needs data works.', ko: '데이터가 필요한 기능이 동작하지 않습니다.' },
      causes: { 'full-database': ['feature-off', 'restart'], 'long-transaction': ['restart'] },
    },
    memory: {
      title: { en: 'Memory is running out', ko: '메모리 부족' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'Answers become slow, then instances die.', ko: '응답이 느려지다가 인스턴스가 종료됩니다.' },
      causes: { 'full-memory': ['restart', 'roll-back'], 'garbage-collection': ['restart', 'roll-back'], 'full-machines': ['scale-out'] },
    },
  },
  usual: [otelHttp, postgresExporter, instances],
};
