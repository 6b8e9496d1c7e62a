export function killTree(pid: number | undefined): Promise<void>;
export function killTreeNow(pid: number): void;
export function processesMarked(mark: string): { pid: number; command: string }[];
export function isAlive(pid: number): boolean;
