/** What the rules call things, and what they refuse. */
export const rules = {
  thisIncidentIsNothingCan: (called: string) => `This incident is ${called}; nothing can change it any more. Open a new one with \`open\`.`,
  thisIncidentIsSoDoesNotApply: (called: string, move: string, moves: string) =>
    `This incident is ${called}, so \`${move}\` does not apply. Possible now: ${moves}.`,
  guestsAndPeopleOfOtherWorkspacesCan:
    'Guests and people of other workspaces can follow an incident but not steer it. Ask a member of this workspace.',
  nothingWasDoneSlackDoes:
    'Nothing was done: Slack does not say at the moment whether you are a full member of this workspace, and the playbook does not name you. Try again soon, or ask somebody whom the playbook names.',
  thisTokenMayDoWhatNeedsAndThisNeeds: (may: string, needed: string) =>
    `This token may do what needs \`${may}\`, and this needs \`${needed}\`. Use one that was given more.`,
  responders: 'Only responders may do this: people named in the playbook, the declarer, or whoever holds a role. Take one with `assign`.',
  onlyRespondersMayDoThis:
    'Only responders may do this: while nobody commands, people named in the playbook. Declaring the incident, or a role in it, is not enough.',
  onlyRespondersMayDoThisPeople: 'Only responders may do this: people named in the playbook.',
  onlyTheCommanderOrALeadOfThePlaybook: 'Only the commander or a lead of the playbook may do this. `status` shows who the commander is.',
  onlyLeadsMayDoThis: 'Only leads may do this; the playbook names them under `team.leads`.',
  stateWords: {
    open: 'open',
    mitigated: 'mitigated',
    resolved: 'resolved',
    closed: 'closed',
    reopened: 'reopened',
    cancelled: 'cancelled (false alarm)',
  },
  rowStateWords: {
    pending: 'pending',
    kept: 'kept',
    missed: 'missed',
    waived: 'does not apply',
  },
  roleWords: {
    commander: 'Commander',
    communications: 'Communications',
    operations: 'Operations',
    scribe: 'Scribe',
  },
  mitigationRunStateWords: {
    waiting: 'is waiting for approval',
    announced: 'starts automatically soon',
    executing: 'is being done',
    running: 'is done and being watched',
    undoing: 'is being undone',
    held: 'is held half-way',
    ended: 'has ended',
  },
  page: (at: string) => `Page ${at}`,
  run: (program: string) => `Run ${program}`,
  whatSets: (program: string) => `What ${program} sets`,
  partitionsOf: (topic: string) => `Partitions of ${topic}`,
  offsetsOf: (group: string) => `Offsets of ${group}`,
  in: (key: string, configMap: string) => `${key} in ${configMap}`,
  versionOf: (deployment: string) => `Version of ${deployment}`,
  replicasOf: (deployment: string) => `Replicas of ${deployment}`,
  sessionsOf: (sessions: string) => `Sessions of ${sessions}`,
  ofTheRole: (setting: string, role: string) => `${setting} of the role ${role}`,
  webhookOf: (hostname: string) => `Webhook of ${hostname}`,
  sayWhichSignalThereIsNoSignalSuchAs: (asked: string, odd: string, ranked: readonly string[], example: string) =>
    `${asked === '' ? 'Say which signal' : `There is no signal \`${odd}\``}, such as ${ranked.join(', ')}. How far back may follow: ${example}.`,
};
