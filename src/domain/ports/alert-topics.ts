/** A message of a topic; `id` tells where it stands there. */
export interface TopicMessage {
  id: string;
  text: string;
}

/** Stores messages for good, and resolves with how many milliseconds to leave before it is given more; rejects when they are not stored. */
export type TopicStore = (messages: readonly TopicMessage[]) => Promise<number>;

/** A topic from which alerts are read. */
export interface AlertTopic {
  /** Hands messages on, in the order of their partition, and again until `store` resolves: only then they count as read. Returns at once. */
  start(store: TopicStore): void;
  close(): Promise<void>;
}
