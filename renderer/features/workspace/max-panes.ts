// SPDX-License-Identifier: Apache-2.0
import { serviceLimits } from '../../../contract/rules/service-limits.ts';

/** Limits the panes to the number of consoles that a host gives one person. */
export const maxPanes = serviceLimits.consolesPerUser.value;
