/** Words about figures over many incidents. Parameters arrive escaped and shortened. */
export const insights = {
  title: (from: string, to: string) => `Figures, ${from} to ${to}`,
  titleOf: (service: string, from: string, to: string) => `Figures of ${service}, ${from} to ${to}`,
  none: 'There was no incident within this time.',
  incidents: (count: number, falseAlarms: number, active: number) =>
    [
      count === 1 ? '*1 incident*' : `*${count} incidents*`,
      ...(active > 0 ? [`${active} of them under way`] : []),
      ...(falseAlarms > 0
        ? [`besides ${falseAlarms === 1 ? '1 false alarm' : `${falseAlarms} false alarms`}, which count nowhere below`]
        : []),
    ].join(' · '),
  spans: {
    detect: 'Detected after',
    page: 'Paged after',
    acknowledge: 'Acknowledged after',
    mitigate: 'Mitigated after',
    resolve: 'Resolved after',
  },
  span: (name: string, median: string, p90: string, count: number) => `*${name}:* ${median} · 9 of 10 within ${p90} (${count})`,
  unknown: (name: string) => `*${name}:* not known yet`,
  by: { service: 'By service', scenario: 'By scenario', severity: 'By severity', week: 'By week' },
  noScenario: 'none named',
  week: (monday: string) => `week of ${monday}`,
  group: (name: string, count: number, acknowledged: string, resolved: string) =>
    `*${name}:* ${count} · acknowledged ${acknowledged} · resolved ${resolved}`,
  notYet: 'not yet',
  more: (count: number) => `and ${count} more`,
  deadlines: (kept: number, missed: number) => `*Deadlines:* ${kept} kept, ${missed} missed`,
  mostMissed: (rows: string) => `most missed: ${rows}`,
  row: (row: string, missed: number, all: number) => `${row} (${missed} of ${all})`,
  pages: '*Pages:*',
  noPages: '*Pages:* none',
  person: (who: string, pages: number, atNight: number, nights: number, atWeekend: number) =>
    [
      `${who} ${pages}`,
      ...(atNight > 0 ? [`${atNight} at night, in ${nights === 1 ? '1 night' : `${nights} nights`}`] : []),
      ...(atWeekend > 0 ? [`${atWeekend} at weekends`] : []),
    ].join(', '),
  mitigations: '*Mitigations:*',
  mitigation: (title: string, runs: number, helped: number, proved: number) =>
    proved === 0 ? `${title} ${runs}, effect unknown` : `${title} ${runs}, helped ${helped} of ${proved}`,
  followUps: (onTime: number, late: number, overdue: number, open: number) =>
    `*Follow-ups:* ${onTime} done in time, ${late} late, ${overdue} overdue, ${open} to come`,
  alerts: (heard: number, declared: number, falseAlarms: number) =>
    `*Alerts:* heard ${heard} times, declared ${declared === 1 ? '1 incident' : `${declared} incidents`}, ${falseAlarms} of them false alarms`,
  cost: (hours: string) => `*Cost:* ${hours} person-hours`,
  definitions:
    'Middle value first. Detection counts from the onset, the rest from detection. Night: 22:00 to 07:00 in each person’s own zone. Person-hours: of everybody who took a page or a role, from then until recovery.',
};

export type InsightsTexts = typeof insights;
