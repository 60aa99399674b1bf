import { DateTime } from 'luxon';

/** Who is on call by a schedule of PagerDuty at an instant, worked out by other means than the product: layer by layer from the top, on the calendar of luxon. */

export interface LayerData {
  name: string;
  start: string;
  end: string | null;
  rotation_virtual_start: string;
  rotation_turn_length_seconds: number;
  users: { user: { id: string; type: string } }[];
  restrictions: { type: string; start_time_of_day: string; duration_seconds: number; start_day_of_week?: number }[];
}

/** `layers` as the API answers them, the uppermost first. Undefined: nobody. */
export function pagerdutyOncall(
  zone: string,
  layers: readonly LayerData[],
  overrides: readonly { start: string; end: string; user: { id: string } }[],
  at: Date,
): string | undefined {
  const put = overrides.findLast(({ start, end }) => Date.parse(start) <= at.getTime() && at.getTime() < Date.parse(end));
  if (put) return put.user.id;
  const top = layers.find((layer) => serves(layer, zone, at));
  return top?.users[turnAt(top, zone, at) % top.users.length]?.user.id;
}

function serves({ start, end, rotation_virtual_start, restrictions }: LayerData, zone: string, at: Date): boolean {
  if (at.getTime() < Math.max(Date.parse(start), Date.parse(rotation_virtual_start))) return false;
  if (end !== null && at.getTime() >= Date.parse(end)) return false;
  const local = DateTime.fromJSDate(at, { zone });
  const minute = (local.weekday - 1) * 1_440 + local.hour * 60 + local.minute;
  return (
    restrictions.length === 0 ||
    restrictions.some(({ type, start_time_of_day, duration_seconds, start_day_of_week = 1 }) => {
      const [hour = 0, minutes = 0] = start_time_of_day.split(':').map(Number);
      const every = type === 'weekly_restriction' ? 10_080 : 1_440;
      const from = hour * 60 + minutes + (type === 'weekly_restriction' ? (start_day_of_week - 1) * 1_440 : 0);
      return (((minute - from) % every) + every) % every < duration_seconds / 60;
    })
  );
}

function turnAt({ rotation_virtual_start, rotation_turn_length_seconds }: LayerData, zone: string, at: Date): number {
  // Turns follow the wall clock: what clocks in the zone showed, counted as if none of them ever changed.
  const reading = (time: number) => DateTime.fromMillis(time, { zone }).setZone('utc', { keepLocalTime: true }).toMillis();
  return Math.floor((reading(at.getTime()) - reading(Date.parse(rotation_virtual_start))) / (rotation_turn_length_seconds * 1_000));
}
