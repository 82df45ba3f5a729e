/** Makes a pure function of a text answer repeated texts from memory. Bounded: few distinct texts make up nearly all of a log, and when there are more the memory starts anew. */
export declare function remember<Result>(compute: (text: string) => Result): (text: string) => Result;
