// SPDX-License-Identifier: Apache-2.0
/** Bulkhead's own modules, as policy/selinux has them: installed together, one semodule transaction. */

/** Types, macros and neverallow rules: what a module of one container is compiled with. */
export const modulesOfContainers = [
  'bulkhead',
  'bulkhead-helper',
  'bulkhead-listener',
  'bulkhead-policy',
  'bulkhead-reader',
  'bulkhead-volumes',
  'bulkhead-own',
  'bulkhead-isolation',
  'bulkhead-shared',
] as const;

/** What every host needs. */
export const requiredModules = [
  ...modulesOfContainers,
  'bulkhead-plain',
  'bulkhead-host',
  'bulkhead-client',
  'bulkhead-notify',
  'bulkhead-metrics',
  'bulkhead-unload',
] as const;

/** What is used where a host has Incus, and names that nothing uses where it has none. */
export const incusModule = 'bulkhead-incus';

/** What a host can do without: its libsepol may be too old for deny rules. */
export const denyModule = 'bulkhead-deny';
