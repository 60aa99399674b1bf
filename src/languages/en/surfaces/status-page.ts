/** Words of the status page, for people who know nothing of incidents. */
export interface StatusWords {
  /** The tag of the language that they are in, and of the locale in which its times are written. */
  language: string;
  locale: string;
  state: Record<'ok' | 'unstated' | 'investigating' | 'delayed' | 'waiting', (service: string) => string>;
  /** In place of the state's words, once something was told of an incident, and while it is worked on as planned. */
  headline: Record<'identified' | 'monitoring' | 'under-maintenance', (service: string) => string>;
  /** Below the state, when nothing is posted. */
  calm: Record<'ok' | 'unstated' | 'investigating' | 'under-maintenance', (since: string) => string>;
  kind: Record<'waiting-screen' | 'notice' | 'spread', string>;
  since: (time: string) => string;
  asOf: (time: string, zone: string) => string;
  stale: string;
  unknown: string;
  unknownMore: string;
  components: ComponentWords;
  incidents: IncidentWords;
  maintenance: MaintenanceWords;
  links: { subscribe: string; feed: string; calendar: string; languages: string };
  /** The waiting screen as a page. */
  waitingPage: { title: string; again: (seconds: number) => string; more: string; preview: string };
  /** Shown to whoever has no token for a page that wants one. */
  closed: { title: string; more: string };
  /** The same for those who plan it, in Slack. */
  planning: MaintenanceTexts;
  /** How long, such as `1 h 20 min`; whole minutes. */
  duration: (minutes: number) => string;
}

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

export interface ComponentWords {
  heading: string;
  state: Record<'operational' | 'degraded' | 'partial-outage' | 'major-outage' | 'under-maintenance' | 'unstated', string>;
  /** Of the last days; the share is written already. */
  uptime: (percent: string) => string;
  noUptime: string;
  /** What bars tell to whoever does not see them. */
  bars: (said: { days: number; percent: string | undefined; troubled: number; without: number }) => string;
  ago: (days: number) => string;
  today: string;
  /** Opens the list of days on which something was. */
  days: string;
  down: (duration: string) => string;
  degraded: (duration: string) => string;
  worked: (duration: string) => string;
  /** Only so many days are listed. */
  more: (days: number) => string;
  legend: Record<'operational' | 'degraded' | 'partial-outage' | 'major-outage' | 'under-maintenance' | 'no-data', string>;
}

export interface IncidentWords {
  open: string;
  past: string;
  none: (days: number) => string;
  /** A heading; titles of incidents are for those who work on them. */
  about: (components: string) => string;
  stage: Record<'investigating' | 'identified' | 'monitoring' | 'resolved', string>;
  corrected: (time: string) => string;
  lasted: (duration: string) => string;
  /** What did not find room. */
  elsewhere: string;
}

export interface MaintenanceWords {
  heading: string;
  state: Record<'planned' | 'under-way' | 'completed' | 'cancelled', string>;
  /** From when to when. */
  times: (from: string, to: string) => string;
  /** What it concerns. */
  concerns: (components: string) => string;
}

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);

export const statusPage: StatusWords = {
  language: 'en',
  locale: 'en-GB',
  state: {
    ok: () => 'No known problems',
    unstated: () => 'Nothing has been announced',
    investigating: (service) => `We are looking into a problem with ${service}`,
    delayed: () => 'There are delays',
    waiting: () => 'Very busy: please wait in line',
  },
  headline: {
    identified: (service) => `We are working on a problem with ${service}`,
    monitoring: (service) => `${service} is recovering`,
    'under-maintenance': () => 'Planned maintenance is under way',
  },
  calm: {
    ok: () => 'Nothing has been announced.',
    unstated: () => 'Please look again in a few minutes.',
    investigating: (since) => `Known since ${since}. What you need to know is posted here.`,
    'under-maintenance': () => 'Some of it may not work as usual until this is done.',
  },
  kind: { 'waiting-screen': 'Waiting in line', notice: 'Notice', spread: 'Please come back later' },
  since: (time) => `since ${time}`,
  asOf: (time, zone) => `As of ${time} (${zone}). Reload the page to see the latest.`,
  stale: 'This could not be checked again just now and may be a few minutes old.',
  unknown: 'The status cannot be shown right now',
  unknownMore: 'Please reload the page in a minute.',
  components: {
    heading: 'Components',
    state: {
      operational: 'Operational',
      degraded: 'Degraded performance',
      'partial-outage': 'Partial outage',
      'major-outage': 'Major outage',
      'under-maintenance': 'Under maintenance',
      unstated: 'Nothing announced',
    },
    uptime: (percent) => `${percent} uptime`,
    noUptime: 'No data yet',
    bars: ({ days: count, percent, troubled, without }) =>
      [
        percent === undefined ? `The last ${days(count)}: nothing recorded yet` : `The last ${days(count)}: ${percent} uptime`,
        percent === undefined ? '' : troubled === 0 ? 'no disruption' : `disruptions on ${days(troubled)}`,
        without > 0 && percent !== undefined ? `no data for ${days(without)}` : '',
      ]
        .filter(Boolean)
        .join(', '),
    ago: (count) => `${days(count)} ago`,
    today: 'Today',
    days: 'Days with something to tell',
    down: (duration) => `not available for ${duration}`,
    degraded: (duration) => `slower or limited for ${duration}`,
    worked: (duration) => `planned maintenance of ${duration}`,
    more: (count) => `and ${days(count)} before that`,
    legend: {
      operational: 'Operational',
      degraded: 'Degraded',
      'partial-outage': 'Partial outage',
      'major-outage': 'Major outage',
      'under-maintenance': 'Maintenance',
      'no-data': 'No data',
    },
  },
  incidents: {
    open: 'What is going on',
    past: 'Past incidents',
    none: (count) => `None in the last ${days(count)}.`,
    about: (components) => `Problem with ${components}`,
    stage: { investigating: 'Investigating', identified: 'Identified', monitoring: 'Monitoring', resolved: 'Resolved' },
    corrected: (time) => `corrected ${time}`,
    lasted: (duration) => `It took ${duration}.`,
    elsewhere: 'Earlier ones are in the feed.',
  },
  maintenance: {
    heading: 'Planned maintenance',
    state: { planned: 'Planned', 'under-way': 'Under way', completed: 'Completed', cancelled: 'Cancelled' },
    times: (from, to) => `${from} to ${to}`,
    concerns: (components) => `Concerns ${components}`,
  },
  links: {
    subscribe: 'Subscribe by mail',
    feed: 'Feed (Atom)',
    calendar: 'Maintenance calendar (iCalendar)',
    languages: 'Other languages',
  },
  waitingPage: {
    title: 'Please wait a moment',
    again: (seconds) => `This page looks again in ${seconds} seconds; you need not do anything.`,
    more: 'How things stand',
    preview: 'A preview: the waiting screen is off. This is what users see while it is on.',
  },
  closed: {
    title: 'This status page is not open to everybody',
    more: 'Open it with the link that you were given. If that no longer works, ask for a new one.',
  },
  planning: {
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
  },
  duration: (minutes) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : ''].filter(Boolean).join(' ');
  },
};
