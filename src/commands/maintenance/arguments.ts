import { z } from 'zod';
import { LONGEST_MAINTENANCE_MS } from '../../workflows/maintenance/change-maintenance.ts';
import { about, duration, key, moment, number, unfit } from '../arguments.ts';

/** Arguments that several of these commands take. */

export const work = about(number(), { what: { en: 'number of the maintenance', ko: '점검 번호' }, examples: [3] });

export const startsAt = about(moment(), {
  what: { en: 'beginning', ko: '시작 시각' },
  examples: ['2026-11-25T22:00:00+09:00'],
  expects: { en: 'Say when it begins, such as 2026-11-25T22:00', ko: '시작 시각을 2026-11-25T22:00 처럼 적어 주세요' },
});

export const lasting = duration().refine(
  (ms) => ms >= 60_000 && ms <= LONGEST_MAINTENANCE_MS,
  unfit({ en: 'Maintenance lasts at least a minute and at most 14 days.', ko: '점검은 1분에서 14일까지입니다.' }),
);

export const aboutLasting = { what: { en: 'how long', ko: '기간' }, examples: ['2h', '90m'] };

export const components = about(z.array(key()).min(1).max(50).optional(), {
  what: { en: 'components', ko: '구성 요소' },
  examples: [['issuing']],
  expects: { en: 'Name components of the status page, with commas between them', ko: '상태 페이지의 구성 요소를 쉼표로 나눠 적어 주세요' },
  without: { en: 'the whole service', ko: '서비스 전체' },
});
