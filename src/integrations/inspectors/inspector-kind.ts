import type { Inspector, Log } from '../../domain/ports.ts';
import type { SourceSettings } from '../metrics/metrics-vendor.ts';

/** One kind of inspector. */
export interface InspectorKind {
  /** As playbooks write it under `analysis.inspect`. */
  readonly name: string;
  /** The variable that sets it up, for whoever has to. */
  readonly variable: string;
  /** An inspector as it is set up, or undefined when it is not. Connects when it is first asked. */
  create(settings: SourceSettings, options: { log: Log }): Inspector | undefined;
}
