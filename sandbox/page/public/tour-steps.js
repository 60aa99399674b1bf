import { words } from './words.js';

/** What the tour breaks. */
export const SCENARIO = 'S2';
const LAG_CALM = 1_000;
const RESTART = 'mitigation.open.restart-consumers';

/** The youngest incident's channel as this person sees it. */
export function incidentChannel({ workspace }) {
  return workspace?.channels.filter(({ name, archived }) => /^inc-\d+/.test(name) && !archived).at(-1);
}

/**
 * What the tour leads through. Each step has its words; `show(page)`, which goes where it is done; `target(state)`, a selector of what to
 * press; `done`, whether it is; `wait`, what to say when only time is missing; and `hurry`, the kind of row to which the clock may be put
 * forward. `pressed(pattern)` tells whether such a button was pressed.
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
    target: () => '[data-action="page.ack"]',
    done: (_state, pressed) => pressed(/^page\.ack$/),
  },
  {
    said: words.tour.cause,
    show: (page) => openIncident(page),
    target: () => '[data-action="diagnosis.name"]',
    done: (_state, pressed) => pressed(/^diagnosis\.name$/),
    wait: ({ workspace }) => (JSON.stringify(workspace ?? '').includes('"diagnosis.name"') ? undefined : words.tour.cause.gathering),
  },
  {
    said: words.tour.mitigate,
    show: (page) => {
      openIncident(page);
    },
    // The briefing offers what fits the cause that was named; until it is written anew, that may be something else.
    target: () => `.message.pinned [data-action="${RESTART}"]`,
    hurry: 'mitigation',
    // As long as it is being watched there is a row for it.
    done: (state, _pressed, { facts }) =>
      isTurned(state, facts) &&
      state.service.values.kafka_lag < LAG_CALM &&
      state.machine !== undefined &&
      !state.machine.waiting.some(({ kind }) => kind === 'mitigation'),
    wait: (state, { facts }) => {
      if (isTurned(state, facts)) return words.tour.mitigate.falling;
      return JSON.stringify(state.workspace ?? '').includes(RESTART) ? undefined : words.tour.mitigate.updating;
    },
  },
  {
    said: words.tour.told,
    show: (page) => {
      const status = page.state.workspace?.channels.find(({ name }) => name === 'status');
      if (status) page.open(status.id);
    },
    target: () => '.chat .log',
    hurry: 'update',
    done: ({ workspace, channel }, _pressed, { facts }) => {
      const status = workspace?.channels.find(({ name }) => name === 'status');
      return status?.id === channel && status.messages.filter(({ user }) => user === facts.bot.id).length >= 2;
    },
  },
  {
    said: words.tour.resolve,
    show: (page) => {
      openIncident(page);
      page.put('/incident resolve');
    },
    target: () => '#send',
    done: (state) => JSON.stringify(incidentChannel(state)?.messages ?? '').includes('"retro.accept"'),
  },
];

/** Whether something was turned that operators can turn. */
function isTurned({ service }, { controls }) {
  return service !== undefined && Object.entries(controls).some(([name, calm]) => service.controls[name] !== calm);
}

function openIncident(page) {
  const incident = incidentChannel(page.state);
  if (incident) page.open(incident.id);
}
