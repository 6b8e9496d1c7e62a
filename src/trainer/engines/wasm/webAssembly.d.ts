/** The part of WebAssembly that this room uses: its compiler library knows neither the DOM nor WebAssembly. */
declare namespace WebAssembly {
  class Memory {
    constructor(limits: { initial: number });
    readonly buffer: ArrayBuffer;
  }
  const Module: new (binary: Uint8Array<ArrayBuffer>) => object;
  class Instance {
    constructor(module: object, imports: Record<string, Record<string, Memory>>);
    readonly exports: object;
  }
}
