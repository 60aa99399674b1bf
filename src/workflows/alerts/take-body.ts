import { groupKeyOf, type IncomingAlert } from '../../domain/alerts/alert.ts';
import { clean } from '../../domain/alerts/clean.ts';
import { judgeAlert } from '../../domain/alerts/judge-alert.ts';
import { decidingLabels } from '../../domain/alerts/names.ts';
import { type AlertReader, type ReadBody, readBody, type SetAside } from '../../domain/alerts/read-body.ts';
import { mappedNames } from '../../domain/alerts/read-generic.ts';
import type { Refusal } from '../../domain/alerts/refusal.ts';
import { unreadableText } from '../../domain/alerts/unreadable.ts';
import { type JsonBounds, readJson } from '../../domain/foreign/read-json.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { NewAlertEvent } from '../../storage/index.ts';
import { inSlices } from '../runtime/in-slices.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { AlertInbox } from './alert-inbox.ts';
import { sayHandshake } from './say-doors.ts';

/** The most alerts of one body; docs/alerts.md says so. */
const ITEMS_MAX = 20_000;
/** Of one body, and of one door in an hour, so much of what nobody can read is kept to be looked at; the rest is counted. */
const KEPT_OF_BODY = 20;
const KEPT_AN_HOUR = 200;
/** Characters that are kept of each. */
const KEPT_TEXT = 4_000;

/** What came in, from whom and by which door. */
export interface Delivery {
  source: string;
  sender: string;
  bytes: Uint8Array;
  /** The sender's own name for it, if it has one: a place in a topic. */
  id?: string;
}

/** What became of a body. */
export type Taken = Pick<ReadBody, 'setAside' | 'unchanged' | 'cut' | 'handshakes'> & {
  /** How many alerts are stored. */
  accepted: number;
};

/** Takes bodies of one playbook in, whatever is in them. */
export class AlertIntake {
  private known: { playbook: Playbook; deciding: ReadonlySet<string>; bounds: JsonBounds } | undefined;
  private readonly kept = new Map<string, { since: number; count: number }>();

  constructor(
    private readonly runtime: Runtime,
    private readonly inbox: AlertInbox,
  ) {}

  /** Labels by which something is decided, of any service. */
  get deciding(): ReadonlySet<string> {
    return this.reading().deciding;
  }

  /** What bodies are read by, made anew when the playbooks changed. */
  private reading(): NonNullable<AlertIntake['known']> {
    const { playbook, services } = this.runtime;
    if (this.known?.playbook !== playbook) {
      const deciding = new Set(services.all.flatMap((one) => [...decidingLabels(one.playbook)]));
      const always = wantedFields(playbook, deciding);
      this.known = { playbook, deciding, bounds: { depth: 24, fields: 512, always, items: ITEMS_MAX, text: 262_144 } };
    }
    return this.known;
  }

  /**
   * Reads bodies item by item and stores what is good in them, together. Resolves when that is stored for good; rejects when it is not, and then the
   * senders must send again. What nobody can read is in `setAside`; some of it is kept beside the alerts.
   */
  async take(deliveries: readonly Delivery[], reader: AlertReader): Promise<Taken[]> {
    const receivedAt = this.runtime.clock.now();
    const taken: Taken[] = [];
    const events: NewAlertEvent[] = [];
    for (const delivery of deliveries) {
      const body = await inSlices(this.read(delivery, reader, receivedAt, events));
      taken.push({ ...body, accepted: body.alerts.length });
    }
    await this.inbox.take(events);
    for (const { handshakes } of taken) for (const handshake of handshakes) await sayHandshake(this.runtime, handshake);
    return taken;
  }

  private *read(delivery: Delivery, reader: AlertReader, receivedAt: Date, events: NewAlertEvent[]): Generator<void, ReadBody, void> {
    const { source, sender, bytes } = delivery;
    const json = yield* readJson(bytes, this.reading().bounds);
    const body = yield* readBody(json, reader, { most: ITEMS_MAX });
    for (const [index, payload] of body.alerts.entries()) {
      if (index % 200 === 199) yield;
      events.push({ source, sender, receivedAt, payload, ...this.placeOf(payload) });
    }
    for (const aside of body.setAside.slice(0, this.room(source, body.setAside.length))) events.push(keep(delivery, aside, receivedAt));
    return body;
  }

  private placeOf({ labels }: IncomingAlert): Pick<Required<NewAlertEvent>, 'weight' | 'groupKey'> {
    const { playbook, scope } = this.runtime.services.ofAlert(labels);
    return { weight: judgeAlert(playbook, { labels }).weight, groupKey: groupKeyOf(playbook, labels, scope) };
  }

  /** How many of so many may be kept. */
  private room(source: string, wanted: number): number {
    const now = this.runtime.clock.now().getTime();
    const before = this.kept.get(source);
    const hour = before && Math.abs(now - before.since) < 3_600_000 ? before : { since: now, count: 0 };
    const room = Math.min(wanted, KEPT_OF_BODY, KEPT_AN_HOUR - hour.count);
    this.kept.set(source, { ...hour, count: hour.count + room });
    return room;
  }
}

/** What of a body was refused, for `Refusals`. */
export function refusalsOf({ source, sender }: Delivery, { accepted, unchanged, handshakes, setAside }: Taken): Refusal[] {
  const byCode = new Map<Refusal['code'], Refusal>();
  // A body of which nothing was good is refused whole, for its first reason.
  let requests = accepted + unchanged + handshakes.length === 0 ? 1 : 0;
  for (const { reason, count } of setAside) {
    const { code } = reason;
    const before = byCode.get(code) ?? { source, sender, code, requests, alerts: 0 };
    byCode.set(code, { ...before, alerts: before.alerts + count });
    requests = 0;
  }
  return [...byCode.values()];
}

function keep({ source, sender, bytes, id }: Delivery, { item, reason, extent }: SetAside, receivedAt: Date): NewAlertEvent {
  const [from, to] = extent ?? [0, bytes.length];
  const text = clean(new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + 4 * KEPT_TEXT))), KEPT_TEXT);
  const words = unreadableText(reason);
  return {
    source,
    sender,
    receivedAt,
    payload: { ...(id !== undefined && { id }), item, text },
    unreadable: { reason, text: id === undefined ? words : `${id}: ${words}` },
  };
}

/** Names of fields by which alerts are read: they are found wherever they stand in an object. */
function wantedFields({ alerts }: Playbook, deciding: ReadonlySet<string>): ReadonlySet<string> {
  const known =
    'alerts status truncatedAlerts labels annotations startsAt fingerprint generatorURL panelURL dashboardURL summary description message title ' +
    'runbook_url Error error Type TopicArn Message Subject Timestamp SubscribeURL';
  return new Set([...known.split(' '), ...deciding, ...mappedNames(alerts.generic)]);
}
