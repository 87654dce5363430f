// Compares the content of attachments with what the log says of them.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { KeyReader } from "../../event-log/keys/key-reader.ts";
import type { Sealed } from "../../event-log/keys/port.ts";
import { type Flaw, LogUnavailable, type StoredEvent } from "../../event-log/port.ts";
import { PostgresUnusable } from "../../event-log/postgres/unusable.ts";
import { pageFlaw } from "../../event-log/stores/read-only.ts";
import type { Pace } from "../../projections/runtime/compare.ts";
import { readConcernEvent } from "../../services/concern/stream.ts";
import { UnreadableEvent } from "../../services/stored-events.ts";
import { pieceCount } from "../attachments/pieces.ts";
import type { StoredAttachment } from "../attachments/port.ts";
import { contentIn } from "../attachments/sqlite-attachments.ts";
import type { FoundFolder } from "../folder/data-folder.ts";
import { type Findings, flawOfFile } from "./findings.ts";

/** An attachment that an event names, with its sealed name and hash. */
type NamedAttachment = { readonly id: string; readonly event: Pick<StoredEvent, "stream" | "position">; readonly text: Sealed };

/** Collects the attachments that events name. An event that cannot be read has a flaw already. */
export function collectAttachments() {
  const named = new Map<string, NamedAttachment>();
  return {
    named,
    add(stored: StoredEvent): void {
      if (stored.category !== "concern" || !stored.type.startsWith("EvidenceAdded.")) return;
      try {
        const event = readConcernEvent(stored);
        if (event.type !== "EvidenceAdded.v2") return;
        for (const { attachment, text } of event.data.attachments)
          named.set(attachment, { id: attachment, event: stored, text: text as Sealed });
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
      }
    },
  };
}

type AttachmentsCheck = {
  readonly folder: Pick<FoundFolder, "keyring" | "attachmentsFile">;
  readonly findings: Findings;
  readonly keys: KeyReader | undefined;
  readonly named: ReadonlyMap<string, NamedAttachment>;
  readonly pace: Pace;
};
/** Finds attachments and their sealed pieces. */
type Content = {
  readonly find: (id: string) => Promise<StoredAttachment | undefined> | StoredAttachment | undefined;
  readonly findPiece: (file: string, number: number) => Promise<Uint8Array | undefined> | Uint8Array | undefined;
};

/** Returns the number of attachments whose content was compared. */
export async function verifyAttachments({ folder, findings, keys, named, pace }: AttachmentsCheck): Promise<number> {
  const { keyring, attachmentsFile } = folder;

  async function compareAll(content: Content, report: (flaw: Flaw) => void): Promise<number> {
    if (!keys) return 0;
    for (const { id, event, text } of named.values()) {
      const what = await flawOf(keys, text, id, content);
      if (what) report({ stream: event.stream, position: event.position, what });
      await pace();
    }
    return named.size;
  }

  if (keyring.kind === "postgres") {
    if (named.size === 0) return 0;
    try {
      const { openContentForReading } = await import("../attachments/postgres-attachments.ts");
      await using store = openContentForReading(keyring);
      return await compareAll(store, (flaw) => findings.add(attachmentsFile, flaw));
    } catch (error) {
      if (!(error instanceof PostgresUnusable || error instanceof LogUnavailable)) throw error;
      findings.addUnchecked(attachmentsFile, error.message);
      return 0;
    }
  }
  if (!existsSync(attachmentsFile)) {
    if (named.size > 0) findings.add(attachmentsFile, flawOfFile(`the file is missing, and with it ${named.size} attachments`));
    return 0;
  }
  const compared = await findings.onFile(attachmentsFile, async ({ db }, report) => {
    const damage = pageFlaw(db);
    if (damage !== undefined) report(flawOfFile(damage));
    return compareAll(contentIn(db), report);
  });
  return compared ?? 0;
}

/** Undefined where the content is as the event says, or the concern's key was destroyed. */
async function flawOf(keys: KeyReader, text: Sealed, id: string, content: Content): Promise<string | undefined> {
  let described: unknown;
  try {
    described = keys.unseal(text);
  } catch {
    // The check of the event reports it.
    return undefined;
  }
  if (described === undefined) return undefined;
  const stored = await content.find(id);
  if (!stored) return "the content of an attachment is missing";
  const hash = createHash("sha256");
  for (let number = 0; number < pieceCount(stored.bytes); number += 1) {
    const sealed = await content.findPiece(id, number);
    if (!sealed) return "a piece of an attachment is missing";
    try {
      hash.update(keys.unsealBytes(stored.key, sealed) ?? "");
    } catch {
      return "a piece of an attachment does not open";
    }
  }
  const isAsAdded = hash.digest("hex") === (described as { sha256?: unknown }).sha256;
  return isAsAdded ? undefined : "the content of an attachment is not what was added";
}
