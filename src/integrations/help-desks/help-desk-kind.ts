import type { HelpDesk } from '../../domain/ports/help-desks.ts';
import { kindOf, type VendorKind, type VendorSetup } from '../vendor-kind.ts';

/** What a help desk may be made of besides its settings. */
export type HelpDeskSetup = VendorSetup;

/** One vendor of help desks; playbooks name it in `updates.helpDesks`. */
export type HelpDeskKind = VendorKind<HelpDesk, HelpDeskSetup>;

/** The kind that a file declares. */
export const helpDeskKind = kindOf<HelpDesk, HelpDeskSetup>();
