import { byId, h, keepChildren } from '../dom.js';
import { EndKeeper } from './end-keeper.js';
import { threadItems } from './messages.js';

/** The thread that is open beside the channel. `send(text, ts)` answers in it; resolves to the problem, if there is one. */
export class Thread {
  constructor({ send, onClose }) {
    this.open = undefined;
    this.onClose = onClose;
    this.pane = byId('thread');
    this.end = new EndKeeper(byId('thread-log'));
    byId('thread-close').addEventListener('click', () => this.close());
    this.pane.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    byId('thread-composer').addEventListener('submit', async (event) => {
      event.preventDefault();
      const input = byId('thread-text');
      const text = input.value.trim();
      if (text === '' || !this.open) return;
      input.value = '';
      // Nothing typed is lost.
      if ((await send(text, this.open.ts)) !== undefined) input.value = text;
    });
  }

  show(channel, ts, options) {
    this.open = { channel: channel.id, ts };
    document.body.dataset.thread = 'open';
    this.pane.hidden = false;
    this.draw(channel, options, { toEnd: true });
    byId('thread-text').focus();
  }

  /** Closes it when the channel is another one or the message is gone. */
  draw(channel, options, { toEnd = false } = {}) {
    if (!this.open) return;
    if (channel?.id !== this.open.channel || !channel.messages.some(({ ts }) => ts === this.open.ts)) return this.close({ quietly: true });
    byId('thread-place').textContent = channel.kind === 'direct' ? channel.name : `#${channel.name}`;
    byId('thread-composer').hidden = !channel.member || channel.archived;
    const log = byId('thread-log');
    const atEnd = toEnd || this.end.isAtEnd();
    const [first, ...replies] = threadItems(channel, this.open.ts, options);
    const line = replies.length > 0 ? [{ key: 'line', mark: '', make: () => h('hr', { class: 'thread-line' }) }] : [];
    keepChildren(log, [first, ...line, ...replies]);
    if (atEnd) this.end.toEnd();
  }

  close({ quietly = false } = {}) {
    if (!this.open) return;
    const { ts } = this.open;
    this.open = undefined;
    delete document.body.dataset.thread;
    this.pane.hidden = true;
    byId('thread-log').replaceChildren();
    if (!quietly) this.onClose(ts);
  }
}
