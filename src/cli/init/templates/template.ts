import type { Bilingual } from '../../../domain/language/bilingual.ts';
import type { Family } from '../families/family.ts';
import type { MitigationName } from '../mitigations.ts';
import type { CauseName, ComponentName, Symptom } from '../vocabulary.ts';

export interface TemplateComponent {
  /** What it is called here, where that is not its usual name. */
  title?: Bilingual;
  dependsOn?: readonly ComponentName[];
}

export interface TemplateScenario {
  title: Bilingual;
  severity: 'sev1' | 'sev2' | 'sev3';
  /** In which its causes lie. */
  component: ComponentName;
  /** What users notice. */
  effect: Bilingual;
  /** What the diagnosis tells apart, and what helps against each, the best first. */
  causes: Readonly<Partial<Record<CauseName, readonly MitigationName[]>>>;
}

/** A kind of service: what it is made of and how it breaks. What it can be seen by comes from the families of metrics that are found. */
export interface Template {
  /** As it is answered. */
  name: string;
  /** As it is offered. */
  title: string;
  /** What such a service does, for whoever reads the playbook; absent where nobody can tell. */
  description?: Bilingual;
  /** Signals of other components are left out. */
  components: Readonly<Partial<Record<ComponentName, TemplateComponent>>>;
  scenarios: Readonly<Partial<Record<Symptom, TemplateScenario>>>;
  /** What such a service usually shows: written as comments where no Prometheus could be asked. */
  usual: readonly Family[];
}
