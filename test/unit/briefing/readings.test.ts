import fc from 'fast-check';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { parseCall } from '../../../src/integrations/metrics/call-expression.ts';
import { Counters } from '../../../src/integrations/metrics/counters.ts';
import { checkQuery, METRICS_VENDORS } from '../../../src/integrations/metrics/index.ts';
import { createPresentSource } from '../../../src/integrations/metrics/present-source.ts';
import { duration, findReading, optionalChoice, optionalText, readingOf, text } from '../../../src/integrations/metrics/reading-kind.ts';
import { OnDemand } from '../../../src/integrations/on-demand.ts';
import { createSharing } from '../../../src/integrations/shared-connection.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { couponYml } from '../../support/scenario/shipped-playbook.ts';

describe('a call', () => {
  it.each([
    ['latency', { name: 'latency', args: [] }],
    ['  latency ( ) ', { name: 'latency', args: [] }],
    ['lag(coupon-issuer, coupon.requests)', { name: 'lag', args: ['coupon-issuer', 'coupon.requests'] }],
    ['locks(lock:coupon:*)', { name: 'locks', args: ['lock:coupon:*'] }],
    ['locks("a, (b) \\"c\\"")', { name: 'locks', args: ['a, (b) "c"'] }],
    ['lag(group with spaces)', { name: 'lag', args: ['group with spaces'] }],
    ['lag("")', { name: 'lag', args: [''] }],
  ])('%s', (query, expected) => {
    const { name, args } = parseCall(query);
    expect({ name, args: args.map(({ text }) => text) }).toEqual(expected);
  });

  it.each([
    ['', 'does not begin with a name'],
    ['(x)', 'does not begin with a name'],
    ['lag x', 'goes on with "x" after the name'],
    ['lag(x', 'lacks its closing bracket'],
    ['lag("x', 'has brackets or quotes in an argument'],
    ['lag(f(x))', 'has brackets or quotes in an argument'],
    ['lag(x) + 1', 'goes on with " + 1" after its closing bracket'],
    ['lag(x,,y)', 'has an empty argument'],
    ['lag(x,)', 'has an empty argument'],
    ['lag(,x)', 'has an empty argument'],
  ])('%s is refused: %s', (query, why) => {
    expect(() => parseCall(query)).toThrow(expect.objectContaining({ code: 'bad_query', message: expect.stringContaining(why) }));
  });

  it('takes any argument in quotes', () => {
    const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }), (args) => {
        expect(parseCall(`name(${args.map(quoted).join(', ')})`)).toEqual({ name: 'name', args: args.map((text) => ({ text })) });
      }),
      { seed: testSeed() },
    );
  });
});

const reading = readingOf<{ value: number | undefined; seen?: object }>();
const TABLE = [
  reading({ name: 'plain', unit: 'count', doc: 'Plain.', read: async ({ value }) => value }),
  reading({
    name: 'rich',
    arguments: { group: text, topic: optionalText, state: optionalChoice(['on', 'off']), window: duration('1m') },
    unit: 'seconds',
    doc: 'Rich.',
    read: async (connection, args) => {
      connection.seen = args;
      return connection.value;
    },
  }),
];
const moment = { at: new Date(0), counters: new Counters() };

describe('a reading', () => {
  it.each([
    ['rich(a)', { group: 'a', topic: undefined, state: undefined, window: 60_000 }],
    ['rich(a, window=90s, topic="b, c")', { group: 'a', topic: 'b, c', state: undefined, window: 90_000 }],
    ['rich(topic = b, group=a)', { group: 'a', topic: 'b', state: undefined, window: 60_000 }],
    // No argument is called like that, and in quotes nothing is a name.
    ['rich(job=a, "topic=b")', { group: 'job=a', topic: 'topic=b', state: undefined, window: 60_000 }],
    ['rich(a, b, off, 90s)', { group: 'a', topic: 'b', state: 'off', window: 90_000 }],
  ])('%s gets its arguments', async (query, expected) => {
    const connection = { value: 1, seen: {} };
    await findReading(TABLE, query).read(connection, moment);
    expect(connection.seen).toEqual(expected);
  });

  it.each([
    ['plan', 'asks for "plan", which is not known: did you mean "plain"? Possible: plain, rich'],
    ['plain(1)', 'has 1 arguments: plain takes none'],
    ['rich', 'lacks group: write rich(group, topic=…, state=…, window=1m)'],
    ['rich(topic=b)', 'lacks group: write rich(group, topic=…, state=…, window=1m)'],
    ['rich(a, b, topic=c)', 'says topic twice'],
    ['rich(a, window=soon)', 'needs a duration such as 10ms, 1s or 5m for window (found "soon")'],
    ['rich("")', 'needs a name for group (found "")'],
    ['rich(a, b, middle)', 'needs one of on, off for state (found "middle")'],
    ['rich(a, b, on, soon)', 'needs a duration such as 10ms, 1s or 5m for window (found "soon")'],
    ['rich(a, b, on, 0s)', 'needs a duration'],
    ['rich(a, b, on, 1m, 2m)', 'has 5 arguments'],
  ])('%s is refused', (query, why) => {
    expect(() => findReading(TABLE, query)).toThrow(
      expect.objectContaining({ name: 'PermanentError', code: 'bad_query', message: expect.stringContaining(why) }),
    );
  });

  it.each(METRICS_VENDORS.flatMap(({ name, readings = [] }) => readings.map((kind) => [name, kind.name, kind.doc] as const)))(
    'of %s: %s has a name of its own and a sentence for people',
    (source, name, doc) => {
      const table = METRICS_VENDORS.find((vendor) => vendor.name === source)?.readings ?? [];
      expect(table.filter((kind) => kind.name === name)).toHaveLength(1);
      expect(doc).toMatch(/^[A-Z].*\.$/);
    },
  );
});

describe('what a source gives', () => {
  const giving = (value: number | undefined) => {
    const connection = new OnDemand({
      vendor: 'It',
      open: async () => ({ value }),
      shut: async () => {},
      explain: (error) => error as never,
    });
    return createPresentSource(
      createSharing<{ value: number | undefined }>()({}, () => connection),
      TABLE,
    );
  };
  const ask = { query: 'plain', at: new Date(1_000), timeoutMs: 1_000 };

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is no value', async (value) => {
    expect(await giving(value).instant(ask)).toBeUndefined();
  });

  it('zero is a value, and less is said', async () => {
    expect(await giving(0).instant(ask)).toEqual({ value: 0, at: ask.at });
    await expect(giving(-5).instant(ask)).rejects.toMatchObject({
      name: 'TransientError',
      code: 'absurd',
      message: 'plain gives -5, which cannot be.',
    });
  });
});

describe('a counter', () => {
  const at = (seconds: number) => ({ at: new Date(seconds * 1_000), windowMs: 60_000 });

  it('tells its growth over the window, once there are two questions', () => {
    const counters = new Counters();
    expect(counters.growth('x', 100, at(0))).toBeUndefined();
    expect(counters.growth('x', 110, at(10))).toEqual({ by: 10, overMs: 10_000 });
    expect(counters.growth('x', 130, at(70))).toEqual({ by: 20, overMs: 60_000 });
    expect(counters.growth('y', 5, at(70))).toBeUndefined();
    expect(counters.perSecond('x', 190, at(130))).toBe(1);
  });

  it('begins anew when it went back, and when nobody asked for long', () => {
    const counters = new Counters();
    counters.growth('x', 100, at(0));
    expect(counters.growth('x', 5, at(10))).toBeUndefined();
    expect(counters.growth('x', 6, at(20))).toEqual({ by: 1, overMs: 10_000 });
    expect(counters.growth('x', 9, at(200))).toBeUndefined();
    expect(counters.growth('x', 9, at(200))).toBeUndefined();
  });
});

describe('at the start', () => {
  const source = 'query: sum(kafka_consumergroup_members{consumergroup="coupon-issuer"})\n    unit: count';
  const changed = (replacement: string) => {
    const text = couponYml([source, replacement]);
    const line = text.slice(0, text.indexOf('query: ', text.indexOf('kafka_consumers:'))).split('\n').length;
    return { line, parse: () => parsePlaybook(text, 'coupon.yml', KNOWN_NAMES) };
  };

  it('a playbook with a query that its source cannot answer is refused with the line', () => {
    const { line, parse } = changed('source: postgres\n    query: connection(idle)\n    unit: count');
    expect(parse).toThrow(
      `coupon.yml:${line}: signals.kafka_consumers.query: The query connection(idle) asks for "connection", which is not known: did you mean "connections"?`,
    );
  });

  it('and so is a unit that is not what the source gives', () => {
    const { line, parse } = changed('source: postgres\n    query: longest_transaction\n    unit: count');
    expect(parse).toThrow(
      `coupon.yml:${line + 1}: signals.kafka_consumers.unit: must be seconds, which is what postgres gives for longest_transaction (found "count")`,
    );
  });

  it('one that fits is taken, and a language of its own is not judged', () => {
    const { parse } = changed('source: postgres\n    query: connections(idle)\n    unit: count');
    expect(parse().signals.kafka_consumers).toMatchObject({ source: 'postgres' });
    expect(checkQuery('prometheus', 'sum(')).toBeUndefined();
    expect(checkQuery('nobody', 'x')).toBeUndefined();
  });
});
