// SPDX-License-Identifier: Apache-2.0
/** What several probes name: errors, capabilities, layers. */

import type { DrillLayer } from '../../../../contract/model/drill.ts';
import type { SilentDenial } from './probe.ts';

export const notThere = ['ENOENT', 'ESRCH', 'ECONNREFUSED'];
export const sysAdmin = { name: 'CAP_SYS_ADMIN', number: 21 };
export const sysModule = { name: 'CAP_SYS_MODULE', number: 16 };
export const sysTime = { name: 'CAP_SYS_TIME', number: 25 };
export const sysLog = { name: 'CAP_SYSLOG', number: 34 };
export const sysBoot = { name: 'CAP_SYS_BOOT', number: 22 };
export const readAll = { name: 'CAP_DAC_READ_SEARCH', number: 2 };
export const makeNodes = { name: 'CAP_MKNOD', number: 27 };
/** Programs of many images try to have one, and go on without. */
export const noUserNamespace: SilentDenial = {
  class: 'user_namespace',
  permission: 'create',
  on: 'itself',
  error: 'EACCES',
};
export const kernelWide: readonly DrillLayer[] = ['user-namespace', 'capabilities', 'seccomp', 'selinux', 'mounts'];
