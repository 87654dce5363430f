/** Writes to standard output. The reader of a pipe may close it, as `head` does; an incomplete file is an error. */
export function print(text: string | Uint8Array): void {
  if (process.stdout.listenerCount("error") === 0) process.stdout.once("error", endBy);
  process.stdout.write(text);
}

function endBy({ code }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") process.exit();
  console.error(`The output cannot be written (${code}). It is not complete. Try again.`);
  process.exit(1);
}
