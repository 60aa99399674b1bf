import type { StatusPage } from '../../domain/ports/status-pages.ts';
import { kindOf, type VendorKind, type VendorSetup } from '../vendor-kind.ts';

/** What an external page may be made of besides its settings. */
export type StatusPageSetup = VendorSetup;

/** One vendor of status pages; playbooks name it in `statusPage.external`. Whatever it shows is public: a private incident is told on none of them. */
export type StatusPageKind = VendorKind<StatusPage, StatusPageSetup>;

/** The kind that a file declares. */
export const statusPageKind = kindOf<StatusPage, StatusPageSetup>();
