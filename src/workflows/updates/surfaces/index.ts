import type { UpdateSurface } from '../../../domain/updates/surfaces.ts';
import { audiences } from './audiences.ts';
import { externalPages } from './external-pages.ts';
import { helpDesk } from './help-desk.ts';
import { social } from './social.ts';
import { statusChannel } from './status-channel.ts';
import { statusPage } from './status-page.ts';
import { subscribers } from './subscribers.ts';
import { support } from './support.ts';
import type { Surface } from './surface.ts';

/** Where updates are told; another surface is one file, its name in domain/updates/surfaces.ts, and a line here. */
export const SURFACES: Readonly<Record<UpdateSurface, Surface>> = {
  'status-channel': statusChannel,
  'status-page': statusPage,
  support,
  'help-desk': helpDesk,
  social,
  'external-pages': externalPages,
  subscribers,
  audiences,
};
