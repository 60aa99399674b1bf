/** Words about planned work, for those who plan it and those who hear of it. */
export interface MaintenanceTexts {
  title: string;
  none: string;
  state: Record<'planned' | 'under-way' | 'completed' | 'cancelled', string>;
  times: (from: string, to: string) => string;
  whole: string;
  done: Record<'planned' | 'started' | 'moved' | 'completed' | 'cancelled', (id: number) => string>;
  /** In the status channel; `by` is empty when its time came. */
  notice: Record<'planned' | 'started' | 'moved' | 'completed' | 'cancelled', (text: string, by: string) => string>;
  by: (who: string) => string;
  /** What it means for alerts. */
  muted: string;
  counting: string;
  start: string;
  startLabel: (id: number) => string;
  complete: string;
  completeLabel: (id: number) => string;
  cancel: string;
  cancelLabel: (id: number) => string;
  hint: (command: string) => string;
  form: {
    title: string;
    submit: string;
    means: (service: string) => string;
    moment: string;
    lasting: string;
    lastingHint: string;
    text: (language: string) => string;
    components: string;
    componentsHint: string;
  };
}

export const maintenance: MaintenanceTexts = {
  title: 'Planned maintenance',
  none: 'No maintenance is planned.',
  state: { planned: 'planned', 'under-way': 'under way', completed: 'completed', cancelled: 'cancelled' },
  times: (from, to) => `${from} to ${to}`,
  whole: 'the whole service',
  done: {
    planned: (id) => `Maintenance ${id} is planned, and told on the status page.`,
    started: (id) => `Maintenance ${id} has begun.`,
    moved: (id) => `Maintenance ${id} is moved.`,
    completed: (id) => `Maintenance ${id} is completed.`,
    cancelled: (id) => `Maintenance ${id} is cancelled.`,
  },
  notice: {
    planned: (text, by) => `🔧 Maintenance is planned: ${text}${by}`,
    started: (text, by) => `🔧 Maintenance has begun: ${text}${by}`,
    moved: (text, by) => `🔧 Maintenance is moved: ${text}${by}`,
    completed: (text, by) => `🔧 Maintenance is completed: ${text}${by}`,
    cancelled: (text, by) => `🔧 Maintenance is cancelled: ${text}${by}`,
  },
  by: (who) => ` (${who})`,
  muted: 'Alerts of what it concerns call nobody until it ends.',
  counting: 'Alerts count again.',
  start: 'Start now',
  startLabel: (id) => `Start maintenance ${id} now`,
  complete: 'Complete',
  completeLabel: (id) => `Complete maintenance ${id}`,
  cancel: 'Cancel',
  cancelLabel: (id) => `Cancel maintenance ${id}`,
  hint: (command) =>
    `Plan with \`${command} maintenance plan\`, or at once: \`${command} maintenance plan 2026-11-25T22:00 2h what is done\`.`,
  form: {
    title: 'Plan maintenance',
    submit: 'Plan',
    means: (service) =>
      `Told on the status page of ${service} at once. It begins and ends by itself; alerts of what it concerns call nobody meanwhile.`,
    moment: 'Beginning',
    lasting: 'How long',
    lastingHint: 'Such as 2h or 90m.',
    text: (language) => `What is done, as users read it (${language})`,
    components: 'What it concerns',
    componentsHint: 'Nothing chosen: the whole service.',
  },
};
