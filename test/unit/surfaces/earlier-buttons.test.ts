import { readButton } from '../../../src/bot/actions/read-button.ts';

/** As the last release (87b31af) wrote them, and what was asked for. */
const OLD: readonly [actionId: string, value: object | '', asked: object][] = [
  [
    'incident.assign',
    { incident: 7, version: 3, role: 'commander' },
    { command: 'assign', incident: 7, args: { role: 'commander', seen: 'nobody' } },
  ],
  ['incident.roles', { incident: 7, version: 3 }, { command: 'assign', incident: 7, args: {} }],
  ['incident.open', '', { command: 'open', incident: undefined, args: {} }],
  ...(['mitigated', 'resolve', 'close', 'cancel', 'reopen'] as const).map(
    (move) => [`incident.move.${move}`, { incident: 7, version: 3 }, { command: move, incident: 7, args: {} }] as [string, object, object],
  ),
  ['incident.escalate', { incident: 7, version: 3, step: 2 }, { command: 'escalate', incident: 7, args: { seen: 2 } }],
  ['incident.list.next', { page: 2, scope: 'active' }, { command: 'list', incident: undefined, args: { page: 2, scope: 'active' } }],
  ['incident.list.previous', { page: 1, scope: 'all' }, { command: 'list', incident: undefined, args: { page: 1, scope: 'all' } }],
  ['page.ack', { incident: 7, version: 3, page: '31' }, { command: 'page acknowledge', incident: 7, args: { page: 31 } }],
  ['page.pass-on', { incident: 7, version: 3, page: '31' }, { command: 'page pass-on', incident: 7, args: { page: 31 } }],
  [
    'diagnosis.name',
    { incident: 7, version: 3, cause: 'S3/connection-leak' },
    { command: 'diagnosis is', incident: 7, args: { cause: 'S3/connection-leak', seen: 'nobody' } },
  ],
  ['update.now', { incident: 7, version: 3 }, { command: 'update now', incident: 7, args: {} }],
  ['update.skip', { incident: 7, version: 3 }, { command: 'update skip', incident: 7, args: {} }],
  ['retro.accept', { incident: 7, version: 3 }, { command: 'retro accept', incident: 7, args: {} }],
  ['retro.propose', { incident: 7, version: 3 }, { command: 'retro propose', incident: 7, args: {} }],
  [
    'retro.move',
    { incident: 7, version: 3, at: '2026-03-05T05:00:00.000Z' },
    { command: 'retro move', incident: 7, args: { at: '2026-03-05T05:00:00.000Z' } },
  ],
  ['follow-up.done.N1', { incident: 7, version: 3, row: 'N1' }, { command: 'followups done', incident: 7, args: { row: 'N1' } }],
  [
    'analysis.take.R3',
    { incident: 7, version: 3, item: 'R3' },
    { command: 'analysis take', incident: 7, args: { item: 'R3', seen: 'nobody' } },
  ],
  [
    'analysis.tick.R3.pool',
    { incident: 7, version: 3, item: 'R3.pool' },
    { command: 'analysis done', incident: 7, args: { item: 'R3.pool', ask: true } },
  ],
  ['analysis.run.G1', { incident: 7, version: 3, item: 'G1' }, { command: 'analysis run', incident: 7, args: { item: 'G1' } }],
  ['mitigation.open.shed', { incident: 7, version: 3, name: 'shed' }, { command: 'mitigate', incident: 7, args: { name: 'shed' } }],
  ...(['approve', 'refuse', 'stop', 'undo', 'keep'] as const).map(
    (what) =>
      [`mitigation.${what}.12`, { incident: 7, version: 3, run: 12 }, { command: `mitigate ${what}`, incident: 7, args: { run: 12 } }] as [
        string,
        object,
        object,
      ],
  ),
];

describe('what a message of the last release asks for:', () => {
  it.each(OLD)('%s', (actionId, value, asked) => {
    const sent = value === '' ? '' : JSON.stringify(value);
    expect(readButton(actionId, sent)?.sent).toEqual(asked);
    if (value === '' || !('incident' in value)) return;
    for (const forged of ['', '{}', 'null', '[7]', '{"incident":"7"}', JSON.stringify({ ...value, incident: -1 })])
      expect(readButton(actionId, forged)).toBeUndefined();
  });

  it('is read as strictly as what is asked for today', () => {
    const old = (actionId: string, more: object) => readButton(actionId, JSON.stringify({ incident: 7, version: 3, ...more }));
    expect(old('page.ack', { page: '1 2' })).toBeUndefined();
    expect(old('page.ack', { page: '0x1f' })).toBeUndefined();
    expect(old('mitigation.open.shed', { name: 'shed to=1' })).toBeUndefined();
    expect(old('analysis.take.R3', { item: 'R3 @x' })).toBeUndefined();
    expect(old('diagnosis.name', { cause: 'S3/leak and I say so' })).toBeUndefined();
    expect(old('mitigation.run.12', { run: 12 })).toBeUndefined();
  });
});
