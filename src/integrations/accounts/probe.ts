/** What was seen of something that is set up, without changing or sending anything; for `doctor`. */
export interface Probe {
  ready: boolean;
  /** What was seen, and what to do when it is not ready. */
  text: string;
}
