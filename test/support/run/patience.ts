/**
 * How long the pretended Slack and its people wait for an answer, in milliseconds: what a busy machine needs for one decides no test. Slack's own three
 * seconds are the subject of the tests that say so.
 */
export const PATIENCE_MS = 60_000;
