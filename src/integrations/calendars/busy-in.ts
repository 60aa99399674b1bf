import type ICAL from 'ical.js';
import { DateTime, IANAZone } from 'luxon';
import type { CalendarQuestion } from '../../domain/ports/calendars.ts';
import type { Span } from '../../domain/review/plan-retro.ts';

/** More than anybody's calendar repeats within the weeks that are asked about; a rule that never gets there is left. */
const OCCURRENCES_AT_MOST = 20_000;

type Library = typeof ICAL;
type Asked = Omit<CalendarQuestion, 'address'>;

/** When the calendar holds something: its entries that are neither free nor cancelled, each time they repeat, and spans that a server gives as busy (VFREEBUSY). Throws what the library throws of what is no calendar. */
export function busyIn(library: Library, text: string, asked: Asked): Span[] {
  const parsed = library.parse(text) as unknown[];
  // One calendar begins with its name; several are a list of such.
  const calendars = (typeof parsed[0] === 'string' ? [parsed] : (parsed as unknown[][])).map((one) => new library.Component(one));
  return calendars.flatMap((calendar) => [...busyEntries(library, calendar, asked), ...busySpans(calendar, asked)]).filter(isWithin(asked));
}

function busyEntries(library: Library, calendar: ICAL.Component, asked: Asked): Span[] {
  const components = calendar.getAllSubcomponents('vevent').filter((event) => event.getFirstProperty('dtstart') !== null);
  const changed = new Map<string, ICAL.Component[]>();
  for (const one of components) {
    if (one.hasProperty('recurrence-id')) changed.set(uidOf(one), [...(changed.get(uidOf(one)) ?? []), one]);
  }
  const alone = new Set([...changed.keys()]);
  const masters = components.filter((one) => !one.hasProperty('recurrence-id'));
  for (const master of masters) alone.delete(uidOf(master));
  const spans = masters.flatMap((master) => occurrences(library, master, changed.get(uidOf(master)) ?? [], asked));
  // A change of an entry that is not there itself still takes its time.
  return [...spans, ...[...alone].flatMap((uid) => changed.get(uid) ?? []).flatMap((one) => spanOf(new library.Event(one), one, asked))];
}

function occurrences(library: Library, master: ICAL.Component, exceptions: readonly ICAL.Component[], asked: Asked): Span[] {
  const event = new library.Event(master, { exceptions: [...exceptions] as unknown as ICAL.Event[], strictExceptions: false });
  if (!event.isRecurring()) return spanOf(event, master, asked);
  const found: Span[] = [];
  const zone = zoneOf(master, asked);
  const times = event.iterator();
  for (let count = 0; count < OCCURRENCES_AT_MOST; count += 1) {
    const next = times.next();
    if (!next) break;
    const { startDate, endDate, item } = event.getOccurrenceDetails(next);
    if (instant(next, zone).getTime() >= asked.within.to.getTime()) break;
    const own = zoneOf(item.component, asked);
    if (takesTime(item.component)) found.push({ from: instant(startDate, own), to: instant(endDate, own) });
  }
  return found;
}

function spanOf(event: ICAL.Event, component: ICAL.Component, asked: Asked): Span[] {
  const zone = zoneOf(component, asked);
  return takesTime(component) ? [{ from: instant(event.startDate, zone), to: instant(event.endDate, zone) }] : [];
}

/** An entry that is shown as free, or was called off, takes nobody's time. */
function takesTime(event: ICAL.Component): boolean {
  const says = (name: string) => String(event.getFirstPropertyValue(name) ?? '').toUpperCase();
  return says('transp') !== 'TRANSPARENT' && says('status') !== 'CANCELLED' && says('x-microsoft-cdo-busystatus') !== 'FREE';
}

/** Spans of VFREEBUSY: `19970308T160000Z/PT3H`, or up to a second moment. */
function busySpans(calendar: ICAL.Component, asked: Asked): Span[] {
  return calendar
    .getAllSubcomponents('vfreebusy')
    .flatMap((answer) => answer.getAllProperties('freebusy'))
    .filter((property) => String(property.getParameter('fbtype') ?? 'BUSY').toUpperCase() !== 'FREE')
    .flatMap((property) => property.getValues() as ICAL.Period[])
    .map((period) => ({ from: instant(period.start, asked.zone), to: instant(period.getEnd(), asked.zone) }));
}

/** A time of which the calendar does not describe the zone is told by the wall. */
function instant(time: ICAL.Time, zone: string): Date {
  if (time.zone && time.zone.tzid !== 'floating') return time.toJSDate();
  const { year, month, day, hour, minute, second } = time;
  return DateTime.fromObject({ year, month, day, hour, minute, second }, { zone }).toJSDate();
}

/** By whose wall: of the zone that the entry names, else of whoever's calendar it is. */
function zoneOf(event: ICAL.Component, { zone }: Asked): string {
  const named = event.getFirstProperty('dtstart')?.getFirstParameter('tzid');
  return named && IANAZone.isValidZone(named) ? named : zone;
}

function uidOf(event: ICAL.Component): string {
  return String(event.getFirstPropertyValue('uid') ?? '');
}

function isWithin({ within }: Asked): (span: Span) => boolean {
  return ({ from, to }) => from < within.to && within.from < to && !Number.isNaN(from.getTime()) && !Number.isNaN(to.getTime());
}
