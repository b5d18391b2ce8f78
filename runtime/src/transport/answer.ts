/** What a transport answers: at once where it is known at once, as inside the process. */
export type Answer<T> = T | PromiseLike<T>
