import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose entries stay, with the columns that are what it is about, what happened and what was said of it; entries of the same `scope` follow one another. */
const RECORDS = [
  { table: 'timeline', about: ['incident_id'], what: 'kind', words: 'data', scope: 'where t.incident_id = new.incident_id' },
  { table: 'mitigation_audit', about: ['incident_id', 'run_id'], what: 'what', words: 'detail', scope: '' },
] as const;

/**
 * What happened is written once (docs/adrs/0004): entries of the timeline and of the audit are not changed nor removed, by whatever role. What names a person or was
 * typed may be erased. Each entry has a digest of itself and of the one before it, so that what got round the triggers is found. Entries from before stay as they are.
 */
export class RecordsStay1765260000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function words_digest(salt uuid, actor text, words jsonb) returns bytea language sql stable as $$
        select sha256(convert_to(salt::text || ' ' || actor || ' ' || words::text, 'UTF8'))
      $$;

      create function record_digest(id bigint, about integer[], at timestamptz, what text, words bytea, previous bigint, before bytea)
      returns bytea language sql stable as $$
        select sha256(convert_to(concat_ws(' ', id, array_to_string(about, ' ', '-'), to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                                           what, encode(words, 'hex'), coalesce(previous::text, '-'), coalesce(encode(before, 'hex'), '-')), 'UTF8'))
      $$;

      create function record_stays() returns trigger language plpgsql as $$
      declare
        after_it jsonb;
      begin
        if tg_op = 'UPDATE' then
          after_it := to_jsonb(new);
          if after_it - array['actor', 'data', 'detail', 'salt'] = to_jsonb(old) - array['actor', 'data', 'detail', 'salt']
             and new.actor = 'erased' and new.salt is null and coalesce(after_it -> 'data', after_it -> 'detail') = '{}' then
            return new;
          end if;
        end if;
        raise exception 'entries of % are written once: they can be erased, not changed or removed', tg_table_name using errcode = 'insufficient_privilege';
      end $$;

      drop rule mitigation_audit_stays on mitigation_audit;
    `);
    for (const { table, about, what, words, scope } of RECORDS) {
      await runner.query(`
        alter table ${table} add column salt uuid, add column words bytea, add column previous bigint, add column digest bytea;

        create function ${table}_chained() returns trigger language plpgsql as $$
        declare
          last record;
        begin
          select t.id, t.digest into last from ${table} t ${scope} order by t.id desc limit 1;
          new.salt := gen_random_uuid();
          new.words := words_digest(new.salt, new.actor, new.${words});
          new.previous := last.id;
          new.digest := record_digest(new.id, array[${about.map((column) => `new.${column}`).join(', ')}], new.at, new.${what}, new.words, last.id, last.digest);
          return new;
        end $$;

        create trigger ${table}_chained before insert on ${table} for each row execute function ${table}_chained();
        create trigger ${table}_stays before update or delete on ${table} for each row execute function record_stays();
        create trigger ${table}_stays_whole before truncate on ${table} for each statement execute function record_stays();
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table } of RECORDS) {
      await runner.query(`
        drop trigger ${table}_chained on ${table};
        drop trigger ${table}_stays on ${table};
        drop trigger ${table}_stays_whole on ${table};
        drop function ${table}_chained();
        alter table ${table} drop column salt, drop column words, drop column previous, drop column digest;
      `);
    }
    await runner.query(`
      drop function record_stays();
      drop function record_digest(bigint, integer[], timestamptz, text, bytea, bigint, bytea);
      drop function words_digest(uuid, text, jsonb);
      create rule mitigation_audit_stays as on update to mitigation_audit do instead nothing;
    `);
  }
}
