// SPDX-License-Identifier: Apache-2.0
/**
 * Tells which denials of the host itself concern its containers: those of programs that work for them, and those of
 * the processes that use their resources. By types alone, which no process can choose.
 */

/** Domains of the programs that give containers their network, their files below /proc, and their life. */
const workers: ReadonlySet<string> = new Set([
  'dnsmasq_t',
  'lxcfs_t',
  'lxc_t',
  'container_runtime_t',
  'container_engine_t',
  'bulkhead_helper_t',
  'bulkhead_listener_t',
  'bulkhead_metrics_t',
]);
/** Types of what containers have, in the shared domain as in domains of their own. */
const belongings =
  /^(?:bulkhead_(?:[cp]_\w+_)?(?:file|volume|readonly|tmpfs|terminal|devpts)_t|bulkhead_shared_\d+_t|container_(?:ro_)?file_t)$/;

/** Says whether a denial that belongs to no container concerns the containers of the host. */
export function concernsContainers({
  sourceType,
  targetType,
}: {
  readonly sourceType: string;
  readonly targetType: string;
}): boolean {
  return workers.has(sourceType) || belongings.test(targetType);
}
