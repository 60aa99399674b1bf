import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sentences of earlier releases that stood for a fact, by the state of the row in which they were written; read here for the last time. A person can say
 * anything of a row that is kept, so that only what stood there in both languages is ours.
 */
const SENTENCES: readonly (readonly [state: 'waived' | 'missed', code: string, ...words: string[]])[] = [
  ['waived', 'recovered', 'Recovered before it was due.', '기한 전에 복구되었습니다.'],
  ['waived', 'mitigated', 'Mitigated before it was due.', '기한 전에 완화되었습니다.'],
  ['waived', 'reopened', 'The incident was reopened.', '장애가 다시 열렸습니다.'],
  ['waived', 'cancelled', 'The incident was cancelled as a false alarm.', '오탐으로 취소된 장애입니다.'],
  ['waived', 'private', 'The incident is private.', '비공개 장애입니다.'],
  ['waived', 'held', 'Everything measured is well; escalation is held.', '측정값이 모두 정상이라 에스컬레이션을 보류했습니다.'],
  [
    'missed',
    'no-working-hour',
    'No working hour lies before its time; this is the first working slot.',
    'There is no working hour before it is due; this is the first working slot.',
    '기한 안에 근무 시간이 없어 첫 근무 시간으로 잡았습니다.',
  ],
  [
    'missed',
    'moved',
    'The meeting was moved to after its time.',
    'The meeting was moved past the time when it is due.',
    '회의를 기한 이후로 옮겼습니다.',
  ],
];

/** The same with something in it: what stood before and behind that, in each release's English, then in Korean. */
const FOLLOWED = ['^Followed for (\\d{1,9}) min after recovery\\.$', '^복구 후 (\\d{1,9})분 동안 확인했습니다\\.$'] as const;
const COLLECTED = ['^Collected (?:by itself|automatically): (.*)$', '^자동 수집: (.*)$'] as const;

/** What a run of a mitigation said beside its code, in each release's English and Korean. */
const PROBLEMS: readonly (readonly [code: string, ...words: string[]])[] = [
  ['changed', 'The target is not what it was when the plan was made.', '계획을 세울 때와 대상의 값이 달라졌습니다.'],
  ['frozen', 'Everything was frozen.', '모든 조치가 동결되었습니다.'],
  ['lapsed', 'Nobody approved it in time.', '제때 승인한 사람이 없습니다.'],
  [
    'mind-changed',
    'The diagnosis no longer says what it was to be run for.',
    'The diagnosis no longer supports it.',
    '진단이 더는 이 조치를 뒷받침하지 않습니다.',
  ],
  ['stopped', 'Somebody stopped it.', '누군가 멈췄습니다.'],
];
/** Who stopped a run, as a mention in a text. */
const MENTION = '^<@([UW][A-Z0-9]+)>$';

/** What no fact is known of is said as it stands: once, where it is the same in every language. */
const verbatim = (column: string) =>
  `jsonb_build_object('code', 'said', 'text', case when ${column} ->> 'en' = ${column} ->> 'ko' then ${column} -> 'en' else ${column} end)`;

/** Why a row is waived or missed, what kept it, and why a run of a mitigation went otherwise, are facts from now on; words are made when they are shown. */
export class Reasons1765330000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deadlines rename column reason to words;
      alter table deadlines add column reason jsonb;
      alter table retros rename column late_reason to late_words;
      alter table retros add column late_reason jsonb;

      -- What the playbook said of a scenario stays as it was said.
      update deadlines set reason = because || case because ->> 'code' when 'scenario' then
          jsonb_build_object('said', case when words ->> 'en' = words ->> 'ko' then words -> 'en' else words end) else '{}' end
        where because is not null;
    `);
    for (const [state, code, ...words] of SENTENCES) {
      await runner.query(
        `update deadlines set reason = jsonb_build_object('code', $1::text)
          where reason is null and state = $2 and (words ->> 'en' = any($3::text[]) or words ->> 'ko' = any($3::text[]))`,
        [code, state, words],
      );
      if (state === 'missed') {
        await runner.query(
          `update retros set late_reason = jsonb_build_object('code', $1::text)
            where late_words ->> 'en' = any($2::text[]) or late_words ->> 'ko' = any($2::text[])`,
          [code, words],
        );
      }
    }
    await runner.query(
      `update deadlines set reason = jsonb_build_object('code', 'followed', 'minutes', substring(words ->> 'en' from $1)::integer)
        where reason is null and state = 'kept' and words ->> 'en' ~ $1 and words ->> 'ko' ~ $2`,
      FOLLOWED.map((pattern) => pattern),
    );
    await runner.query(
      `update deadlines set reason = jsonb_build_object('code', 'collected', 'signals', '[]'::jsonb, 'sources', jsonb_build_array(
          case when substring(words ->> 'en' from $1) = substring(words ->> 'ko' from $2) then to_jsonb(substring(words ->> 'en' from $1))
               else jsonb_build_object('en', substring(words ->> 'en' from $1), 'ko', substring(words ->> 'ko' from $2)) end))
        where reason is null and state = 'kept' and words ->> 'en' ~ $1 and words ->> 'ko' ~ $2`,
      COLLECTED.map((pattern) => pattern),
    );
    for (const [code, ...words] of PROBLEMS) {
      await runner.query(
        `update mitigation_runs set problem = problem - 'text'
          where problem ->> 'code' = $1 and coalesce(problem #>> '{text,en}', problem ->> 'text') = any($2::text[])`,
        [code, words],
      );
    }
    await runner.query(
      `update mitigation_runs set problem = (problem - 'text') || jsonb_build_object('by', substring(problem ->> 'text' from $1))
        where problem ->> 'code' = 'stopped' and problem ->> 'text' ~ $1`,
      [MENTION],
    );
    await runner.query(`
      update deadlines set reason = ${verbatim('words')} where reason is null and words is not null;
      update retros set late_reason = ${verbatim('late_words')} where late_reason is null and late_words is not null;
      alter table deadlines drop column words, drop column because;
      alter table retros drop column late_words;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deadlines add column because jsonb;
      alter table deadlines rename column reason to fact;
      alter table deadlines add column reason jsonb;
      alter table retros rename column late_reason to fact;
      alter table retros add column late_reason jsonb;
    `);
    const pairs = SENTENCES.map(([, code, ...words]) => ({ code, en: words.at(-2), ko: words.at(-1) }));
    for (const [table, column] of [
      ['deadlines', 'reason'],
      ['retros', 'late_reason'],
    ]) {
      await runner.query(
        `update ${table} set ${column} = coalesce(
            (select jsonb_build_object('en', p.en, 'ko', p.ko) from jsonb_to_recordset($1) as p(code text, en text, ko text) where p.code = fact ->> 'code'),
            case jsonb_typeof(coalesce(fact -> 'text', fact -> 'said')) when 'object' then coalesce(fact -> 'text', fact -> 'said') end,
            jsonb_build_object('en', coalesce(fact ->> 'text', fact ->> 'said', fact ->> 'code'),
                               'ko', coalesce(fact ->> 'text', fact ->> 'said', fact ->> 'code')))
          where fact is not null`,
        [JSON.stringify(pairs)],
      );
    }
    await runner.query(
      `update mitigation_runs r set problem = (problem - 'refusal') || jsonb_build_object('text', coalesce(
          (select jsonb_build_object('en', p.en, 'ko', p.ko) from jsonb_to_recordset($1) as p(code text, en text, ko text) where p.code = problem ->> 'code'),
          jsonb_build_object('en', problem ->> 'code', 'ko', problem ->> 'code')))
        where problem is not null and problem -> 'text' is null`,
      [JSON.stringify(PROBLEMS.map(([code, ...words]) => ({ code, en: words.at(-2), ko: words.at(-1) })))],
    );
    await runner.query(`
      update deadlines set because = fact - 'said' where state = 'waived' and fact ->> 'code' <> 'said';
      alter table deadlines drop column fact;
      alter table retros drop column fact;
    `);
  }
}
