// A council's ledger, exported by a running hub into a file that its owner alone can read, or onto the screen.
import { randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { CommandFailed } from "./client.ts";

export type LedgerOptions = {
  readonly council: string;
  readonly format: string;
  readonly at?: string | undefined;
};

/** The file as the hub made it. Throws CommandFailed with the hub's own sentence when there is none. */
export async function fetchLedger(url: string, token: string, asked: LedgerOptions): Promise<Buffer> {
  const response = await fetch(new URL("/ledger", url), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(asked),
  }).catch(() => {
    throw new CommandFailed(`No hub answers at ${url}. Start one with npm start, or name it with --url.`);
  });
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  const { errors } = (await response.json().catch(() => ({}))) as { errors?: { message: string }[] };
  throw new CommandFailed(errors?.map(({ message }) => message).join(" ") ?? "The hub gave no answer.");
}

/** Writes it whole or not at all. */
export function writeLedger(file: string, ledger: Buffer): void {
  const part = `${file}.${randomUUID()}.part`;
  try {
    writeFileSync(part, ledger, { mode: 0o600, flag: "wx" });
    renameSync(part, file);
  } catch {
    rmSync(part, { force: true });
    throw new CommandFailed(`The file ${file} cannot be written.`);
  }
}
