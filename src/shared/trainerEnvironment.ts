/** Names that a trainer needs to find programs, folders, a language, a GPU and the network; compared in upper case, as Windows does. */
const passedOn =
  /^(PATH|PATHEXT|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|TMP|TEMP|TMPDIR|LANG|LC_.+|TZ|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|NUMBER_OF_PROCESSORS|PROCESSOR_ARCHITECTURE|LD_LIBRARY_PATH|CUDA_.+|NVIDIA_.+|TF_.+|PET_CV_.+|XDG_DATA_HOME|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS)$/;

/**
 * The environment of a trainer process: a short list of what is passed on, so that nothing that the editor, a debugger
 * or a shell set for itself (NODE_OPTIONS, VSCODE_*) reaches it.
 */
export function trainerEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  machine: { electron: boolean; cores: number },
): Record<string, string> {
  const kept = Object.entries(own).flatMap(([name, value]) =>
    value !== undefined && passedOn.test(name.toUpperCase()) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(kept),
    // Photos are decoded on libuv's pool, whose four threads would leave a large machine idle.
    UV_THREADPOOL_SIZE: String(machine.cores),
    ...(machine.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
  };
}
