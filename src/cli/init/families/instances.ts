import type { Family } from './family.ts';
import { OF_ANY_PROGRAM } from './whose.ts';

/** What every Prometheus writes down of whatever it asks. */
export const instances: Family = {
  title: 'Prometheus itself (up)',
  known: ['up'],
  whose: OF_ANY_PROGRAM,
  signals: {
    instances_down: {
      title: { en: 'Instances that do not answer', ko: '응답하지 않는 인스턴스' },
      query: (of) => `sum(up{${of}} == bool 0)`,
      unit: 'count',
      matters: 1,
      component: 'instances',
      watched: { side: 'above', opens: 'down', any: true },
      speaksFor: [
        { cause: 'missing-instances', is: 'high' },
        { cause: 'missing-workers', is: 'high' },
      ],
      speaksAgainst: [{ cause: 'busy-instances', is: 'high' }],
    },
  },
};
