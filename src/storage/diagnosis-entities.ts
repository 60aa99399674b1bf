import { EntitySchema } from 'typeorm';
import type { DiagnosisSummary } from '../domain/diagnosis/by-playbook/summary.ts';

/** What is thought and said about the cause of one incident. */
export interface DiagnosisRow {
  incidentId: number;
  /** When the signals are judged again; null once the incident is over. */
  nextAt: Date | null;
  readAt: Date | null;
  /** The last diagnosis in which something stood out, and when that was. */
  result: DiagnosisSummary | null;
  stoodOutAt: Date | null;
  /** `<scenario>/<cause>` that the channel was told of last. */
  said: string | null;
  /** What the notice of the likely cause shows, in short: another one has it written anew. */
  shown: string | null;
  namedScenario: string | null;
  namedCause: string | null;
  namedBy: string | null;
  namedAt: Date | null;
  namedNote: string | null;
}

const maybe = (name: string, type: 'text' | 'timestamptz' | 'jsonb') => ({ name, type, nullable: true }) as const;

export const DiagnosisEntity = new EntitySchema<DiagnosisRow>({
  name: 'Diagnosis',
  tableName: 'diagnoses',
  columns: {
    incidentId: { name: 'incident_id', type: 'integer', primary: true },
    nextAt: maybe('next_at', 'timestamptz'),
    readAt: maybe('read_at', 'timestamptz'),
    result: maybe('result', 'jsonb'),
    stoodOutAt: maybe('stood_out_at', 'timestamptz'),
    said: maybe('said', 'text'),
    shown: maybe('shown', 'text'),
    namedScenario: maybe('named_scenario', 'text'),
    namedCause: maybe('named_cause', 'text'),
    namedBy: maybe('named_by', 'text'),
    namedAt: maybe('named_at', 'timestamptz'),
    namedNote: maybe('named_note', 'text'),
  },
});

export const DIAGNOSIS_ENTITIES = [DiagnosisEntity];
