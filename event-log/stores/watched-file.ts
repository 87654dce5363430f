// The files of a store: whether they are still the ones that were opened, and have not shrunk. Neither a database's file nor its write-ahead file ever
// does by itself. They are looked at twice a commit, and never asked for their times there: the system then writes those down at each write after.
import { closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";

export type FileProblem = "removed" | "replaced" | "cut";
export type WatchedFiles = {
  /** From now on. Throws what the file system throws. */
  begin(): void;
  /** Before something is written: a write beyond the end of a file that was cut would make it as long as it was. */
  lookBefore(): FileProblem | undefined;
  /** After something was written. */
  lookAfter(): FileProblem | undefined;
  /** Each file by its path, whatever was mounted there. */
  lookClosely(): FileProblem | undefined;
  /** How long the first file is. */
  size(): number;
  close(): void;
};

/** What a commit adds is mostly less. */
const CHUNK = 65_536;

/** Of one folder. The folder's own time changes with every file that comes, goes or is renamed in it, and with nothing else. */
export function watchFiles(paths: readonly [main: string, writeAhead: string]): WatchedFiles {
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
    begin() {
      folderWas = folderIs();
      for (const file of files) file.begin();
    },
    lookBefore: () => first((file) => file.lookAtEnd(chunk, 2)),
    lookAfter: () => (folderIs() === folderWas ? files[1].lookAtEnd(chunk, CHUNK) : lookClosely()),
    lookClosely,
    size: () => files[0].size(),
    close() {
      for (const file of files) file.close();
    },
  };
}

/** Reading it is not to be written down either, where the system has that, and lets those who do not own the file. */
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
    /** Reads from the last byte that there was: what is read beyond it was added. */
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
