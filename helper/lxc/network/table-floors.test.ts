// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  connectionFloor,
  type FloorPlaces,
  neighbourFloors,
  raiseTableFloors,
  readRaisedSettings,
} from './table-floors.ts';

const thresh3 = 'net/ipv4/neigh/default/gc_thresh3';
let folder: string;
let places: FloorPlaces;
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-floor-'));
  places = { settings: join(folder, 'sys'), record: join(folder, 'table-sizes') };
  logged = [];
  for (const { setting } of neighbourFloors) set(setting, 128);
});
afterEach(() => rmSync(folder, { recursive: true }));

function set(setting: string, value: number): void {
  mkdirSync(dirname(join(places.settings, setting)), { recursive: true });
  writeFileSync(join(places.settings, setting), `${value}\n`);
}

const valueOf = (setting: string) => Number(readFileSync(join(places.settings, setting), 'utf8'));
const raise = () =>
  raiseTableFloors((_, event, fields) => void logged.push(`${event} ${String(fields?.['setting'])}`), places);

describe('the sizes of tables that containers share', () => {
  it('are raised to their floors for both families, and said in the log (N1)', () => {
    raise();
    expect(neighbourFloors.map(({ setting }) => [setting, valueOf(setting)])).toEqual([
      ['net/ipv4/neigh/default/gc_thresh3', 32_768],
      ['net/ipv4/neigh/default/gc_thresh2', 16_384],
      ['net/ipv4/neigh/default/gc_thresh1', 8192],
      ['net/ipv6/neigh/default/gc_thresh3', 32_768],
      ['net/ipv6/neigh/default/gc_thresh2', 16_384],
      ['net/ipv6/neigh/default/gc_thresh1', 8192],
    ]);
    expect(logged).toHaveLength(6);
    expect(logged[0]).toBe(`table-size-raised ${thresh3}`);
  });

  it('are raised for connections where the kernel tracks them (N7)', () => {
    raise();
    expect([...readRaisedSettings(places.record).keys()]).not.toContain(connectionFloor.setting);
    set(connectionFloor.setting, 65_536);
    raise();
    expect(valueOf(connectionFloor.setting)).toBe(262_144);
    expect(readRaisedSettings(places.record).get(connectionFloor.setting)).toEqual({ from: 65_536, to: 262_144 });
  });

  it('stay where they are at the floor or above it, and then nothing is recorded', () => {
    for (const { setting } of neighbourFloors) set(setting, 40_000);
    raise();
    expect(neighbourFloors.map(({ setting }) => valueOf(setting))).toEqual([
      40_000, 40_000, 40_000, 40_000, 40_000, 40_000,
    ]);
    expect([logged, readRaisedSettings(places.record)]).toEqual([[], new Map()]);
  });

  it('are recorded as they were first, also when they are lowered and raised again', () => {
    set(thresh3, 1024);
    raise();
    set(thresh3, 2048);
    raise();
    expect(valueOf(thresh3)).toBe(32_768);
    expect(readRaisedSettings(places.record).get(thresh3)).toEqual({ from: 1024, to: 32_768 });
  });

  it('are raised although one of them cannot be, which is in the log', () => {
    rmSync(join(places.settings, thresh3));
    mkdirSync(join(places.settings, 'net/ipv4/neigh/default'), { recursive: true });
    // A number that nobody may write.
    symlinkSync('/proc/sys/kernel/cap_last_cap', join(places.settings, thresh3));
    raise();
    expect(logged).not.toContain(`table-size-raised ${thresh3}`);
    expect(valueOf('net/ipv4/neigh/default/gc_thresh2')).toBe(16_384);
  });

  it('are recorded before they are changed', () => {
    places = { ...places, record: join(folder, 'missing', 'table-sizes') };
    expect(raise).toThrow();
    expect(valueOf(thresh3)).toBe(128);
  });

  it('are raised for watches of files, namespaces and terminals, of which each container has a part (N20)', () => {
    const settings = [
      'fs/inotify/max_user_instances',
      'fs/fanotify/max_user_groups',
      'kernel/pty/max',
      'user/max_mnt_namespaces',
    ];
    for (const setting of settings) set(setting, 128);
    raise();
    expect(settings.map(valueOf)).toEqual([8192, 1024, 16_384, 16_384]);
    expect([...readRaisedSettings(places.record).keys()]).toEqual(expect.arrayContaining(settings));
  });
});
