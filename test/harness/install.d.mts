/** The web server that is VS Code. */
export interface EditorServer {
  readonly ok: true;
  /** Started as `node <main>`. */
  readonly server: { readonly main: string; readonly version: string };
}

/** The server and a browser to open it in. */
export interface Editor extends EditorServer {
  /** The browser's executable. */
  readonly chromium: string;
}

/** Why this machine cannot host the editor, in words fit for a skipped test. */
export interface NoEditor {
  readonly ok: false;
  readonly reason: string;
}

export function ensureEditor(log?: (line: string) => void): Promise<Editor | NoEditor>;
export function ensureServer(log?: (line: string) => void): Promise<EditorServer | NoEditor>;
