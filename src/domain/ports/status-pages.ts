import type { PublicStage } from '../updates/told-text.ts';

/** What a part of the service can be on an external page because of an incident, the mildest first. */
const PAGE_COMPONENT_STATES = ['operational', 'degraded', 'partial-outage', 'major-outage'] as const;
export type PageComponentState = (typeof PAGE_COMPONENT_STATES)[number];

/** By the vendor's id of a component. */
export type PageComponents = Readonly<Record<string, PageComponentState>>;

/** One of our incidents, by what a vendor keeps of it: enough to know it again when the answer to its creation was lost. */
export interface OwnIncident {
  /** Nobody else's, for vendors that keep data of ours with an incident. */
  marker: string;
  /** As its readers see it. */
  name: string;
  /** To the millisecond. */
  startedAt: Date;
  /** All that was told of it, in the page's language. */
  texts: readonly string[];
}

export interface PageUpdate {
  stage: PublicStage;
  /** Plain text, in the page's language. */
  text: string;
  /** What the components become with it; those that are left out stay as they are. */
  components: PageComponents;
  /** Whether the vendor tells its subscribers. */
  notifies: boolean;
}

/** An incident as it stands at the vendor at this moment. */
export interface PageIncident {
  id: string;
  /** Undefined in a word that is none of ours, such as one for a postmortem. */
  stage: PublicStage | undefined;
  /** The oldest first. The text with which it was created is one of them. */
  updates: readonly { id: string; text: string }[];
}

/**
 * A status page that somebody else keeps. Everything rejects with TransientError for what passes, and with PermanentError: `http_401` and `http_403` when we may not, `http_404` when it is
 * gone, `http_422` with the vendor's own words when it is wrong.
 */
export interface StatusPage {
  /** As playbooks write it. */
  readonly name: string;
  /** As people write it. */
  readonly title: string;
  /** Looks for one that we created before. */
  find(own: OwnIncident): Promise<PageIncident | undefined>;
  create(own: OwnIncident, first: PageUpdate): Promise<PageIncident>;
  /** Adds an update. */
  add(incidentId: string, update: PageUpdate): Promise<{ id: string }>;
  /** Other words in place of an update's; absent where the vendor cannot. */
  edit?(incidentId: string, updateId: string, update: Pick<PageUpdate, 'stage' | 'text'>): Promise<void>;
  /** Undefined when it is gone. */
  read(incidentId: string): Promise<PageIncident | undefined>;
  /** Those of the components that are there; undefined in a state that no incident of ours makes, such as maintenance. */
  states(componentIds: readonly string[]): Promise<Readonly<Record<string, PageComponentState | undefined>>>;
  setStates(components: PageComponents): Promise<void>;
}
