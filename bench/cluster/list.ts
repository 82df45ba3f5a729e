// SPDX-License-Identifier: Apache-2.0
/**
 * The list of many instances on three members of a cluster, through the helper of one, beside `incus list` there: with
 * `--fast`, which asks no kernel, turn by turn, and once whole, which takes minutes in the emulated lab. The first
 * list apart, for which a helper that has just started reads all of them. The instances are empty, with categories, on
 * the pool of folders, and do not run: no lab has room for a thousand that do. Figure: at most 3 times as long.
 *
 *     npm run lab -- cluster up --detach && npx tsx bench/cluster/list.ts [CLUSTER [INSTANCES [ROUNDS]]]
 *
 * They stay: `npm run lab -- cluster down` ends them with their cluster, and is much faster than to remove them.
 */

import { openLabClient } from '../../hosts/fixtures/lab-client.ts';
import { labNames, minMembers } from '../../lab/cluster/members.ts';
import { findLab, type Guest } from '../../lab/guest.ts';
import { median } from '../median.ts';

const [cluster = 'cluster', instancesText = '1000', roundsText = '5'] = process.argv.slice(2);
const [instances, rounds] = [Number(instancesText), Number(roundsText)];

const guests = await Promise.all(labNames(cluster, minMembers).map(guestOf));
await fill();
await compare();

async function guestOf(name: string): Promise<Guest> {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot measure: no lab "${name}" runs`);
  return guest;
}

/**
 * Writes the instances as rows into the database of the cluster, with a folder for each on its member: an API that
 * creates one in some seconds of the emulated lab takes most of an hour for a thousand.
 */
async function fill(): Promise<void> {
  const [first] = guests;
  if (first === undefined) return;
  const known = await first.mustRun(['incus', 'query', '/1.0/instances']);
  // They are there from an earlier run.
  if (known.includes(nameOf(0))) return;
  await first.mustRun(['incus', 'admin', 'sql', 'global', '-'], { input: rows(instances) });
  await Promise.all(
    guests.map(async (guest, member) => {
      const own = Array.from({ length: instances }, (_, place) => place).filter(
        (place) => place % guests.length === member,
      );
      const names = own.map((place) => `${nameOf(place)}\n`).join('');
      await guest.mustRun(
        'cd /var/lib/incus && while read -r name; do mkdir -p storage-pools/dir/containers/$name/rootfs; ' +
          'ln -sfn /var/lib/incus/storage-pools/dir/containers/$name containers/$name; done',
        { input: names },
      );
      await guest.mustRun(
        'systemctl stop bulkhead-helper.socket bulkhead-helper; systemctl start bulkhead-helper.socket',
      );
    }),
  );
}

function nameOf(place: number): string {
  return `bench-list-${String(place).padStart(4, '0')}`;
}

/** What Incus writes of an empty instance (tables of Incus 6.0), on the members in turns. */
function rows(count: number): string {
  const numbers = `WITH RECURSIVE place(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n + 1 < ${count})`;
  const name = "printf('bench-list-%04d', n)";
  const node = `1 + n % ${minMembers}`;
  const made = "FROM instances WHERE name LIKE 'bench-list-%'";
  const n = 'CAST(substr(name, 12) AS INTEGER)';
  // Pairs of their own, above those that the helper chooses first.
  const context =
    "'lxc.selinux.context = system_u:system_r:bulkhead_t:s0:c' || " +
    `(300 + ${n} % 300) || ',c' || (700 + ${n} / 300)`;
  const config = (key: string, value: string): string =>
    `INSERT INTO instances_config (instance_id, key, value) SELECT id, '${key}', ${value} ${made}`;
  const device = (key: string, value: string): string =>
    'INSERT INTO instances_devices_config (instance_device_id, key, value) ' +
    `SELECT d.id, '${key}', '${value}' FROM instances_devices d JOIN instances i ON i.id = d.instance_id ` +
    "WHERE i.name LIKE 'bench-list-%'";
  const uuid = "printf('00000000-0000-4000-8000-%012d', id)";
  const statements = [
    'INSERT INTO instances (node_id, name, architecture, type, creation_date, last_use_date, description, project_id, expiry_date) ' +
      `${numbers} SELECT ${node}, ${name}, 2, 0, datetime('now'), datetime(0, 'unixepoch'), '', 1, '0001-01-01T00:00:00Z' FROM place`,
    config('raw.lxc', context),
    ...['volatile.uuid', 'volatile.uuid.generation', 'volatile.cloud-init.instance-id'].map((key) => config(key, uuid)),
    `INSERT INTO instances_devices (instance_id, name, type) SELECT id, 'root', 2 ${made}`,
    ...[
      ['type', 'disk'],
      ['path', '/'],
      ['pool', 'dir'],
    ].map(([key = '', value = '']) => device(key, value)),
    `INSERT INTO instances_profiles (instance_id, profile_id, apply_order) SELECT id, 1, 1 ${made}`,
    'INSERT INTO storage_volumes (name, storage_pool_id, node_id, type, description, project_id) ' +
      `SELECT name, (SELECT id FROM storage_pools WHERE name = 'dir'), node_id, 0, '', 1 ${made}`,
  ];
  return statements.join(';\n');
}

async function compare(): Promise<void> {
  const [first] = guests;
  if (first === undefined) return;
  const helper = await openLabClient(first, 'root');
  try {
    const client = await helper.client();
    const list = async (): Promise<number> => (await client.request('container.list', {})).containers.length;
    const begin = performance.now();
    const count = await list();
    console.log(`the first list of ${count}: ${since(begin)} s`);
    const [own, fast, whole]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      own.push(await secondsOf(list));
      fast.push(await secondsOf(() => first.mustRun(['incus', 'list', '--fast', '--format', 'csv'])));
    }
    print('incus list --fast', own, fast);
    // It asks the kernel of each member for each of them.
    whole.push(await secondsOf(() => first.mustRun(['incus', 'list', '--format', 'csv'])));
    own.push(await secondsOf(list));
    print('incus list', own, whole);
  } finally {
    await helper.close();
  }
}

function since(begin: number): string {
  return ((performance.now() - begin) / 1000).toFixed(1);
}

async function secondsOf(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return (performance.now() - begun) / 1000;
}

function print(byHand: string, own: readonly number[], other: readonly number[]): void {
  const text = (times: readonly number[]): string => times.map((time) => time.toFixed(2)).join(', ');
  const ratio = median(own) / median(other);
  console.log(`${text(own)} s, ${byHand} ${text(other)} s, ratio of the medians ${ratio.toFixed(3)} (at most 3)`);
}
