// SPDX-License-Identifier: Apache-2.0
/** What the doctor takes from the other features: each fact that one of them knows already. */

import type { Words } from '../../../contract/text.ts';
import type { HostInfo } from '../../../contract/model/host/host.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import type { ReadForeignModules } from '../../selinux/policy/foreign-modules.ts';
import type { ReadShippedModules } from '../../selinux/policy/shipped-modules.ts';
import type { Containers } from '../containers/ports/containers.ts';
import type { AuditLogWatch, DenialLog } from '../host/ports.ts';
import type { SharedTableUse } from '../networks/ports.ts';

export interface DoctorHost {
  readonly information: () => Promise<HostInfo>;
  readonly denialLog: () => Promise<DenialLog>;
  readonly auditLog: Pick<AuditLogWatch, 'read' | 'resume'>;
  readonly shippedModules: ReadShippedModules;
  readonly foreignModules: ReadForeignModules;
  readonly images: (signal: AbortSignal) => Promise<readonly Image[]>;
  readonly containers: Pick<Containers, 'list'>;
  readonly networkProblems: (signal: AbortSignal) => Promise<readonly Words[]>;
  /** The bridges of the networks that Bulkhead has set up. */
  readonly ownNetworks: () => readonly string[];
  readonly tables: Pick<SharedTableUse, 'read'>;
  /** The helper's own program. */
  readonly program: string;
  /** Seconds since the epoch. */
  readonly now: () => number;
}
