// Work that nobody awaits is started here and nowhere else, so that its errors are handled and none ends the process.

/** Handles such an error. The code says what had been started, and is for the log. */
export type Unheard = (code: string, error: unknown) => void;

/** Runs `work` now. What it throws, now or later, goes to `unheard`. */
export function inBackground(code: string, work: () => unknown, unheard: Unheard): void {
  try {
    Promise.resolve(work()).catch((error) => unheard(code, error));
  } catch (error) {
    unheard(code, error);
  }
}

/** Both, with the handler of errors given once. */
export type Background = {
  run(code: string, work: () => unknown): void;
  every(ms: number, code: string, work: () => unknown): { stop(): void };
};
export const backgroundWith = (unheard: Unheard): Background => ({
  run: (code, work) => inBackground(code, work, unheard),
  every: (ms, code, work) => every(ms, code, work, unheard),
});

/** Runs it after every so many milliseconds, until it is stopped. It keeps no process alive. */
export function every(ms: number, code: string, work: () => unknown, unheard: Unheard): { stop(): void } {
  const timer = setInterval(() => inBackground(code, work, unheard), ms);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
