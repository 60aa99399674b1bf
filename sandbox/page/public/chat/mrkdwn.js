import { h } from '../dom.js';
import { words } from '../words/words.js';

/**
 * Slack's mrkdwn (https://docs.slack.dev/messaging/formatting-message-text) as nodes. `names` tells what ids are called:
 * `person(id)`, `channel(id)` → { name, open } or undefined, and `me`.
 */
export function mrkdwn(text, names) {
  // Between two fences everything stands as it is.
  return text.split(/```\n?([\s\S]*?)\n?```/).flatMap((part, index) => {
    if (index % 2 === 1) return [h('pre', {}, decode(part))];
    return part === '' ? [] : paragraphs(part, names);
  });
}

/** What stands in a plain_text object. */
export function decode(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

function paragraphs(text, names) {
  const nodes = [];
  let quote;
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(h('br'));
      else {
        quote = h('blockquote');
        nodes.push(quote);
      }
      quote.append(...inline(quoted[1], names));
    } else {
      if (nodes.length > 0 && !quote) nodes.push(h('br'));
      quote = undefined;
      nodes.push(...inline(line, names));
    }
  }
  return nodes;
}

/** Tokens and code are put aside first, so that no marker inside an address is taken for formatting. */
function inline(line, names) {
  const aside = [];
  const put = (node) => `\ue000${aside.push(node) - 1}\ue001`;
  const plain = line
    .replace(/[\ue000\ue001]/g, '')
    .replace(/`([^`]+)`|<([^<>]*)>/g, (_all, code, inside) => put(code === undefined ? token(inside, names) : h('code', {}, decode(code))));
  return formatted(plain, aside);
}

const MARKED =
  /(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*]*?[^\s*])\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=[^\s_])(.*?[^\s_])_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=[^\s~])([^~]*?[^\s~])~(?![\p{L}\p{N}~])/u;

function formatted(text, aside) {
  const found = MARKED.exec(text);
  if (!found) return restored(text, aside);
  const [all, bold, italic, strike] = found;
  const tag = bold !== undefined ? 'strong' : italic !== undefined ? 'em' : 's';
  return [
    ...restored(text.slice(0, found.index), aside),
    h(tag, {}, formatted(bold ?? italic ?? strike, aside)),
    ...formatted(text.slice(found.index + all.length), aside),
  ];
}

function restored(text, aside) {
  return text
    .split(/\ue000(\d+)\ue001/)
    .map((part, index) => (index % 2 === 1 ? aside[Number(part)] : decode(part)))
    .filter((part) => part !== '');
}

/** What stands between < and >. */
function token(inside, names) {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : inside.slice(bar + 1);
  if (target.startsWith('@')) {
    const id = target.slice(1);
    return h('span', { class: id === names.me ? 'mention me' : 'mention' }, `@${names.person(id) ?? label ?? id}`);
  }
  if (target.startsWith('#')) {
    const channel = names.channel(target.slice(1));
    if (!channel) return h('span', { class: 'mention' }, label ? `#${label}` : words.chat.privateChannel);
    return h('button', { type: 'button', class: 'mention', onclick: channel.open, 'data-focus': target }, `#${channel.name}`);
  }
  if (target.startsWith('!date^')) return dateToken(target, label);
  if (target.startsWith('!')) return h('span', { class: 'mention me' }, `@${label ?? target.slice(1).split('^')[0]}`);
  if (/^https?:\/\/|^mailto:/.test(target)) {
    return h('a', { href: decode(target), target: '_blank', rel: 'noopener noreferrer', 'data-focus': target }, decode(label ?? target));
  }
  return document.createTextNode(decode(`<${inside}>`));
}

function dateToken(target, fallback) {
  const [, seconds, pattern = ''] = target.split('^');
  const at = new Date(Number(seconds) * 1_000);
  if (Number.isNaN(at.getTime())) return document.createTextNode(decode(fallback ?? ''));
  const say = (options) => new Intl.DateTimeFormat(words.chat.locale, { hourCycle: 'h23', ...options }).format(at);
  const day = (options) => pretty(at) ?? say(options);
  const parts = {
    date_num: () => at.toISOString().slice(0, 10),
    date: () => say({ dateStyle: 'long' }),
    date_short: () => say({ dateStyle: 'medium' }),
    date_long: () => say({ dateStyle: 'full' }),
    date_pretty: () => day({ dateStyle: 'long' }),
    date_short_pretty: () => day({ dateStyle: 'medium' }),
    date_long_pretty: () => day({ dateStyle: 'full' }),
    time: () => say({ hour: '2-digit', minute: '2-digit' }),
    time_secs: () => say({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    ago: () => say({ dateStyle: 'medium', timeStyle: 'short' }),
  };
  const shown = pattern.replace(/\{(\w+)\}/g, (all, word) => parts[word]?.() ?? all);
  return h('time', { datetime: at.toISOString(), title: fallback && decode(fallback) }, shown);
}

function pretty(at) {
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 86_400_000);
  return { '-1': words.chat.yesterday, 0: words.chat.today, 1: words.chat.tomorrow }[days];
}
