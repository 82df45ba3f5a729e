// SPDX-License-Identifier: Apache-2.0
/** What is known of a host when its prerequisites are judged. Everything that is unknown says so. */

import type { AuditLog } from '../../../../contract/model/denials/audit-log.ts';
import type { AddressProblem } from '../../../../contract/model/containers/address-problem.ts';
import type { HostInfo } from '../../../../contract/model/host/host.ts';
import type { ForeignModuleRemark } from '../../../selinux/policy/foreign-modules.ts';
import type { ShippedModule } from '../../../selinux/policy/shipped-modules.ts';
import type { Distribution } from '../../../../contract/rules/distribution.ts';
import type { Words } from '../../../../contract/text.ts';
import type { RaisedSetting } from '../../../lxc/network/table-floors.ts';
import type { SharedTables } from '../../../lxc/network/tables/shared-tables.ts';
import type { HostTool } from '../../../system/packages.ts';
import type { DenialLog } from '../../host/ports.ts';
import type { TableHolders } from '../../networks/ports.ts';
import type { UnitFactsOfHost } from './read-units.ts';

export interface DoctorFacts {
  readonly info: HostInfo;
  readonly distribution: Distribution | undefined;
  readonly kernel: KernelFeatures;
  /** Controllers of the root cgroup. */
  readonly controllers: readonly string[];
  /** Actions of this helper that polkit's policy files do not declare. */
  readonly missingActions: readonly string[];
  readonly selinux: SelinuxFacts;
  readonly modules: readonly ShippedModule[];
  /** What other modules of the host say about Bulkhead's types; undefined when the store cannot be read. */
  readonly foreignModules: readonly ForeignModuleRemark[] | undefined;
  /** Programs that are not installed. */
  readonly missingTools: readonly HostTool[];
  /** Files of LXC without which no container starts. */
  readonly missingLxcFiles: readonly string[];
  readonly network: NetworkFacts;
  readonly networkProblems: NetworkProblems;
  readonly ids: IdFacts;
  readonly denialLog: DenialLog;
  /** Null where no auditd runs. */
  readonly auditLog: AuditLog | null;
  readonly clock: ClockFacts;
  readonly node: NodeFacts;
  readonly service: ServiceFacts;
  readonly units: UnitsOfHost;
  /** Incus' daemon has this SELinux type; undefined where none runs. */
  readonly incusDomain: string | undefined;
  /** Types of domains into which Incus' daemon may start programs, and which may load another policy. */
  readonly openDomainsOfIncus: readonly string[];
  readonly images: number;
  readonly missingPortTypes: readonly MissingPortTypes[];
  readonly tables: TableFacts;
  /** Running containers without an address, but for those that just started or have no network. */
  readonly unaddressed: readonly UnaddressedContainer[];
}

/** Bulkhead's own units. */
export interface UnitsOfHost extends UnitFactsOfHost {
  /** The units of the networks that Bulkhead has set up. */
  readonly networks: readonly string[];
}

/** Types of ports that a container was given to connect to, and that the loaded policy does not have. */
export interface MissingPortTypes {
  readonly container: string;
  readonly types: readonly string[];
}

/** The tables that containers share in the kernel's network. */
export interface TableFacts extends SharedTables {
  readonly holders: TableHolders;
  /** Sizes that the helper raised since the boot. */
  readonly raised: ReadonlyMap<string, RaisedSetting>;
}

export interface UnaddressedContainer {
  readonly name: string;
  readonly problem: AddressProblem;
  /** Undefined where its network has none. */
  readonly bridge: string | undefined;
}

export interface KernelFeatures {
  readonly hasOverlay: boolean;
  readonly hasUserNamespaces: boolean;
  readonly hasSeccomp: boolean;
}

export interface SelinuxFacts {
  /** `SELINUX=` of `/etc/selinux/config`: what holds from the next boot; undefined when it is not there. */
  readonly configured: string | undefined;
  /** Says whether the loaded policy has the categories that containers get. */
  readonly hasCategories: boolean;
}

/** What is written down of networks and the kernel does not have; each a sentence's end. */
type NetworkProblems = readonly Words[];

export interface NetworkFacts {
  readonly hasBridge: boolean;
  /** Says whether LXC's own service for it is installed. */
  readonly hasService: boolean;
  /** Says whether the program is there that LXC runs for each container's port. */
  readonly hasPortGuard: boolean;
}

/** How many containers the subordinate ids of root are enough for. */
export interface IdFacts {
  readonly users: number;
  readonly groups: number;
  /** Ranges that containers have now. */
  readonly taken: number;
}

/** Times in seconds since the epoch. */
export interface ClockFacts {
  /** Undefined when the kernel does not say. */
  readonly isSynchronised: boolean | undefined;
  /** Says whether a program is installed that could set it by a time server. */
  readonly hasTimeService: boolean;
  readonly now: number;
  /** This helper's program was made then. */
  readonly builtAt: number;
}

export interface NodeFacts {
  readonly version: string;
  /** The program on the disk is no longer the one that runs. */
  readonly isReplaced: boolean;
}

export interface ServiceFacts {
  readonly isSocketEnabled: boolean;
  readonly isServiceEnabled: boolean;
  /** The SELinux type of the helper's own process; undefined without SELinux. */
  readonly domain: string | undefined;
}
