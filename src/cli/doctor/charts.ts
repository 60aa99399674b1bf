import { saidIn } from '../../domain/language/said.ts';
import { createChartRenderer } from '../../integrations/charts/index.ts';
import type { Check } from './check.ts';

/** Whether this machine can draw pictures: that part is native code, and everything else goes on without it. */
export const chartsCheck: Check = {
  name: 'Charts',
  address: 'this machine',
  async run() {
    const subject = 'Charts';
    const why = await createChartRenderer().available();
    if (why === undefined) return [{ level: 'ok', subject, text: 'can be drawn here' }];
    return [{ level: 'warn', subject, text: `${saidIn(why, 'en')} Incidents go on without them.` }];
  },
};
