// SPDX-License-Identifier: Apache-2.0

/** Thrown where this machine has no program, or no source, to build a policy with: what needs the policy is not tested. */
export class CannotBuild extends Error {}
