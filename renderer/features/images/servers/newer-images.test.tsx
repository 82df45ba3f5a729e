// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Image } from '../../../../contract/model/host/image.ts';
import type { ServerImage } from '../../../../contract/rules/server-image.ts';
import { clearHostStores } from '../../../host/host-stores.ts';
import { endWindow, startWindow } from '../../../host/main-process.ts';
import { createFakeBridge } from '../../../testing/fake/fake-bridge.ts';
import { useNotifications } from '../../../window/notifications.ts';
import { lookForNewer, useNewerImages } from './newer-images.ts';

const server = 'https://images.example.org';
const image = (name: string, origin: string | null): Image => ({ name, origin }) as unknown as Image;
const offered = (alias: string, version: string): ServerImage =>
  ({ aliases: [alias], architecture: 'amd64', version }) as unknown as ServerImage;

let asked: string[];
let isLookingWhenAsked: boolean[];

beforeEach(async () => {
  [asked, isLookingWhenAsked] = [[], []];
  const find = async (from: string): Promise<readonly ServerImage[]> => {
    asked.push(from);
    isLookingWhenAsked.push(useNewerImages.getState().isLooking);
    return [offered('debian/trixie', '20261130_05:24'), offered('alpine/3.22', '20261101_00:00')];
  };
  const fake = createFakeBridge();
  await startWindow({ ...fake, hosts: { ...fake.hosts, list: async () => [] }, images: { ...fake.images, find } });
});

afterEach(async () => {
  await endWindow();
  clearHostStores();
  useNotifications.setState({ notifications: [] });
});

it('is looking while it asks each server once, and has the newer images of the host then', async () => {
  await lookForNewer([
    image('debian-13', `${server} debian/trixie amd64 20261127_05:24`),
    image('alpine', `${server} alpine/3.22 amd64 20261101_00:00`),
    image('own', null),
  ]);
  expect([asked, isLookingWhenAsked]).toEqual([[server], [true]]);
  const { byName, isLooking } = useNewerImages.getState();
  expect([...byName].map(([name, newer]) => [name, newer.server, newer.image.version])).toEqual([
    ['debian-13', server, '20261130_05:24'],
  ]);
  expect(isLooking).toBe(false);
});
