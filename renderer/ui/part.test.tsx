// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPart } from './part.tsx';

afterEach(cleanup);

function Greeting({ name }: { readonly name: string }) {
  return <p>Hello {name}</p>;
}

/** A part whose file comes when the test says so. */
function createHeldPart() {
  let come: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    come = resolve;
  });
  const find = vi.fn(() => held.then(() => Greeting));
  return { find, come: () => come(), Part: createPart(find, { waiting: () => <p>Waiting</p> }) };
}

describe('a part', () => {
  it('shows that it waits until it is loaded, and is asked for once', async () => {
    const { Part, find, come } = createHeldPart();
    render(
      <>
        <Part name="web" />
        <Part name="db" />
      </>,
    );
    expect(screen.getAllByText('Waiting')).toHaveLength(2);
    come();
    expect(await screen.findByText('Hello web')).toBeTruthy();
    expect([screen.queryByText('Waiting'), find.mock.calls.length]).toEqual([null, 1]);
  });

  it('that was loaded before is drawn at once', async () => {
    const { Part, come } = createHeldPart();
    come();
    await Part.load();
    render(<Part name="web" />);
    expect(screen.getByText('Hello web')).toBeTruthy();
  });

  it('that is gone before its file has come draws nothing', async () => {
    const { Part, come } = createHeldPart();
    const { unmount } = render(<Part name="web" />);
    unmount();
    come();
    await Part.load();
    expect(document.body.textContent).toBe('');
  });
});
