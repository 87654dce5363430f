// Exports a council's ledger from a running hub to a file that only its owner can read.
import { randomUUID } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { LedgerFormat } from "../reference/ledger-formats.ts";
import { CommandFailed, post } from "./client.ts";

export type LedgerOptions = {
  readonly council: string;
  readonly format: LedgerFormat;
  readonly at?: string | undefined;
};

const instant = z.iso.datetime({ offset: true });

/** Fetches the export. Throws CommandFailed with the hub's message. */
export async function fetchLedger(url: string, token: string, options: LedgerOptions): Promise<Buffer> {
  if (options.at !== undefined && !instant.safeParse(options.at).success)
    throw new CommandFailed("--at: Enter a date and time with an offset, or Z for UTC, such as 2026-03-31T09:30:00Z.");
  const response = await post(url, "/ledger", token, options);
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  const { errors } = (await response.json().catch(() => ({}))) as { errors?: { message: string }[] };
  throw new CommandFailed(errors?.map(({ message }) => message).join(" ") ?? "The hub did not answer. Try again.");
}

/** Writes the whole file or nothing, and prints the result. */
export function writeLedger(file: string, ledger: Buffer): void {
  const part = `${file}.${randomUUID()}.part`;
  try {
    writeFileSync(part, ledger, { mode: 0o600, flag: "wx" });
    renameSync(part, file);
  } catch {
    rmSync(part, { force: true });
    throw new CommandFailed(`The file ${file} cannot be written. Check its name and that you may write there.`);
  }
  const size = new Intl.NumberFormat("en-GB").format(ledger.length);
  console.log(
    `The ledger is in ${file}: ${size} bytes. Only you can read the file. It is confidential: names and text in it are not encrypted.`,
  );
}
