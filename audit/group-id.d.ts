/** Names a group of denials by a hash of what its events share: the same on every run, host and machine. */
/** 64 bits as 16 hex digits (two runs of MurmurHash3's mixing, as in cyrb53). It only tells groups apart; nothing is protected by it. */
export declare function groupId(key: string): string;
