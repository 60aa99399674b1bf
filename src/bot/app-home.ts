import type { App } from '@slack/bolt';
import { listIncidents } from '../workflows/incident/list-incidents.ts';
import { presentFor } from '../workflows/messages/present-for.ts';
import { describeOncall, describeTeams } from '../workflows/oncall/describe-oncall.ts';
import type { Runtime } from '../workflows/runtime/runtime.ts';

/** Publishes the App Home anew whenever somebody opens it (https://docs.slack.dev/surfaces/app-home): nothing has to be kept up to date meanwhile. */
export function listenToHome(app: App, runtime: Runtime): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const { chat, clock, log, membership } = runtime;
    const present = presentFor(runtime, { person: event.user });
    try {
      const actor = await membership.of({ kind: 'person', id: event.user, standing: 'unknown' });
      const [active, teams] = await Promise.all([listIncidents(runtime, { scope: 'active', actor }), describeTeams(runtime)]);
      const levels = teams ? [] : await describeOncall(runtime);
      await chat.publishHome({ user: event.user, view: present.home({ ...active, levels, ...(teams && { teams }), now: clock.now() }) });
    } catch (error) {
      // What was published before stays; opening it once more tries again.
      log.warn({ err: error, user: event.user }, 'The App Home could not be published.');
    }
  });
}
