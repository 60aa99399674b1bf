import { words } from '../words/words.js';

/** What the tour breaks. */
export const SCENARIO = 'S2';
const RESTART = 'command.mitigate.restart-consumers';

/** The youngest incident's channel as this person sees it. */
export function incidentChannel({ workspace }) {
  return workspace?.channels.filter(({ name, archived }) => /^inc-\d+/.test(name) && !archived).at(-1);
}

/**
 * What the tour leads through. Each step has its words; `show(page)`, which goes where it is done; `target(state)`, a selector of what to
 * press; `done`, whether it is; `wait`, what to say when only time is missing; and `hurry`, the kind of row to which the clock may be put
 * forward. `pressed(pattern)` tells whether such a button was pressed. `entered(state)` is what the step remembers of how it found things
 * (`tour.found`).
 */
export const STEPS = [
  {
    said: words.tour.breakIt,
    show: (page) => {
      page.pane('behind');
      page.tab('service');
    },
    target: () => `[data-scenario="${SCENARIO}"] .button`,
    done: ({ service }) => service?.broken.some(({ scenario }) => scenario === SCENARIO),
  },
  {
    said: words.tour.opens,
    show: (page) => openIncident(page),
    target: (state) => `.sidebar [data-focus="${incidentChannel(state)?.id}"]`,
    done: (state) => incidentChannel(state) !== undefined && state.channel === incidentChannel(state).id,
    wait: (state) => (incidentChannel(state) ? undefined : words.tour.opens.growing),
  },
  {
    said: words.tour.briefing,
    show: (page) => {
      openIncident(page);
    },
    target: () => '.message.pinned',
    done: () => false,
  },
  {
    said: words.tour.page,
    show: (page, { facts }) => {
      page.become(facts.people.find(({ part }) => part.includes('L1'))?.name ?? page.state.person);
      page.whenSeen((workspace) => workspace.channels.find(({ kind }) => kind === 'direct')?.id);
    },
    target: () => '[data-action="command.page-acknowledge"]',
    done: (_state, pressed) => pressed(/^command\.page-acknowledge$/),
  },
  {
    said: words.tour.cause,
    show: (page) => openIncident(page),
    target: () => '[data-action="command.diagnosis-is"]',
    done: (_state, pressed) => pressed(/^command\.diagnosis-is$/),
    wait: ({ workspace }) => (JSON.stringify(workspace ?? '').includes('"command.diagnosis-is"') ? undefined : words.tour.cause.gathering),
  },
  {
    said: words.tour.mitigate,
    show: (page) => {
      openIncident(page);
    },
    // The briefing offers what fits the cause that was named; until it is written anew, that may be something else.
    target: (state, tour) => {
      const told = proof(state, tour);
      return told ? `.message[data-ts="${told.ts}"]` : `.message.pinned [data-action="${RESTART}"]`;
    },
    hurry: 'mitigation',
    // The proof is what the step is for: it is left by whoever has read it.
    done: () => false,
    wait: (state, { facts }) => {
      if (proof(state, { facts })) return words.tour.mitigate.proven;
      if (isTurned(state, facts)) return words.tour.mitigate.falling;
      return JSON.stringify(state.workspace ?? '').includes(RESTART) ? undefined : words.tour.mitigate.updating;
    },
  },
  {
    said: words.tour.told,
    show: (page) => {
      const status = statusChannel(page.state);
      if (status) page.open(status.id);
    },
    target: () => '.chat .log',
    hurry: 'update',
    // Who took their time has updates there already, and is to see one come all the same.
    entered: (state) => statusMessages(state),
    done: (state, _pressed, { found }) => statusChannel(state)?.id === state.channel && statusMessages(state) > Math.max(1, found ?? 0),
  },
  {
    said: words.tour.resolve,
    show: (page) => {
      openIncident(page);
      page.put('/incident resolve');
    },
    target: () => '#send',
    done: (state) => JSON.stringify(incidentChannel(state)?.messages ?? '').includes('"command.retro-accept"'),
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
