import { Composer } from './composer.js';
import { act, listen, loadFacts } from './connection.js';
import { byId, h, keepChildren } from './dom.js';
import { guide } from './guide.js';
import { messageItems } from './messages.js';
import { ask, Modal } from './modal.js';
import { mrkdwn } from './mrkdwn.js';
import { ReadMarks } from './read-marks.js';
import { ServicePanel } from './service.js';
import { drawSidebar } from './sidebar.js';

const facts = await loadFacts();
const marks = new ReadMarks(facts.run);
const names = new Map([...facts.people.map(({ id, realName }) => [id, realName]), [facts.bot.id, facts.bot.name]]);

/** Who, where, and what they see. Who and where stand in the address, so that a reload keeps them. */
const state = { person: '', channel: '', workspace: undefined, stop: () => {}, newest: '' };

const panel = new ServicePanel({ facts, act });
const composer = new Composer({ command: facts.command, commands: facts.commands, send });
const modal = new Modal({
  contextOf: (view) => blockContext({ click: (input) => press('view-click', { viewId: view.id }, input) }),
  submit: (viewId, values) => act('submit', { as: state.person, viewId, values }),
  close: (viewId) => act('close', { as: state.person, viewId }),
});

function start() {
  const { timeScale, updateSeconds } = facts;
  byId('speed').textContent =
    timeScale === 1
      ? 'TIME_SCALE 1: deadlines and updates come as the playbook says'
      : `TIME_SCALE ${timeScale}: deadlines come ${timeScale} times sooner, an update every ${round(updateSeconds)} s`;
  const wanted = new URLSearchParams(location.search);
  const acting = byId('acting');
  acting.replaceChildren(...facts.people.map(({ name, realName, part }) => h('option', { value: name }, `${realName} (${part})`)));
  acting.addEventListener('change', () => become(acting.value));
  state.channel = wanted.get('channel') ?? '';
  for (const tab of document.querySelectorAll('.tabs button')) tab.addEventListener('click', () => showPane(tab.dataset.pane));
  showPane(wanted.get('pane') ?? 'chat');
  const person = facts.people.find(({ name }) => name === wanted.get('as')) ?? facts.people[0];
  acting.value = person.name;
  become(person.name);
}

function become(person) {
  state.stop();
  state.person = person;
  state.workspace = undefined;
  modal.show(undefined);
  composer.complain(undefined);
  state.stop = listen(person, { run: facts.run, onWorkspace: (workspace) => draw(workspace), onService: (numbers) => panel.draw(numbers) });
  remember();
}

function open(id) {
  state.channel = id;
  composer.complain(undefined);
  showPane('chat');
  remember();
  if (state.workspace) draw(state.workspace, { toEnd: true });
}

function draw(workspace, { toEnd = state.workspace === undefined } = {}) {
  tellNews(workspace);
  state.workspace = workspace;
  const channel = currentChannel();
  if (channel && document.visibilityState === 'visible' && isShown(byId('log'))) marks.read(state.person, channel);
  const unreadOf = (it) => marks.unread(state.person, workspace.me, it);
  drawSidebar({ channels: workspace.channels, current: channel?.id, unreadOf, open });
  const pings = workspace.channels.reduce((sum, it) => sum + unreadOf(it).pings, 0);
  byId('tab-unread').textContent = String(pings);
  byId('tab-unread').hidden = pings === 0;
  document.title = `${pings > 0 ? `(${pings}) ` : ''}${channel ? `${channel.name} – ` : ''}Bongsu sandbox`;
  if (channel) drawChannel(channel, toEnd);
  modal.show(workspace.modal);
}

function drawChannel(channel, toEnd) {
  const sign = channel.kind === 'direct' ? '' : '#';
  const head = {
    key: channel.id,
    mark: JSON.stringify([channel.name, channel.topic, channel.memberCount, channel.bookmarks, channel.archived]),
    make: () =>
      h(
        'div',
        {},
        h('h2', {}, `${sign}${channel.name}`, channel.kind === 'private' && h('span', { class: 'quiet' }, ' private')),
        h('p', { class: 'quiet members' }, channel.kind === 'direct' ? 'Direct message' : `${channel.memberCount} members`),
        channel.topic && h('p', { class: 'topic' }, mrkdwn(channel.topic, blockContext({}).names)),
        channel.bookmarks.map(({ title, link }) =>
          h('a', { class: 'bookmark', href: link, target: '_blank', rel: 'noopener noreferrer' }, title),
        ),
      ),
  };
  keepChildren(byId('channel-head'), [head]);
  const log = byId('log');
  const atEnd = toEnd || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const intro =
    channel.name === 'general'
      ? [{ key: 'guide', mark: '', make: () => guide({ facts, put: (text) => composer.put(text), pane: showPane }) }]
      : [];
  const empty = channel.messages.length === 0 && intro.length === 0;
  const nothing = empty ? [{ key: 'nothing', mark: '', make: () => h('p', { class: 'nothing' }, 'Nothing was written here yet.') }] : [];
  keepChildren(log, [
    ...intro,
    ...nothing,
    ...messageItems(channel, { contextOf: (message) => messageContext(channel, message), bot: facts.bot }),
  ]);
  if (channel.messages.length === 0) log.scrollTop = 0;
  else if (atEnd) log.scrollTop = log.scrollHeight;
  const may = channel.member && !channel.archived;
  byId('composer').hidden = !may;
  byId('composer-text').placeholder = `Message ${sign}${channel.name}, or ${facts.command}`;
  const joining = byId('joining');
  joining.hidden = may;
  const why = channel.archived
    ? { key: 'archived', mark: '', make: () => h('p', {}, 'This channel is archived.') }
    : { key: `join ${channel.id}`, mark: '', make: () => joinOffer(channel) };
  keepChildren(joining, may ? [] : [why]);
}

function joinOffer(channel) {
  const join = () => void act('join', { as: state.person, channel: channel.id });
  return h('p', {}, `You are not in #${channel.name}. `, h('button', { type: 'button', class: 'button primary', onclick: join }, 'Join'));
}

/** Reads new messages out to those who do not see them appear. */
function tellNews(workspace) {
  const newest = workspace.channels
    .flatMap(({ name, messages }) => messages.map((message) => ({ name, ...message })))
    .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const last = newest.at(-1);
  if (state.workspace?.me === workspace.me && last && last.ts > state.newest && last.user !== workspace.me) {
    byId('announce').textContent = `New in ${last.name}, ${names.get(last.user) ?? ''}: ${last.text.slice(0, 200)}`;
  }
  state.newest = last?.ts ?? '';
}

/** Returns what was wrong, if anything. */
async function send(text) {
  const channel = currentChannel();
  if (!channel) return 'There is no channel to write in.';
  const [word] = text.split(/\s/);
  if (text.startsWith('/') && word !== facts.command) return `${word} is not a command here; there is ${facts.command}.`;
  const where = { as: state.person, channel: channel.id };
  const result = text.startsWith('/')
    ? await act('slash', { ...where, text: text.slice(word.length).trim() })
    : await act('say', { ...where, text });
  byId('log').scrollTop = byId('log').scrollHeight;
  return result.ok ? undefined : result.problem;
}

function messageContext(channel, message) {
  return blockContext({
    click: (input) => press('click', { channel: channel.id, ts: message.ts }, input),
    // Only the channels that this message names.
    seen: [...JSON.stringify([message.text, message.blocks]).matchAll(/<#(C\w+)/g)].map(([, id]) => findChannel(id)?.name ?? ''),
  });
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

function round(value) {
  return Math.round(value * 100) / 100;
}

document.addEventListener('visibilitychange', () => state.workspace && draw(state.workspace));
start();
