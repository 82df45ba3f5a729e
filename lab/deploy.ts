/** Puts what the build made, and the policy, to their places in the guest, and starts the helper's socket. Missing pieces are named, not guessed. */

import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Guest } from './guest.ts';
import { type OnProgress, step } from './progress.ts';
import { runTool } from './run-tool.ts';

export interface DeployReport {
  readonly missing: readonly string[];
  readonly policyChanged: boolean;
}

interface Piece {
  readonly source: string;
  readonly target: string;
  readonly wanted: RegExp;
}

const checkout = fileURLToPath(new URL('..', import.meta.url));
/** Where semodule, confined itself, may read. */
const policyStage = '/usr/share/bulkhead/selinux';

const modules: Piece = { source: 'policy/selinux', target: policyStage, wanted: /\.cil$/ };

const pieces: readonly Piece[] = [
  { source: 'dist/helper', target: '/usr/lib/bulkhead', wanted: /./ },
  { source: 'dist/cli', target: '/usr/lib/bulkhead/cli', wanted: /./ },
  { source: 'policy/systemd', target: '/usr/lib/systemd/system', wanted: /\.(service|socket|slice|target|timer|scope)$/ },
  { source: 'policy/polkit', target: '/usr/share/polkit-1/actions', wanted: /\.policy$/ },
  modules,
];

export async function deploy(guest: Guest, onProgress: OnProgress = () => undefined): Promise<DeployReport> {
  const stage = await mkdtemp(join(tmpdir(), 'bulkhead-deploy-'));
  try {
    const missing = await gather(stage);
    await step(onProgress, 'copied the helper and the policy into the lab', () => send(guest, stage));
    const policyChanged = await step(onProgress, 'loaded the policy modules', async () => loadPolicy(guest, await policyHash()));
    await step(onProgress, 'started the helper', () => startHelper(guest));
    return { missing, policyChanged };
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

async function gather(stage: string): Promise<string[]> {
  const missing: string[] = [];
  for (const piece of pieces) {
    const names = await matching(piece);
    if (names.length === 0) missing.push(`${piece.source} (nothing there for ${piece.target})`);
    await mkdir(join(stage, piece.target), { recursive: true });
    for (const name of names) await cp(join(checkout, piece.source, name), join(stage, piece.target, name), { recursive: true });
  }
  return missing;
}

async function matching({ source, wanted }: Piece): Promise<string[]> {
  const names = await readdir(join(checkout, source)).catch(() => []);
  return names.filter((name) => wanted.test(name)).sort();
}

const unpack = `set -e
units=/usr/lib/systemd/system
before=$(cat $units/bulkhead* 2>/dev/null | sha256sum)
systemctl stop bulkhead-helper.service bulkhead-helper.socket 2>/dev/null || true
rm -rf /usr/lib/bulkhead ${policyStage} $units/bulkhead*
tar -x -C / --no-same-owner --no-overwrite-dir --keep-directory-symlink -f -
chmod 0755 /usr/lib/bulkhead
restorecon -RF /usr/lib/bulkhead /usr/share/bulkhead $units/bulkhead* /usr/share/polkit-1/actions/org.bulkhead* 2>/dev/null || true
if [ "$before" != "$(cat $units/bulkhead* 2>/dev/null | sha256sum)" ]; then systemctl daemon-reload; fi
if [ -f /usr/lib/bulkhead/cli/bulkheadctl.js ]; then ln -sf ../lib/bulkhead/cli/bulkheadctl.js /usr/bin/bulkheadctl; chmod 0755 /usr/lib/bulkhead/cli/bulkheadctl.js; fi
`;

async function send(guest: Guest, stage: string): Promise<void> {
  const archive = join(stage, '.archive.tar');
  await runTool('tar', ['-C', stage, '--exclude=./.archive.tar', '-cf', archive, './usr']);
  await guest.mustRun(unpack, { input: await readFile(archive) });
}

async function policyHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await matching(modules)) hash.update(name).update(await readFile(join(checkout, modules.source, name)));
  return hash.digest('hex');
}

/** Loading takes seconds under emulation, so it happens only for other modules than the ones loaded; modules that are gone are removed. */
const load = `set -e
hash=$1 stage=${policyStage} stamp=/var/lib/bulkhead-lab/policy.loaded
mkdir -p /var/lib/bulkhead-lab
if [ "$(head -n 1 $stamp 2>/dev/null)" = "$hash" ]; then echo same; else
  new=$(cd $stage && ls | sed -n 's/[.]cil$//p')
  set -- semodule
  for module in $(tail -n +2 $stamp 2>/dev/null); do case " $(echo $new) " in *" $module "*) ;; *) set -- "$@" -r $module ;; esac; done
  for module in $new; do set -- "$@" -i $stage/$module.cil; done
  if [ $# -gt 1 ]; then "$@" >&2; fi
  { echo "$hash"; echo "$new"; } > $stamp
  # What is there already gets the labels that the new modules say; the images' own files take theirs from each mount.
  restorecon -RF /usr/lib/bulkhead /usr/lib/systemd/system/bulkhead* /run/bulkhead /etc/bulkhead 2>/dev/null || true
  restorecon -RF -e /var/lib/bulkhead/images /var/lib/bulkhead 2>/dev/null || true
  restorecon -F /var/lib/bulkhead/images /var/lib/bulkhead/images/* /var/lib/bulkhead/images/*/image.json 2>/dev/null || true
  echo changed
fi
`;

async function loadPolicy(guest: Guest, hash: string): Promise<boolean> {
  const output = await guest.mustRun(['sh', '-c', load, 'load-policy', hash]);
  return output.includes('changed');
}

const start = `if [ -f /usr/lib/systemd/system/bulkhead-helper.socket ]; then
  systemctl reset-failed bulkhead-helper.service bulkhead-helper.socket 2>/dev/null
  systemctl enable --quiet --now bulkhead-helper.socket
fi
`;

async function startHelper(guest: Guest): Promise<void> {
  await guest.mustRun(start);
}
