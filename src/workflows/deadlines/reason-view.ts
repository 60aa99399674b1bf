import { causeTitle } from '../../domain/deadlines/deadlines.ts';
import type { Reason, ReasonView } from '../../domain/deadlines/reason.ts';
import { verbatim } from '../../domain/language/verbatim.ts';
import { own } from '../../domain/text/own.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Why a row is as it is, with what the playbook calls things by now; what it no longer has goes by its name. */
export function reasonView({ playbook }: Pick<Runtime, 'playbook'>, rowId: string, reason: Reason): ReasonView {
  switch (reason.code) {
    case 'scenario': {
      const spec = own(playbook.scenarios, reason.scenario);
      const why = reason.said ?? (spec && own(spec.waive, rowId));
      return { code: 'scenario', title: spec?.title ?? named(reason.scenario), ...(why && { why }) };
    }
    case 'cause':
    case 'named':
      return { code: reason.code, title: causeTitle(playbook, reason) };
    case 'mitigation':
      return {
        code: 'mitigation',
        title:
          own(playbook.mitigations, reason.mitigation)?.title ?? own(playbook.rows, reason.mitigation)?.title ?? named(reason.mitigation),
      };
    case 'collected':
      return {
        code: 'collected',
        signals: reason.signals.map((signal) => own(playbook.signals, signal)?.title ?? named(signal)),
        sources: reason.sources,
      };
    default:
      return reason;
  }
}

function named(name: string) {
  return verbatim(name);
}
