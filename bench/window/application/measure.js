// SPDX-License-Identifier: Apache-2.0
/** Loaded into the page: times between frames. */

window.measureFrames = (milliseconds) =>
  new Promise((resolve) => {
    const intervals = [];
    const begin = performance.now();
    let before = begin;
    const next = (now) => {
      intervals.push(now - before);
      before = now;
      if (now - begin < milliseconds) requestAnimationFrame(next);
      else resolve(intervals);
    };
    requestAnimationFrame(next);
  });
