import { Machine } from './behind/machine.js';
import { ServicePanel } from './behind/service.js';
import { drawChannel } from './chat/channel.js';
import { Composer } from './chat/composer.js';
import { EndKeeper } from './chat/end-keeper.js';
import { fillIn } from './chat/fill-in.js';
import { drawHome, HOME } from './chat/home.js';
import { ask, Modal } from './chat/modal.js';
import { ReadMarks } from './chat/read-marks.js';
import { drawSidebar } from './chat/sidebar.js';
import { tabList } from './chat/tab-list.js';
import { Thread } from './chat/thread.js';
import { act, keptProblem, listen, loadFacts } from './connection.js';
import { byId, h } from './dom.js';
import { otherLanguage, switchLanguage } from './language.js';
import { Tour } from './tour/tour.js';
import { words } from './words/words.js';

fillIn(document);
const facts = await loadFacts();
const marks = new ReadMarks(facts.run);
const names = new Map([...facts.people.map(({ id, realName }) => [id, realName]), [facts.bot.id, facts.bot.name]]);

/** Who, where, and what they see. Who and where stand in the address, so that a reload keeps them. */
const state = {
  person: '',
  channel: '',
  workspace: undefined,
  service: undefined,
  machine: undefined,
  stop: () => {},
  newest: '',
  newSince: undefined,
};

const end = new EndKeeper(byId('log'));
const panel = new ServicePanel({ facts, act });
const machine = new Machine({ facts, act });
const showTab = tabList(document.querySelector('.tablist'));
const composer = new Composer({ command: facts.command, commands: facts.commands, send });
const modal = new Modal({
  contextOf: (view) => blockContext({ click: (input) => press('view-click', { viewId: view.id }, input) }),
  submit: (viewId, values) => act('submit', { as: state.person, viewId, values }),
  close: (viewId) => act('close', { as: state.person, viewId }),
});
const thread = new Thread({
  send: (text, ts) => say(text, ts),
  onClose: (ts) => document.querySelector(`[data-focus="thread ${CSS.escape(ts)}"]`)?.focus(),
});
const tour = new Tour({
  facts,
  page: {
    state,
    become: (person) => state.person === person || become(person),
    open,
    pane: showPane,
    tab: showTab,
    put: (text) => composer.put(text),
    skipTo: (kind) => machine.skipTo(kind),
  },
});

function start() {
  const wanted = new URLSearchParams(location.search);
  const acting = byId('acting');
  acting.replaceChildren(...facts.people.map(({ name, realName, part }) => h('option', { value: name }, `${realName} (${part})`)));
  acting.addEventListener('change', () => become(acting.value));
  state.channel = wanted.get('channel') ?? '';
  for (const tab of document.querySelectorAll('.tabs button')) tab.addEventListener('click', () => showPane(tab.dataset.pane));
  byId('tour-start').hidden = facts.service.madeUp;
  byId('tour-start').addEventListener('click', () => tour.begin());
  byId('reset').addEventListener('click', () => void reset());
  drawSwitch();
  // They scroll, and the keyboard must reach what it scrolls.
  for (const id of ['log', 'thread-log']) byId(id).tabIndex = 0;
  showPane(wanted.get('pane') ?? 'chat');
  const person = facts.people.find(({ name }) => name === wanted.get('as')) ?? facts.people[0];
  become(person.name);
  // What was pressed while the demo started over and could not be done.
  composer.complain(keptProblem());
}

/** Changes the page's own words; named for those who cannot read the page. */
function drawSwitch() {
  const node = byId('language');
  node.textContent = otherLanguage.name;
  node.lang = otherLanguage.code;
  node.addEventListener('click', switchLanguage);
}

function become(person) {
  state.stop();
  state.person = person;
  state.workspace = undefined;
  byId('acting').value = person;
  modal.show(undefined);
  thread.close({ quietly: true });
  composer.complain(undefined);
  state.newSince = marks.of(person, state.channel);
  state.stop = listen(person, {
    run: facts.run,
    on: {
      workspace: (workspace) => draw(workspace),
      service: (service) => {
        state.service = service;
        panel.draw(service);
        tour.look();
      },
      machine: (now) => {
        state.machine = now;
        machine.draw(now);
        tour.look();
      },
      calls: (calls) => machine.drawCalls(calls),
    },
  });
  if (state.channel === HOME) void act('home', { as: person });
  remember();
}

function open(id) {
  state.channel = id;
  state.newSince = marks.of(state.person, id);
  composer.complain(undefined);
  thread.close({ quietly: true });
  if (id === HOME) void act('home', { as: state.person });
  showPane('chat');
  remember();
  if (state.workspace) draw(state.workspace, { toEnd: true });
}

function draw(workspace, { toEnd = state.workspace === undefined } = {}) {
  tellNews(workspace);
  state.workspace = workspace;
  const channel = state.channel === HOME ? undefined : currentChannel();
  if (channel && document.visibilityState === 'visible' && isShown(byId('log'))) marks.read(state.person, channel);
  const unreadOf = (it) => marks.unread(state.person, workspace.me, it);
  drawSidebar({ channels: workspace.channels, current: channel?.id ?? HOME, unreadOf, open });
  const pings = workspace.channels.reduce((sum, it) => sum + unreadOf(it).pings, 0);
  byId('tab-unread').textContent = String(pings);
  byId('tab-unread').hidden = pings === 0;
  document.title = `${pings > 0 ? `(${pings}) ` : ''}${channel ? `${channel.name} – ` : ''}${words.frame.title}`;
  if (channel) {
    const options = optionsFor(channel);
    const join = (id) => void act('join', { as: state.person, channel: id });
    const put = (text) => composer.put(text);
    const { names: known } = blockContext({});
    drawChannel(channel, { facts, options, names: known, end, toEnd, put, pane: showPane, startTour: () => tour.begin(), join });
    thread.draw(channel, options);
  } else {
    drawHome(
      workspace,
      blockContext({ click: (input) => press('view-click', { viewId: workspace.homeId }, input), seen: seenIn(workspace.home) }),
    );
  }
  modal.show(workspace.modal);
  tour.look();
}

/** Reads new messages out to those who do not see them appear. */
function tellNews(workspace) {
  const newest = workspace.channels
    .flatMap(({ name, messages }) => messages.map((message) => ({ name, ...message })))
    .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const last = newest.at(-1);
  if (state.workspace?.me === workspace.me && last && last.ts > state.newest && last.user !== workspace.me) {
    byId('announce').textContent = words.frame.announced({
      place: last.name,
      who: names.get(last.user) ?? '',
      text: last.text.slice(0, 200),
    });
  }
  state.newest = last?.ts ?? '';
}

/** Returns what was wrong, if anything. */
async function send(text) {
  const channel = currentChannel();
  if (!channel) return words.chat.noChannel;
  const [word] = text.split(/\s/);
  if (text.startsWith('/') && word !== facts.command) return words.chat.noCommand({ word, command: facts.command });
  if (!text.startsWith('/')) return say(text);
  const result = await act('slash', { as: state.person, channel: channel.id, text: text.slice(word.length).trim() });
  end.toEnd();
  return result.ok ? undefined : result.problem;
}

async function say(text, ts) {
  const result = await act('say', { as: state.person, channel: currentChannel().id, text, ...(ts && { thread: ts }) });
  if (!ts) end.toEnd();
  return result.ok ? undefined : result.problem;
}

function optionsFor(channel) {
  return { contextOf: (message) => messageContext(channel, message), bot: facts.bot, newSince: state.newSince };
}

function messageContext(channel, message) {
  return {
    ...blockContext({
      click: (input) => press('click', { channel: channel.id, ts: message.ts }, input),
      seen: seenIn([message.text, message.blocks]),
    }),
    react: (emoji) => act('react', { as: state.person, channel: channel.id, ts: message.ts, emoji }),
    openThread: (ts) => {
      const now = findChannel(channel.id) ?? channel;
      thread.show(now, ts, optionsFor(now));
    },
  };
}

/** The names of the channels that stand in it. */
function seenIn(content) {
  return [...JSON.stringify(content).matchAll(/<#(C\w+)/g)].map(([, id]) => findChannel(id)?.name ?? '');
}

function blockContext({ click, seen }) {
  return {
    click,
    seen,
    people: facts.people,
    channels: state.workspace?.channels.filter(({ kind }) => kind !== 'direct') ?? [],
    names: {
      me: state.workspace?.me,
      person: (id) => names.get(id),
      channel: (id) => {
        const found = findChannel(id);
        return found && { name: found.name, open: () => open(found.id) };
      },
    },
  };
}

async function press(name, where, { block, element, selected }) {
  if (element.confirm && !(await ask(element.confirm, blockContext({})))) return;
  const { value } = element;
  const result = await act(name, {
    as: state.person,
    ...where,
    actionId: element.action_id,
    blockId: block.block_id,
    ...(value === undefined ? {} : { value }),
    ...(selected === undefined ? {} : { selected }),
  });
  composer.complain(result.ok ? undefined : result.problem);
  if (result.ok) tour.pressed(element.action_id);
}

async function reset() {
  const plain = (text) => ({ type: 'plain_text', text });
  const agreed = await ask(
    {
      title: plain(words.frame.resetTitle),
      text: plain(words.frame.resetText),
      confirm: plain(words.frame.resetYes),
      deny: plain(words.frame.resetNo),
    },
    blockContext({}),
  );
  if (!agreed) return;
  const button = byId('reset');
  button.setAttribute('aria-busy', 'true');
  // The page loads itself anew when the new start says hello.
  const result = await act('reset', {});
  button.removeAttribute('aria-busy');
  if (!result.ok) composer.complain(result.problem);
}

function findChannel(id) {
  return state.workspace?.channels.find((channel) => channel.id === id);
}

/** The chosen one; when this person cannot see it, the first. */
function currentChannel() {
  return findChannel(state.channel) ?? state.workspace?.channels.find(({ name }) => name === 'general') ?? state.workspace?.channels[0];
}

function showPane(name) {
  document.body.dataset.pane = name;
  for (const tab of document.querySelectorAll('.tabs button')) tab.setAttribute('aria-pressed', String(tab.dataset.pane === name));
  if (name === 'chat' && state.workspace) draw(state.workspace, { toEnd: true });
}

function remember() {
  const query = new URLSearchParams({ as: state.person, ...(state.channel && { channel: state.channel }) });
  history.replaceState(null, '', `?${query}`);
}

function isShown(element) {
  return element.offsetParent !== null;
}

document.addEventListener('visibilitychange', () => state.workspace && draw(state.workspace));
start();
