// The findings of a check of a data folder: flaws, each once and up to a limit, and files that could not be checked.
import { relative } from "node:path";
import type { Flaw } from "../../event-log/port.ts";
import { isDamage, isOfFile, openReadOnly, type ReadOnlyFile, readingProblem } from "../../event-log/stores/read-only.ts";

/** The file within the data folder, with position and stream if there is one. No text that a person wrote. */
export type StoreFlaw = Flaw & { readonly file: string };
export type Unchecked = { readonly file: string; readonly why: string };

export type Findings = ReturnType<typeof collectFindings>;

const MAX_FLAWS = 1_000;
/** The maximum number of reads of a file that changes meanwhile. */
export const MAX_READINGS = 3;

export const flawOfFile = (what: string): Flaw => ({ position: "", stream: "", what });

/** `found` is called with each flaw as it is found. */
export function collectFindings(dataDir: string, found?: (flaw: StoreFlaw) => void) {
  const flaws: StoreFlaw[] = [];
  const unchecked: Unchecked[] = [];
  const unique = new Set<string>();
  let uncollected = 0;
  const nameOf = (path: string): string => relative(dataDir, path);

  function add(path: string, { position, stream, what }: Flaw): void {
    const flaw = { file: nameOf(path), position, stream, what };
    const key = JSON.stringify(flaw);
    if (unique.has(key)) return;
    unique.add(key);
    if (flaws.length >= MAX_FLAWS) return;
    flaws.push(flaw);
    found?.(flaw);
  }
  const addUnchecked = (path: string, why: string) => unchecked.push({ file: nameOf(path), why });
  function addProblem(path: string, error: unknown): void {
    if (isDamage(error)) add(path, flawOfFile(readingProblem(error)));
    else addUnchecked(path, readingProblem(error));
  }

  return {
    flaws,
    unchecked,
    nameOf,
    add,
    addUnchecked,
    addProblem,
    count: () => unique.size + uncollected,
    /** Opens a file and checks it. If the file changes meanwhile, drops the flaws of that read and repeats it. */
    async onFile<T>(
      path: string,
      check: (file: ReadOnlyFile, report: (flaw: Flaw) => void) => Promise<T>,
    ): Promise<T | undefined> {
      for (let reading = 1; ; reading += 1) {
        const reported: Flaw[] = [];
        // A log whose keyring is lost has a flaw in each event: flaws beyond the limit are only counted.
        let beyond = 0;
        const report = (flaw: Flaw): void => {
          if (reported.length < MAX_FLAWS) reported.push(flaw);
          else beyond += 1;
        };
        const collect = () => {
          for (const flaw of reported) add(path, flaw);
          uncollected += beyond;
        };
        using opened = new DisposableStack();
        let file: ReadOnlyFile | undefined;
        try {
          file = opened.use(openReadOnly(path));
          const result = await check(file, report);
          if (file.wasWritten() && reported.length > 0 && reading < MAX_READINGS) continue;
          collect();
          return result;
        } catch (error) {
          if (!isOfFile(error)) throw error;
          if (file?.wasWritten() && reading < MAX_READINGS) continue;
          collect();
          addProblem(path, error);
          return undefined;
        }
      }
    },
  };
}
