/** Words about mitigations that were stopped on their way. Parameters arrive escaped and shortened. */
export const stopping = {
  /** States of a run. */
  stopping: '⏹ Stopping: nothing more is begun',
  held: '⏸ Held half-way: undo it, or keep it as it is',
  heldForUndo: '⏸ Held: it is undone when the freeze ends, or when somebody presses Undo',
  steps: (done: number, of: number) => `${done} of ${of} steps were done.`,
  askedToStop: (who: string) => `${who} asked for it to be stopped.`,
  stoppedBy: (who: string) => `${who} stopped it.`,
  onlyOf: (service: string) => `Only of ${service}:`,
  frozenBy: (who: string) => `${who} froze everything.`,
  /** What a person did, when what is under way must end first. */
  willStop: (title: string, ref: string) =>
    `⏹ ${title} (${ref}) is being stopped: the step that is under way ends, nothing more begins, and what was done is undone.`,
  /** In the notice of a freeze. */
  going: 'Still going:',
  goingRun: (title: string, ref: string, run: string, state: string) => `• ${title} (${ref}, run ${run}): ${state}`,
  goingHidden: (title: string, state: string) => `• ${title}, in a private incident: ${state}`,
  sent: 'a step was sent already and cannot be called back; how it ends is said here',
  between: 'between two steps; it begins no other',
  heldRuns: 'Held half-way until somebody decides:',
  heldRun: (title: string, ref: string, run: string) => `• ${title} (${ref}, run ${run})`,
  heldHidden: (title: string) => `• ${title}, in a private incident`,
  /** How what was still going has ended. */
  ended: {
    done: (title: string, run: string) => `❄ ${title} (run ${run}) was on its last step when everything was frozen: it is done.`,
    held: (title: string, run: string) =>
      `❄ ${title} (run ${run}) was half-way when everything was frozen: it is held. Undo it, or keep it as it is.`,
    halted: (title: string, run: string) =>
      `❄ ${title} (run ${run}) was half-way when everything was frozen: it stopped there, and what was done stays.`,
    failed: (title: string, run: string) => `❄ ${title} (run ${run}) was under way when everything was frozen: its step failed.`,
    undoing: (title: string, run: string) => `❄ ${title} (run ${run}) was half-way when everything was frozen: it is being undone.`,
    undone: (title: string, run: string) => `❄ ${title} (run ${run}) was being undone when everything was frozen: it is undone.`,
    'undo-failed': (title: string, run: string) =>
      `❄ ${title} (run ${run}) was being undone when everything was frozen: that failed. Its message says what to type.`,
  },
};

export type StoppingTexts = typeof stopping;
