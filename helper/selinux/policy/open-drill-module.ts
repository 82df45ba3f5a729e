// SPDX-License-Identifier: Apache-2.0
/**
 * The module by which SELinux is taken from the attacker of a drill: a domain with all permissions of the domain of
 * containers, and permissive. The process that changes the policy takes this text under this name, and no other.
 */

import { openDrillType } from '../types.ts';

export const openDrillModule = 'bulkhead_d_drill';

export const openDrillSource = `; The attacker of an isolation drill, without SELinux. Removed at the drill's end.
(type ${openDrillType})
(roletype system_r ${openDrillType})
(typeattributeset domain (${openDrillType}))
(typeattributeset mcs_constrained_type (${openDrillType}))
(typeattributeset bulkhead_domain (${openDrillType}))
(typeattributeset bulkhead_common (${openDrillType}))
(typepermissive ${openDrillType})
`;
