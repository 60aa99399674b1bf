/** How often something was refused: whole requests, or single alerts. */
type Told = (count: number) => string;

/** Words about what the doors for alerts did not take. Parameters arrive escaped and shortened. */
export const alertDoors = {
  lost: (source: string, sender: string) => `⚠️ Alerts from ${source} (${sender}) did not all arrive; some may be lost:`,
  lostNext: 'What is kept of them is shown by `npm run doctor`. Nothing more is said about this sender for an hour.',
  code: {
    'not-json': (n) => `${alerts(n)} in broken JSON`,
    unfinished: (n) => `${alerts(n)} that broke off in the middle`,
    'not-an-object': (n) => `${n === 1 ? 'one thing' : `${n} things`} where an alert should be`,
    'no-title': (n) => `${alerts(n)} without a title (\`alerts.generic.title\` in the playbook says where it is)`,
    'no-status': (n) => `${alerts(n)} without a status (\`alerts.generic.status\` in the playbook says where it is)`,
    'bad-handshake': (n) => `${requests(n)} to confirm a subscription at an address that is none of Amazon’s`,
    nameless: (n) => `${alerts(n)} without labels and annotations`,
    'no-list': (n) => `${requests(n)} without a list of alerts`,
    empty: (n) => `${requests(n)} with nothing in ${n === 1 ? 'it' : 'them'}`,
    'too-many': (n) => `${alerts(n)} beyond the most that one request may hold`,
    'too-large': (n) => `${requests(n)} larger than the doors take`,
    'media-type': (n) => `${requests(n)} of another kind than JSON`,
    quota: (n) => `${requests(n)} above the sender’s quota`,
    token: (n) => `${requests(n)} without the right token`,
    'no-token': (n) => `${requests(n)} while no token was set`,
    'not-stored': (n) => `${requests(n)} while the database was away`,
  } satisfies Record<string, Told>,
  unknownWord: (words: string, severity: string) =>
    `❔ Severity that nobody knows: ${words}. Such alerts count as ${severity}. Say what it means under \`alerts.severity.words\` in the playbook.`,
  word: (word: string, source: string) => `“${word}” (${source})`,
  handshake: (topic: string) =>
    `🔗 Amazon SNS wants to send alerts of the topic ${topic} here. To agree, open the confirmation; whoever does not expect it leaves it alone.`,
  confirm: 'Confirm the subscription',
};

function alerts(n: number): string {
  return n === 1 ? 'one alert' : `${n} alerts`;
}

function requests(n: number): string {
  return n === 1 ? 'one request' : `${n} requests`;
}

export type DoorTexts = typeof alertDoors;
