import type { RecordsSeen } from '../../storage/index.ts';
import type { Check, Finding } from './check.ts';
import { fromRecords } from './records.ts';

/** Whether the timeline and the audit are as they were written. */
export const writtenOnceCheck: Check = {
  name: 'Records',
  async run(context) {
    return ((await fromRecords(context, async ({ records }) => await records.check())) ?? []).map(findingOf);
  },
};

function findingOf({ table, count, broken, last }: RecordsSeen): Finding {
  const subject = `Records: ${table}`;
  if (broken.length > 0)
    return {
      level: 'fail',
      subject,
      text: `somebody got round the bot: entries were changed, or others removed before them: ${broken.join(', ')}. Compare them with a backup.`,
    };
  const end = last === undefined ? '' : `; the last digest is ${last.slice(0, 16)} (kept elsewhere, it shows whether the end was cut off)`;
  return { level: 'ok', subject, text: `${count} entries are as they were written${end}` };
}
