// SPDX-License-Identifier: Apache-2.0
/** What an audit of the isolation is judged on: read from the host at once, so that judging needs no access to it. */

import type { Distribution } from '../../../../contract/rules/distribution.ts';
import type { BaseModules } from '../base-modules.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { SelinuxStatus } from '../../../../contract/model/host/host.ts';
import type { SecurityContext } from '../../../../contract/model/contexts/security-context.ts';
import type { IsolationMap } from '../../../../contract/model/isolation-finding.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import type { KernelFacts } from './kernel-facts.ts';
import type { TmpfsEntry } from './tmpfs-facts.ts';
import type { ForeignModuleRemark } from '../../../selinux/policy/foreign-modules.ts';
import type { LostTypes } from '../../../selinux/policy/lost-types.ts';
import type { DenialLog } from '../../host/ports.ts';

export interface IsolationFacts {
  readonly distribution: Distribution | undefined;
  readonly kernel: KernelFacts;
  readonly selinux: SelinuxStatus;
  /** The source of the denials. */
  readonly denialLog: DenialLog;
  /**
   * How the loaded base module compares with the one that came with this helper; undefined when there is none to
   * compare.
   */
  readonly baseModules: BaseModules | undefined;
  /** What other modules of the host say about Bulkhead's types; undefined when the store cannot be read. */
  readonly foreignModules: readonly ForeignModuleRemark[] | undefined;
  /** Lists the types by the container whose module names them. */
  readonly lostTypes: readonly LostTypesOfContainer[];
  readonly containers: readonly ContainerFacts[];
  /** Processes outside of every container whose level is a pair of categories. */
  readonly outside: readonly ProcessFacts[];
  readonly map: IsolationMap;
  /** Folders and sockets that all containers depend on. */
  readonly paths: readonly PathFacts[];
}

export interface LostTypesOfContainer extends Pick<LostTypes, 'types'> {
  readonly container: string;
}

export interface ContainerFacts {
  readonly container: Container;
  /** The lines of included files are in their places. */
  readonly lines: readonly SourcedLine[];
  /** Holds the value of lxc.selinux.context. */
  readonly configured: string | undefined;
  /** Says whether the loaded policy knows the configured context. */
  readonly isKnown: boolean;
  /** All processes in its cgroup. */
  readonly processes: readonly ProcessFacts[];
  readonly root: RootFacts;
  /** Its own folder and what is in it. */
  readonly paths: readonly PathFacts[];
  /** Permissions of a folder of another container whose denial the policy does not log (dontaudit). */
  readonly unlogged: readonly string[];
  /** Classes of sockets at which known vulnerabilities begin, and which the policy allows its domain. */
  readonly sockets: ReadonlySet<string>;
  /** Objects in its memory that the policy lets other domains use. */
  readonly exposed: readonly TmpfsEntry[];
}

export interface ProcessFacts {
  readonly pid: number;
  readonly comm: string;
  readonly context: string;
}

export interface RootFacts {
  readonly path: string | undefined;
  /** Its root folder has this label; undefined when none can be read. */
  readonly label: SecurityContext | undefined;
  /** The label that the mount gives to all of it (`context=`); undefined when files keep their own. */
  readonly mountLabel: string | undefined;
  readonly isMounted: boolean;
}

export interface PathFacts {
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'socket';
  readonly uid: number;
  readonly gid: number;
  /** The twelve bits of the file mode. */
  readonly mode: number;
  /** True where only its owner and group may enter: a container's own folders. */
  readonly isPrivate: boolean;
}
