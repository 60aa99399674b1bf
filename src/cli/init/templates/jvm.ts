import { hikari } from '../families/hikari.ts';
import { instances } from '../families/instances.ts';
import { jvmMicrometer } from '../families/jvm-micrometer.ts';
import { micrometerHttp } from '../families/micrometer-http.ts';
import type { Template } from './template.ts';

export const jvm: Template = {
  name: 'jvm',
  title: 'JVM',
  description: { en: 'Answers requests from a program on the JVM.', ko: 'JVM에서 실행되며 요청에 답합니다.' },
  components: {
    api: { dependsOn: ['instances', 'runtime', 'database', 'cache'] },
    instances: { dependsOn: ['runtime', 'machines'] },
    runtime: {},
    database: {},
    cache: {},
    machines: {},
  },
  scenarios: {
    memory: {
      title: { en: 'The JVM is short of memory', ko: 'JVM 메모리 부족' },
      severity: 'sev2',
      component: 'runtime',
      effect: { en: 'Answers stop for moments, then instances die.', ko: '응답이 순간순간 멈추다가 인스턴스가 종료됩니다.' },
      causes: { 'full-memory': ['restart', 'roll-back'], 'garbage-collection': ['restart', 'roll-back'], 'full-machines': ['scale-out'] },
    },
    slow: {
      title: { en: 'Slow answers', ko: '응답 지연' },
      severity: 'sev2',
      component: 'api',
      effect: { en: 'Requests take long, and some fail.', ko: '요청이 느려지고 일부는 실패합니다.' },
      causes: {
        'more-requests': ['scale-out', 'feature-off'],
        'garbage-collection': ['restart', 'roll-back'],
        'full-pool': ['feature-off', 'restart'],
        'long-transaction': ['restart'],
        'busy-instances': ['scale-out', 'roll-back'],
      },
    },
    failing: {
      title: { en: 'Failing requests', ko: '요청 실패' },
      severity: 'sev2',
      component: 'api',
      effect: { en: 'Some of what users ask for fails.', ko: '사용자 요청 일부가 실패합니다.' },
      causes: { 'new-version': ['roll-back'], 'more-requests': ['scale-out', 'feature-off'] },
    },
    down: {
      title: { en: 'Instances are down', ko: '인스턴스 중단' },
      severity: 'sev2',
      component: 'instances',
      effect: { en: 'What is left of the service carries all of the load.', ko: '남은 인스턴스가 모든 부하를 받습니다.' },
      causes: { 'missing-instances': ['roll-back', 'restart'], 'full-memory': ['restart', 'roll-back'] },
    },
  },
  usual: [micrometerHttp, hikari, jvmMicrometer, instances],
};
