/** How a step of a dialogue ended. */
export type Answer<T> = { kind: 'value'; value: T } | { kind: 'back' } | { kind: 'cancelled' };
