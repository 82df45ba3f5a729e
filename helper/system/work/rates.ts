// SPDX-License-Identifier: Apache-2.0
/** Limits how much of something each user may have: some at once, and then so much a second. */

export interface Rates {
  /**
   * Takes this much, one when left out and no more than the burst, and gives zero; or, when the user has to wait, the
   * milliseconds until it is there.
   */
  take(uid: number, amount?: number): number;
}

export interface RateLimits {
  readonly perSecond: number;
  readonly burst: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Users that are kept before those who have all their tokens again are forgotten. */
const maxKept = 256;

export function createRates({ perSecond, burst, now }: RateLimits): Rates {
  const buckets = new Map<number, Bucket>();

  function refill(bucket: Bucket, time: number): void {
    bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.at) * perSecond) / 1000);
    bucket.at = time;
  }

  function forgetFull(time: number): void {
    for (const [uid, bucket] of buckets) {
      refill(bucket, time);
      if (bucket.tokens === burst) buckets.delete(uid);
    }
  }

  function bucketOf(uid: number, time: number): Bucket {
    const kept = buckets.get(uid);
    if (kept !== undefined) return kept;
    if (buckets.size >= maxKept) forgetFull(time);
    const made = { tokens: burst, at: time };
    buckets.set(uid, made);
    return made;
  }

  return {
    take(uid, amount = 1) {
      const time = now();
      const bucket = bucketOf(uid, time);
      refill(bucket, time);
      if (bucket.tokens < amount) return ((amount - bucket.tokens) / perSecond) * 1000;
      bucket.tokens -= amount;
      return 0;
    },
  };
}
