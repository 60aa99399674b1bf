const SCENARIO = 'S2';
const RESTART = 'mitigation.open.restart-consumers';

/** The youngest incident's channel as this person sees it. */
export function incidentChannel({ workspace }) {
  return workspace?.channels.filter(({ name, archived }) => /^inc-\d+/.test(name) && !archived).at(-1);
}

/**
 * What the tour leads through. Each step has `show(page)`, which goes where it is done; `target(state)`, a selector of what to press; `done`,
 * whether it is; and `wait`, what to say when only time is missing. `pressed(pattern)` tells whether such a button was pressed. `entered(state)`
 * is what the step remembers of how it found things (`tour.found`).
 */
export const STEPS = [
  {
    title: 'Break the service',
    text: `Press Break at ${SCENARIO}: most Kafka consumers hang, and coupons are issued late. Nobody tells the bot.`,
    show: (page) => {
      page.pane('behind');
      page.tab('service');
    },
    target: () => `[data-scenario="${SCENARIO}"] .button`,
    done: ({ service }) => service?.broken.some(({ scenario }) => scenario === SCENARIO),
  },
  {
    title: 'The incident opens by itself',
    text: 'Bongsu watches the signals. In some seconds one crosses its threshold: channel, video bridge, briefing and first page follow. Open the new channel.',
    show: (page) => openIncident(page),
    target: (state) => `.sidebar [data-focus="${incidentChannel(state)?.id}"]`,
    done: (state) => incidentChannel(state) !== undefined && state.channel === incidentChannel(state).id,
    wait: (state) => (incidentChannel(state) ? undefined : 'The lag is growing…'),
  },
  {
    title: 'The briefing',
    text: 'The pinned message is edited in place: every signal with its threshold, since when it is abnormal, who leads, what is due next. Read it, then go on.',
    show: (page) => {
      openIncident(page);
    },
    target: () => '.message.pinned',
    done: () => false,
  },
  {
    title: 'Acknowledge the page',
    text: 'The first on-call engineer got a direct message that is repeated, and passed on, until somebody acknowledges. You are that engineer now: press Acknowledge.',
    show: (page, { facts }) => {
      page.become(facts.people.find(({ part }) => part.includes('L1'))?.name ?? page.state.person);
      page.whenSeen((workspace) => workspace.channels.find(({ kind }) => kind === 'direct')?.id);
    },
    target: () => '[data-action="page.ack"]',
    done: (_state, pressed) => pressed(/^page\.ack$/),
  },
  {
    title: 'The likely cause',
    text: 'A message names the cause with its evidence, and what would rule it out. When you agree, press This is it: what helps against other causes is put aside.',
    show: (page) => openIncident(page),
    target: () => '[data-action="diagnosis.name"]',
    done: (_state, pressed) => pressed(/^diagnosis\.name$/),
    wait: ({ workspace }) =>
      JSON.stringify(workspace ?? '').includes('"diagnosis.name"') ? undefined : 'Evidence is still being gathered…',
  },
  {
    title: 'Mitigate, and see it proven',
    text: 'In the briefing press the restart of the consumers, look at the plan, and run it. The Consumers dial turns on the right, the lag falls, and after a while the bot says whether it got better.',
    show: (page) => {
      openIncident(page);
    },
    // The briefing offers what fits the cause that was named; until it is written anew, that may be something else.
    target: (state, tour) => {
      const told = proof(state, tour);
      return told ? `.message[data-ts="${told.ts}"]` : `.message.pinned [data-action="${RESTART}"]`;
    },
    hurry: { label: 'To the proof', kind: 'mitigation' },
    // The proof is what the step is for: it is left by whoever has read it.
    done: () => false,
    wait: (state, { facts }) => {
      if (proof(state, { facts })) return 'It is there: read the marked message, then go on.';
      if (isTurned(state, facts)) return 'The lag is falling, the proof comes…';
      return JSON.stringify(state.workspace ?? '').includes(RESTART) ? undefined : 'The briefing is being brought up to date…';
    },
  },
  {
    title: 'Everybody is told',
    text: 'Look into #status: it was announced there, and an update follows every half hour of incident time. Hurry the clock to see the next one.',
    show: (page) => {
      const status = statusChannel(page.state);
      if (status) page.open(status.id);
    },
    target: () => '.chat .log',
    hurry: { label: 'To the next update', kind: 'update' },
    // Who took their time has updates there already, and is to see one come all the same.
    entered: (state) => statusMessages(state),
    done: (state, _pressed, { found }) => statusChannel(state)?.id === state.channel && statusMessages(state) > Math.max(1, found ?? 0),
  },
  {
    title: 'Resolve, and look back',
    text: 'Send /incident resolve in the incident channel. The retrospective is invited at once, deadlines kept and missed are counted, and follow-ups get owners.',
    show: (page) => {
      openIncident(page);
      page.put('/incident resolve');
    },
    target: () => '#send',
    done: (state) => JSON.stringify(incidentChannel(state)?.messages ?? '').includes('"retro.accept"'),
  },
];

/** The message that says whether it got better; none as long as it is being watched, for which there is a row. */
function proof(state, { facts }) {
  if (!isTurned(state, facts) || !state.machine || state.machine.waiting.some(({ kind }) => kind === 'mitigation')) return undefined;
  return incidentChannel(state)?.messages.findLast(({ blocks }) => blocks[0]?.text?.text?.startsWith('🛠'));
}

function statusChannel({ workspace }) {
  return workspace?.channels.find(({ name }) => name === 'status');
}

function statusMessages(state) {
  return statusChannel(state)?.messages.length ?? 0;
}

/** Whether something was turned that operators can turn. */
function isTurned({ service }, { controls }) {
  return service !== undefined && Object.entries(controls).some(([name, calm]) => service.controls[name] !== calm);
}

function openIncident(page) {
  const incident = incidentChannel(page.state);
  if (incident) page.open(incident.id);
}
