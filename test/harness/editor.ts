import { ensureEditor, type Editor } from './install.mjs';
import { skip } from './skip';

/**
 * For `before` hooks of tests that drive the editor: resolves with it, or skips the tests with the reason why this
 * machine cannot host one. The hook should allow ten minutes: on a fresh machine the editor is installed first.
 */
export async function editorOrSkip(context: Mocha.Context): Promise<Editor> {
  const editor = await ensureEditor(console.log);
  return editor.ok ? editor : skip(context, editor.reason);
}
