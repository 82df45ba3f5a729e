// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that an Electron window needs around it: a runtime, an application folder, an ordinary user with a home, a
 * display.
 * `npm start` and the end-to-end tests both open their windows through this.
 *
 *     const desktop = await startDesktop({ lab });
 *     const app = await _electron.launch({ ...desktop.launch, args: [desktop.applicationFolder, '--host', 'lab'] });
 *     …
 *     await app.close();
 *     await desktop.stop();
 */

import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentFor } from './environment.ts';
import { type LabAddress, writeLabAccess } from './lab-access.ts';
import { writeLauncher } from './launcher.ts';
import { cacheFolder } from './places.ts';
import { runTool } from './run-tool.ts';
import { type ElectronRuntime, resolveRuntime } from './runtime.ts';
import { checkout, stageApplication } from './stage-app.ts';
import { findWindowUser, type WindowUser } from './window-user.ts';
import { writeAuthority } from './x-authority.ts';
import { startVirtualDisplay, type VirtualDisplay } from './xvfb.ts';
import { xwdToPng } from './xwd-to-png.ts';

export interface DesktopOptions {
  /** A running lab, as `lab/guest.ts` gives it; the window then has the host `lab` (or `lab://operator@NAME`). */
  readonly lab?: LabAddress | undefined;
  /** `kept`: the window finds its size and place again next time. Default `temporary`. */
  readonly home?: 'kept' | 'temporary';
  /** `virtual`: never the person's own screen. Default `any`: theirs when there is one. */
  readonly display?: 'virtual' | 'any';
  /** A virtual display has this size; 1280 x 800 when left out. */
  readonly size?: { readonly width: number; readonly height: number };
  /** An application folder that every user can read; default is a copy of the built checkout. */
  readonly application?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

export interface Desktop {
  /** Becomes the environment variable DISPLAY; undefined on a Wayland screen. */
  readonly display: string | undefined;
  readonly isVirtual: boolean;
  /** Starts Electron as the window's user; takes Electron's arguments. */
  readonly executablePath: string;
  readonly env: Record<string, string>;
  /** What Playwright's `_electron.launch` needs besides `args`. */
  readonly launch: {
    readonly executablePath: string;
    readonly env: Record<string, string>;
    readonly chromiumSandbox: true;
  };
  /** Electron takes it as its first argument. */
  readonly applicationFolder: string;
  readonly runtime: ElectronRuntime;
  readonly user: WindowUser;
  readonly home: string;
  /** Writes what is on the virtual display as a PNG picture. */
  screenshot(path: string): Promise<void>;
  /** Ends the display and removes what is temporary. End the windows first. */
  stop(): Promise<void>;
}

export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const [user, runtime] = await Promise.all([findWindowUser(), resolveRuntime(options)]);
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-desktop-'));
  let virtual: VirtualDisplay | undefined;

  async function stop(): Promise<void> {
    await virtual?.stop();
    await rm(folder, { recursive: true, force: true });
  }

  try {
    await chmod(folder, 0o711);
    const home = await homeFor(user, options.home ?? 'temporary', folder);
    const authority = join(folder, 'Xauthority');
    const display = { ...ownDisplay(options.display ?? 'any') };
    if (Object.keys(display).length === 0) {
      options.onProgress?.('no display here: starting Xvfb');
      virtual = await openVirtual(folder, authority, options.size ?? { width: 1280, height: 800 });
      display['DISPLAY'] = virtual.display;
    } else await copyAuthority(user, authority);
    const env = { ...environmentFor(user, home, process.env), ...display, ...(await giveAuthority(user, authority)) };
    if (virtual !== undefined) delete env['WAYLAND_DISPLAY'];
    if (user.isOther && user.home === undefined) env['DBUS_SESSION_BUS_ADDRESS'] = 'disabled:';
    if (options.lab !== undefined && home !== user.home) await giveLab(user, home, options.lab);
    const executablePath = join(folder, 'electron');
    await writeLauncher(executablePath, runtime.executablePath, user);
    return {
      display: display['DISPLAY'],
      isVirtual: virtual !== undefined,
      executablePath,
      env,
      launch: { executablePath, env, chromiumSandbox: true },
      applicationFolder: options.application ?? (await applicationFor(user, join(folder, 'application'))),
      runtime,
      user,
      home,
      screenshot: (path) => saveScreenshot(virtual, join(folder, 'screen.xwd'), path),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ownDisplay(wanted: 'virtual' | 'any'): Record<string, string> {
  const display = process.env['DISPLAY'];
  return wanted === 'any' && display !== undefined && display !== '' ? { DISPLAY: display } : {};
}

async function openVirtual(
  folder: string,
  authority: string,
  size: { readonly width: number; readonly height: number },
): Promise<VirtualDisplay> {
  const screen = join(folder, 'screen');
  await mkdir(screen, { mode: 0o700 });
  await writeAuthority(authority);
  return startVirtualDisplay({ folder: screen, authority, ...size });
}

async function homeFor(user: WindowUser, wanted: 'kept' | 'temporary', folder: string): Promise<string> {
  if (wanted === 'kept' && user.home !== undefined) return user.home;
  const home = wanted === 'kept' ? join(cacheFolder(), 'window-home') : join(folder, 'home');
  await mkdir(home, { recursive: true, mode: 0o700 });
  await give(user, home, 0o700);
  return home;
}

/** The person's own screen may ask for a cookie that only they can read. */
async function copyAuthority(user: WindowUser, target: string): Promise<void> {
  const source = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority');
  if (user.isOther) await copyFile(source, target).catch(() => undefined);
}

async function giveAuthority(user: WindowUser, path: string): Promise<Record<string, string>> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return {};
  await give(user, path, 0o600);
  return { XAUTHORITY: path };
}

/** The window finds the lab where anybody's would be: in its own cache. */
async function giveLab(user: WindowUser, home: string, lab: LabAddress): Promise<void> {
  const folder = join(home, '.cache', 'bulkhead', 'run', lab.name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeLabAccess(folder, lab);
  if (user.isOther) await runTool('chown', ['-R', '--no-dereference', `${user.uid}:${user.gid}`, join(home, '.cache')]);
}

async function applicationFor(user: WindowUser, folder: string): Promise<string> {
  if (!user.isOther) return checkout;
  await stageApplication(folder);
  return folder;
}

async function give(user: WindowUser, path: string, mode: number): Promise<void> {
  await chmod(path, mode);
  if (user.isOther) await chown(path, user.uid, user.gid);
}

async function saveScreenshot(virtual: VirtualDisplay | undefined, scratch: string, path: string): Promise<void> {
  if (virtual === undefined) throw new Error('cannot take a screenshot: the window is on your own screen');
  await virtual.saveContents(scratch);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, xwdToPng(await readFile(scratch)));
}
