// Whether the files of a store are still the ones that were opened, and have not shrunk: they never do by themselves. Checked
// twice a commit, without reading their times, which would make the system write them down after every write.
import { closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";

export type FileProblem = "removed" | "replaced" | "cut";
/** What a commit adds is mostly less. */
const CHUNK = 65_536;

/** In one folder: its modification time changes when a file in it is made, removed or renamed, and at nothing else. */
export function watchFiles(paths: readonly [main: string, writeAhead: string]) {
  const folder = dirname(paths[0]);
  const files = paths.map(watchFile) as [WatchedFile, WatchedFile];
  const chunk = Buffer.alloc(CHUNK);
  let folderWas = "";

  const folderIs = (): string => {
    const found = statSync(folder, { throwIfNoEntry: false });
    return found ? `${found.dev} ${found.ino} ${found.mtimeMs}` : "";
  };
  const first = (look: (file: WatchedFile) => FileProblem | undefined) => look(files[0]) ?? look(files[1]);
  const lookClosely = () => {
    folderWas = folderIs();
    return first((file) => file.lookClosely());
  };

  return {
    /** Throws what the file system throws. */
    begin() {
      folderWas = folderIs();
      for (const file of files) file.begin();
    },
    /** Before a write: a write beyond the end of a file that was cut would restore its length. */
    lookBefore: () => first((file) => file.lookAtEnd(chunk, 2)),
    lookAfter: () => (folderIs() === folderWas ? files[1].lookAtEnd(chunk, CHUNK) : lookClosely()),
    /** Each file by its path, whatever was mounted there. */
    lookClosely,
    /** The size of the first file. */
    size: () => files[0].size(),
    close() {
      for (const file of files) file.close();
    },
  };
}

/** Without access times where the system allows it, which is for the file's owner. */
function openToLook(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NOATIME ?? 0));
  } catch {
    return openSync(path, "r");
  }
}

type WatchedFile = ReturnType<typeof watchFile>;

function watchFile(path: string) {
  let handle: number | undefined;
  let [inode, device, size] = [0, 0, 0];

  function lookClosely(): FileProblem | undefined {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return "removed";
    if (found.ino !== inode || found.dev !== device) return "replaced";
    if (found.size < size) return "cut";
    size = found.size;
    return undefined;
  }

  return {
    begin() {
      handle ??= openToLook(path);
      const found = statSync(path);
      [inode, device, size] = [found.ino, found.dev, found.size];
    },
    /** Reads from the last known byte: more than that was added. */
    lookAtEnd(chunk: Buffer, length: number): FileProblem | undefined {
      const from = Math.max(size - 1, 0);
      const read = readSync(handle as number, chunk, 0, length, from);
      if (from + read < size) return "cut";
      if (read === length) return lookClosely();
      size = from + read;
      return undefined;
    },
    lookClosely,
    size: () => size,
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}
