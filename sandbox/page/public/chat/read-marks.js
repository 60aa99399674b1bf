/** Who has read what, per person and channel, for as long as this tab lives and this start of the demo. */
export class ReadMarks {
  constructor(run) {
    this.name = `read ${run}`;
    this.marks = JSON.parse(sessionStorage.getItem(this.name) ?? '{}');
  }

  /** The `ts` up to which the person has read; undefined when they never looked. */
  of(person, channelId) {
    return this.marks[`${person} ${channelId}`];
  }

  read(person, channel) {
    const last = channel.messages.at(-1)?.ts;
    const key = `${person} ${channel.id}`;
    if (last === undefined || this.marks[key] === last) return;
    this.marks[key] = last;
    sessionStorage.setItem(this.name, JSON.stringify(this.marks));
  }

  /** Messages of others since the last look, and those among them that notify the person. */
  unread(person, me, channel) {
    const since = this.marks[`${person} ${channel.id}`] ?? '';
    if (!channel.member) return { count: 0, pings: 0 };
    const fresh = channel.messages.filter(({ ts, user }) => ts > since && user !== me);
    const pings = channel.kind === 'direct' ? fresh.length : fresh.filter(({ pingsMe }) => pingsMe).length;
    return { count: fresh.length, pings };
  }
}
