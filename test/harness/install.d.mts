/** Where the parts of a usable editor lie. */
export interface Editor {
  readonly ok: true;
  /** The web server that is VS Code: started as `node <main>`. */
  readonly server: { readonly main: string; readonly version: string };
  /** The browser's executable. */
  readonly chromium: string;
}

/** Why this machine cannot host the editor, in words fit for a skipped test. */
export interface NoEditor {
  readonly ok: false;
  readonly reason: string;
}

export function ensureEditor(log?: (line: string) => void): Promise<Editor | NoEditor>;
