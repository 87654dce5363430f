/** Writes to the screen or into a pipe. Whoever reads a pipe may have seen enough, as `head` has: the command then ends. */
export function print(text: string | Uint8Array): void {
  if (process.stdout.listenerCount("error") === 0) process.stdout.once("error", () => process.exit());
  process.stdout.write(text);
}
