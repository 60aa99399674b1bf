/** Words of the status page, for people who know nothing of incidents. */
export interface StatusWords {
  /** The tag of the language that they are in, and of the locale in which its times are written. */
  language: string;
  locale: string;
  state: Record<'ok' | 'unstated' | 'investigating' | 'delayed' | 'waiting', (service: string) => string>;
  /** Below the state, when nothing is posted. */
  calm: Record<'ok' | 'unstated' | 'investigating', (since: string) => string>;
  kind: Record<'waiting-screen' | 'notice' | 'spread', string>;
  since: (time: string) => string;
  asOf: (time: string, zone: string) => string;
  stale: string;
  unknown: string;
  unknownMore: string;
}

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
  calm: {
    ok: () => 'Nothing has been announced.',
    unstated: () => 'Please look again in a few minutes.',
    investigating: (since) => `Known since ${since}. What you need to know is posted here.`,
  },
  kind: { 'waiting-screen': 'Waiting in line', notice: 'Notice', spread: 'Please come back later' },
  since: (time) => `since ${time}`,
  asOf: (time, zone) => `As of ${time} (${zone}). Reload the page to see the latest.`,
  stale: 'This could not be checked again just now and may be a few minutes old.',
  unknown: 'The status cannot be shown right now',
  unknownMore: 'Please reload the page in a minute.',
};
