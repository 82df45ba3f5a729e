/** Where the lab keeps what it caches and what it runs. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { recipeKey } from './recipe/recipe.ts';

const cacheRoot = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');

export const labCache = join(cacheRoot, 'bulkhead', 'lab');

export interface ImagePlaces {
  readonly folder: string;
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly key: string;
  readonly hostKeys: string;
}

export function imagePlaces(folder = join(labCache, recipeKey())): ImagePlaces {
  return {
    folder,
    disk: join(folder, 'disk.qcow2'),
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd'),
    key: join(folder, 'id_ed25519'),
    hostKeys: join(folder, 'host_keys'),
  };
}

export interface InstancePlaces {
  readonly folder: string;
  readonly state: string;
  readonly disk: string;
  readonly monitor: string;
  readonly console: string;
  readonly sshConfig: string;
  readonly knownHosts: string;
}

const instanceName = /^[a-z0-9][a-z0-9-]{0,30}$/;

export function instancePlaces(name: string): InstancePlaces {
  if (!instanceName.test(name))
    throw new Error(`cannot use "${name}" as a lab's name: use small letters, digits and hyphens`);
  const folder = join(cacheRoot, 'bulkhead', 'run', name);
  return {
    folder,
    state: join(folder, 'state.json'),
    disk: join(folder, 'disk.qcow2'),
    monitor: join(folder, 'monitor'),
    console: join(folder, 'console.log'),
    sshConfig: join(folder, 'ssh_config'),
    knownHosts: join(folder, 'known_hosts'),
  };
}
