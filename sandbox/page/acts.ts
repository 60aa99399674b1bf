import { z } from 'zod';
import type { Bilingual } from '../../src/domain/language/bilingual.ts';
import type { Delivery } from '../slack/index.ts';
import type { Stage } from './stage.ts';
import { makeTrouble, TROUBLES, type Trouble } from './trouble.ts';

/** What came of an act: `problem` is what the person is told, `errors` belong to blocks of a form. */
export type ActResult = { ok: true } | { ok: false; problem: Bilingual; errors?: Record<string, string> };

type Act = (stage: Stage, input: unknown) => Promise<ActResult>;
const as = z.string().min(1).max(80);
const id = z.string().min(1).max(80);
const words = z.string().max(4_000);
const selected = z.union([z.string(), z.array(z.string())]).optional();
const clicked = { actionId: z.string(), blockId: z.string().optional(), value: z.string().optional(), selected };

/** The service works out what happened meanwhile, up to a quarter of an hour. */
const LONGEST_SKIP_MS = 15 * 60_000;
const values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** What people can do on the page; each is one address below `/api/acts/`. */
export const ACTS: Readonly<Record<string, Act>> = {
  slash: act(z.strictObject({ as, channel: id, text: words }), async ({ world: { slack } }, input) => {
    const delivery = await slack.slash(input.as, input.text, { channel: input.channel });
    if (delivery.status === 200) return DONE;
    // Slack's own words when an app does not take a command.
    const error = delivery.status === 0 ? 'operation_timeout' : 'dispatch_failed';
    return refused({ en: `The command failed with the error “${error}”.`, ko: `“${error}” 오류로 명령이 실패했습니다.` });
  }),
  say: act(z.strictObject({ as, channel: id, text: words.min(1), thread: z.string().optional() }), async ({ world: { slack } }, input) => {
    await slack.say(input.as, input.channel, mentioned(escaped(input.text), slack.users), input.thread);
    return DONE;
  }),
  react: act(z.strictObject({ as, channel: id, ts: z.string(), emoji: z.string() }), async ({ world: { slack } }, input) => {
    slack.react(input.as, input.channel, input.ts, input.emoji);
    return DONE;
  }),
  join: act(z.strictObject({ as, channel: id }), async ({ world: { slack } }, input) => {
    slack.join(input.channel, input.as);
    return DONE;
  }),
  click: act(z.strictObject({ as, channel: id, ts: z.string(), ...clicked }), async ({ world: { slack } }, { as: by, ...input }) =>
    answered(await slack.click(defined({ by, ...input }))),
  ),
  'view-click': act(z.strictObject({ as, viewId: id, ...clicked }), async ({ world: { slack } }, { as: by, ...input }) =>
    answered(await slack.clickInView(defined({ by, ...input }))),
  ),
  submit: act(z.strictObject({ as, viewId: id, values }), async ({ world: { slack } }, input) => {
    const delivery = await slack.submit({ by: input.as, viewId: input.viewId, values: input.values });
    const body = delivery.body as { response_action?: string; errors?: Record<string, string> } | undefined;
    if (delivery.status === 200 && body?.response_action === 'errors') {
      return { ok: false, problem: MARKED, errors: body.errors ?? {} };
    }
    return answered(delivery);
  }),
  close: act(z.strictObject({ as, viewId: id }), async ({ world: { slack } }, input) => {
    await slack.closeView({ by: input.as, viewId: input.viewId });
    return DONE;
  }),
  home: act(z.strictObject({ as }), async ({ world: { slack } }, input) => {
    const user = slack.users[input.as];
    return answered(await slack.event('app_home_opened', { user, channel: slack.directMessages(input.as)[0]?.channel ?? '', tab: 'home' }));
  }),
  break: act(
    z.strictObject({ scenario: z.string(), strength: z.number().positive().max(10).optional(), cause: z.string().optional() }),
    async ({ world: { coupon } }, { scenario, ...how }) => {
      coupon.break(scenario, defined(how));
      return DONE;
    },
  ),
  heal: act(z.strictObject({ scenario: z.string().optional() }), async ({ world: { coupon } }, { scenario }) => {
    coupon.heal(scenario);
    return DONE;
  }),
  trouble: act(
    z.strictObject({ vendor: z.enum(['slack', 'zoom']), trouble: z.enum(Object.keys(TROUBLES) as [Trouble, ...Trouble[]]) }),
    async ({ world }, { vendor, trouble }) => {
      makeTrouble(world[vendor].faults, trouble);
      return DONE;
    },
  ),
  speed: act(z.strictObject({ speed: z.number().min(0).max(20) }), async ({ clock }, { speed }) => {
    clock.run(speed);
    return DONE;
  }),
  skip: act(z.strictObject({ ms: z.number().min(0).max(LONGEST_SKIP_MS) }), async (stage, { ms }) => {
    stage.clock.skip(ms);
    await stage.sweep();
    return DONE;
  }),
  reset: act(z.strictObject({}), async (stage) => {
    await stage.reset();
    return DONE;
  }),
};

const DONE: ActResult = { ok: true };

const MARKED: Bilingual = { en: 'Please look at the fields that are marked.', ko: '표시된 항목을 확인해 주세요.' };

function refused(problem: Bilingual): ActResult {
  return { ok: false, problem };
}

/** The stand-ins throw what a person could not have done: that, too, is an answer and no bug of the page's. */
function act<Shape extends z.ZodType>(shape: Shape, run: (stage: Stage, input: z.output<Shape>) => Promise<ActResult>): Act {
  return async (stage, input) => {
    const parsed = shape.safeParse(input);
    if (!parsed.success) return impossible(z.prettifyError(parsed.error));
    try {
      return await run(stage, parsed.data);
    } catch (error) {
      return impossible(error instanceof Error ? error.message : String(error));
    }
  };
}

/** The page offers nothing of the kind, so the reason is for developers and in their language. */
function impossible(why: string): ActResult {
  return refused({ en: why, ko: `할 수 없는 일입니다: ${why}` });
}

function answered(delivery: Delivery): ActResult {
  if (delivery.status === 200) return DONE;
  return refused({
    en: 'Bongsu did not answer. Slack would say: We had some trouble connecting. Try again?',
    ko: 'Bongsu가 응답하지 않았습니다. Slack이라면 연결에 문제가 있으니 다시 시도하겠느냐고 묻습니다.',
  });
}

/** Without the fields that are undefined, which the stand-ins' types keep apart from absent ones. */
function defined<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** As Slack's client does before it sends what somebody typed. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function mentioned(text: string, users: Readonly<Record<string, string>>): string {
  return text.replace(/(^|\s)@([\w.-]+)/g, (all, space: string, name: string) => (users[name] ? `${space}<@${users[name]}>` : all));
}
