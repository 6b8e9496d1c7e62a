/** The editor has nine columns. */
export const mostCompared = 9;
