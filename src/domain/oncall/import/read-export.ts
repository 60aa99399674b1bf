import type { ExportFile, ImportDraft, Vendor } from './draft.ts';
import { readGrafana } from './grafana/read-grafana.ts';
import { readOpsgenie } from './opsgenie/read-opsgenie.ts';
import { readPagerduty } from './pagerduty/read-pagerduty.ts';

/** How each vendor's export is read. `now`: what ended before it is not carried. */
const READERS: Readonly<Record<Vendor, (files: readonly ExportFile[], now: Date) => ImportDraft>> = {
  opsgenie: readOpsgenie,
  pagerduty: readPagerduty,
  'grafana-oncall': readGrafana,
};

/** Everything of an export that can be carried, and a remark for whatever cannot. Never throws for what stands in the files. */
export function readExport(vendor: Vendor, files: readonly ExportFile[], now: Date): ImportDraft {
  const draft = READERS[vendor](files, now);
  return { ...draft, remarks: once(draft.remarks) };
}

/** What is said of the same thing twice is said once. */
function once(remarks: ImportDraft['remarks']): ImportDraft['remarks'] {
  const seen = new Set<string>();
  return remarks.filter((remark) => {
    const key = JSON.stringify(remark);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
