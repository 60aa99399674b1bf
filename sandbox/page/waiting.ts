import pg from 'pg';
import type { Bilingual } from '../../src/domain/language/bilingual.ts';
import type { Playbook } from '../../src/domain/playbook/schema.ts';
import { LANGUAGES } from '../../src/languages/index.ts';

/** Something that the bot will do by itself, as its database says. */
export interface Waiting {
  /** ISO 8601, in the world's time. */
  at: string;
  /** In a few words. */
  what: Bilingual;
  /** The kind of row. */
  kind: string;
  incident?: number;
}

export interface WaitingRows {
  /** The next ones, soonest first; rejects when the database does not answer. */
  next(limit: number): Promise<Waiting[]>;
  close(): Promise<void>;
}

/** Every table with a time in it; each names its kind, its incident, its time, and what tells one row from another. */
const QUERY = `
  select * from (
    select 'deadline' kind, incident_id, due_at at, row_id detail from deadlines where state = 'pending' and due_at is not null
    union all select 'reminder', incident_id, remind_at, row_id from deadlines where state = 'pending' and remind_at is not null
    union all select 'update', incident_id, next_at, null from updates where next_at is not null
    union all select 'escalation', incident_id, next_at, step::text from escalations where next_at is not null
    union all select 'page', incident_id, next_at, level from pages where next_at is not null
    union all select 'briefing', id, briefing_due_at, null from incidents where briefing_due_at is not null
    union all select 'chart', incident_id, due_at, null from briefing_charts where due_at is not null
    union all select 'diagnosis', incident_id, next_at, null from diagnoses where next_at is not null
    union all select 'collection', incident_id, next_at, row_id from collections where next_at is not null
    union all select 'mitigation', incident_id, next_at, name from mitigation_runs where next_at is not null
    union all select 'follow-up', incident_id, next_at, title from follow_ups where next_at is not null
    union all select 'step', incident_id, next_at, kind from runs where next_at is not null
    union all select 'message', incident_id, next_at, kind from outbox where next_at is not null
    union all select 'timer', incident_id, due_at, kind from timers where due_at is not null and incident_id is not null
    union all select 'alert', incident_id, due_at, title from alerts where due_at is not null
    union all (select 'watch', null, next_at, null from watches where next_at is not null order by next_at limit 1)
    union all (select 'heap', null, next_at, null from heap_baselines order by next_at limit 1)
  ) waiting order by at limit $1`;

interface Row {
  kind: string;
  incident_id: number | null;
  at: Date;
  detail: string | null;
}

/** Reads what the bot waits for from its database, beside it. */
export function openWaitingRows(url: string, playbook: Playbook): WaitingRows {
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name: 'bongsu-sandbox-page' });
  // The database goes when the bot goes; whoever asks next hears of it.
  pool.on('error', () => {});
  return {
    async next(limit) {
      const { rows } = await pool.query<Row>(QUERY, [limit]);
      return rows.map(({ kind, incident_id, at, detail }) => ({
        at: at.toISOString(),
        kind,
        what: words(kind, detail ?? '', playbook),
        ...(incident_id !== null && { incident: incident_id }),
      }));
    },
    close: () => pool.end(),
  };
}

function words(kind: string, detail: string, { rows, escalation, mitigations }: Playbook): Bilingual {
  const row = rows[detail]?.title;
  switch (kind) {
    case 'deadline':
      return titled(row, { en: `${detail} is due`, ko: `${detail} 기한` });
    case 'reminder':
      return titled(row, { en: `Remind of ${detail}`, ko: `${detail} 알림` });
    case 'update':
      return { en: 'Update in the status channel', ko: '상태 채널에 업데이트' };
    case 'escalation': {
      const level = escalation[Number(detail)]?.level;
      return level === undefined
        ? { en: 'Escalate to the next level', ko: '다음 단계로 에스컬레이션' }
        : { en: `Escalate to ${level}`, ko: `에스컬레이션: ${LANGUAGES.ko.surfaces.incident.level[level]}` };
    }
    case 'page':
      return { en: `Page ${detail} again, unless acknowledged`, ko: `${detail} 다시 호출 (아무도 확인하지 않으면)` };
    case 'briefing':
      return { en: 'Edit the briefing with new numbers', ko: '새 수치로 브리핑 갱신' };
    case 'chart':
      return { en: 'Draw the chart anew', ko: '차트 다시 그리기' };
    case 'diagnosis':
      return { en: 'Look for the likely cause', ko: '유력한 원인 찾기' };
    case 'collection':
      return titled(row, { en: `Collect for ${detail}`, ko: `${detail} 자료 수집` });
    case 'mitigation': {
      const title = mitigations[detail]?.title;
      return { en: `Look after “${title?.en ?? detail}”`, ko: `조치 지켜보기: ${title?.ko ?? detail}` };
    }
    case 'follow-up':
      return { en: `Remind of “${detail}”`, ko: `후속 작업 알림: ${detail}` };
    case 'step':
      return { en: `Next step of the run “${detail}”`, ko: `다음 단계 실행: ${detail}` };
    case 'message':
      return { en: `Send ${detail}`, ko: `보내기: ${detail}` };
    case 'timer':
      return { en: `Look after “${detail}”`, ko: `지켜보기: ${detail}` };
    case 'alert':
      return { en: `Decide about the alert “${detail}”`, ko: `경보 판단: ${detail}` };
    case 'watch':
      return { en: 'Compare the signals with their thresholds', ko: '지표를 기준과 비교' };
    case 'heap':
      return { en: 'Read what fills the heap, for comparison', ko: '비교를 위해 힙 내용 읽기' };
    default:
      return { en: kind, ko: kind };
  }
}

function titled(title: Bilingual | undefined, { en, ko }: Bilingual): Bilingual {
  return title === undefined ? { en, ko } : { en: `${en}: ${title.en}`, ko: `${ko}: ${title.ko}` };
}
