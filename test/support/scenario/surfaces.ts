import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageState } from '../../../sandbox/slack/index.ts';
import type { World } from '../../../sandbox/world.ts';
import type { ChatMessage } from '../../../src/domain/chat/message.ts';
import { type BrowserPage, LOOKS, type Look } from '../browser/browser-page.ts';
import { eventually } from '../clocks/eventually.ts';
import { objectionsToMessage } from './block-kit-limits.ts';

/** A directory for a picture of every surface in every look, for whoever wants to read them; none are taken without it. */
const PICTURES = process.env.SURFACE_PICTURES;
const ALL_LOOKS = Object.keys(LOOKS) as Look[];
/** So high that nothing has to be scrolled. */
const WHOLE_HEIGHT = 4_000;
/** A notification that says less than this says nothing. */
const SPOKEN_MIN = 12;

/** Evaluated on the page with a node: where the eye, a narrow screen or a screen reader gets less than was meant. */
const OBJECTIONS = `(node) => {
  const found = [];
  const outside = (it) => it.outerHTML.slice(0, 120);
  for (const image of node.querySelectorAll('img')) if (!image.alt.trim()) found.push('a picture without words: ' + outside(image));
  for (const it of node.querySelectorAll('button, a[href], select')) {
    const name = it.getAttribute('aria-label') ?? it.querySelector('img')?.alt ?? it.textContent;
    if (!name.trim()) found.push('nothing says what this does: ' + outside(it));
  }
  for (const it of [node, ...node.querySelectorAll('*')]) {
    const cuts = it.clientWidth > 0 && it.scrollWidth > it.clientWidth + 1;
    if (cuts && !['select', 'input', 'textarea'].includes(it.localName)) found.push('wider than its place: ' + outside(it));
  }
  const raw = /\\b[UCSW]0[A-Z0-9]{4,}\\b|<[@#!][^>]*>|\\b(?:undefined|NaN|null)\\b|\\[object|&(?:amp|lt|gt);/g;
  for (const [word] of node.innerText.matchAll(raw)) found.push('raw: ' + word);
  return found;
}`;

/** Looks at everything that the bot has said as it stands on the page, and collects what is wrong. */
export class Surfaces {
  /** In words: where, in which look, and what. */
  readonly objections: string[] = [];
  /** What was seen: the first word of the key that a message carries, `answer` for those that only one person sees. */
  readonly kinds = new Set<string>();
  private readonly seen = new Map<string, string>();
  private pictures = 0;

  constructor(
    private readonly visitor: BrowserPage,
    private readonly world: World,
    /** Begins the names of the pictures. */
    private readonly name: string,
    private readonly looks: readonly Look[],
  ) {}

  /** Every message of the bot in the open conversation that is new, or changed since it was looked at, as soon as the page shows it. */
  async messages(place: string): Promise<void> {
    const fresh = await eventually(
      () => `the page shows what stands in ${place}`,
      async () => {
        const marks = await this.marks();
        const here = this.said(this.openChannel()).filter(({ thread_ts, ts }) => thread_ts === undefined || thread_ts === ts);
        const isShown = (message: MessageState) => marks.get(idOf(message))?.includes(JSON.stringify(message.blocks));
        return here.every(isShown) ? here.filter((it) => this.seen.get(idOf(it)) !== JSON.stringify(it.blocks)) : undefined;
      },
    );
    for (const message of fresh) {
      this.seen.set(idOf(message), JSON.stringify(message.blocks));
      this.kinds.add(kindOf(message));
      this.judge(message, place);
    }
    const places = fresh.map((message) => ({ selector: shownAs(idOf(message)), place: `${place} ${kindOf(message)}` }));
    await this.look(places, place, new Set(fresh.map(idOf)));
  }

  /** Something else that is shown, such as a form or the home of the app. */
  async other(selector: string, place: string): Promise<void> {
    await this.look([{ selector, place }], place);
  }

  private async look(
    shown: readonly { selector: string; place: string }[],
    where: string,
    fresh: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    if (shown.length === 0) return;
    // What stands there unchanged was looked at in these looks when it was new.
    const marks = await this.marks();
    const known = [...this.seen].filter(([id, blocks]) => !fresh.has(id) && marks.get(id)?.includes(blocks)).map(([id]) => shownAs(id));
    for (const look of PICTURES === undefined ? this.looks : ALL_LOOKS) {
      await this.visitor.look(look);
      if (PICTURES !== undefined) await this.visitor.page.setViewportSize({ width: LOOKS[look].viewport.width, height: WHOLE_HEIGHT });
      const selectors = JSON.stringify(shown.map(({ selector }) => selector));
      const found = await this.visitor.page.evaluate(`${selectors}.map((it) => (${OBJECTIONS})(document.querySelector(it)))`);
      for (const [index, { selector, place }] of shown.entries()) {
        this.objections.push(...((found as string[][])[index] ?? []).map((what) => `${place}, ${look}: ${what}`));
        if (PICTURES !== undefined) await this.picture(PICTURES, { selector, place, look });
      }
      this.objections.push(...(await this.visitor.seriousViolations({ but: known })).map((what) => `${where}, ${look}: ${what}`));
    }
    await this.visitor.look('light');
  }

  private async picture(directory: string, { selector, place, look }: { selector: string; place: string; look: Look }): Promise<void> {
    this.pictures += 1;
    mkdirSync(directory, { recursive: true });
    const number = String(this.pictures).padStart(3, '0');
    const path = join(directory, `${this.name}-${number}-${place.replace(/\W+/g, '-')}-${look}.png`);
    writeFileSync(path, await this.visitor.page.locator(selector).screenshot());
  }

  /** What Slack, a notification and a screen reader make of it. */
  private judge(message: MessageState, place: string): void {
    const { slack } = this.world;
    const where = `${place} ${kindOf(message)}`;
    const known = { users: [...Object.values(slack.users), slack.botUserId], channels: slack.channels().map(({ id }) => id) };
    const sent = { text: message.text, blocks: message.blocks } as unknown as ChatMessage;
    this.objections.push(...objectionsToMessage(sent, known).map((what) => `${where}: ${what}`));
    if (message.text.length < SPOKEN_MIN) this.objections.push(`${where}: a notification says only “${message.text}”`);
  }

  /** What each message on the page was drawn from. */
  private async marks(): Promise<Map<string, string>> {
    const drawn = await this.visitor.page.evaluate(
      "[...document.querySelectorAll('#log article')].map((it) => [it.dataset.key, it.keptMark])",
    );
    return new Map(drawn as [string, string][]);
  }

  private openChannel(): string {
    return new URL(this.visitor.page.url()).searchParams.get('channel') ?? '';
  }

  /** The bot's messages in this conversation, and what only the person acted for sees there. */
  private said(channel: string): MessageState[] {
    const { slack } = this.world;
    const me = new URL(this.visitor.page.url()).searchParams.get('as') ?? '';
    const all = [...slack.messages(channel), ...slack.directMessages(me), ...slack.ephemerals(me)];
    const here = all.filter((message) => message.channel === channel && message.user === slack.botUserId);
    return [...new Map(here.map((message) => [message.ts, message])).values()];
  }
}

/** Its selector on the page. */
function shownAs(id: string): string {
  return `#log [data-key="${id}"]`;
}

function idOf({ channel, ts }: MessageState): string {
  return `${channel} ${ts}`;
}

function kindOf({ metadata, visibleTo }: MessageState): string {
  const key = metadata?.event_payload.key;
  if (typeof key === 'string') return key.replace(/:.*/, '');
  return visibleTo === undefined ? 'plain' : 'answer';
}
