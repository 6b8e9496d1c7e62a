export const compiledTests: string;
export function compileExtensionTests(): Promise<string>;
