/** Writes to the screen, a pipe or a file. Whoever reads a pipe may have seen enough, as `head` has; a file that is not whole is said to be none. */
export function print(text: string | Uint8Array): void {
  if (process.stdout.listenerCount("error") === 0) process.stdout.once("error", endBy);
  process.stdout.write(text);
}

function endBy({ code }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") process.exit();
  console.error(`The output cannot be written (${code}). It is not complete. Try again.`);
  process.exit(1);
}
