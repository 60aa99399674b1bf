/** The command for figures over many incidents. */
export const insights = {
  statsSummary: 'Show how incidents went: how fast they were noticed, taken and resolved, what was kept and missed, whom it woke.',
  by: 'how incidents are grouped',
  back: 'how far back',
  backExpects: 'Say how far back, such as 30d or 52w',
  backBetween: 'Figures reach back between 1d and 10 years.',
};
