// Copies uploads and attachments to the store beside another keyring, to which their keys were moved.
import { forEachPiece } from "./pieces.ts";
import type { AttachmentStore } from "./port.ts";

const PAGE = 100;

/** Can be repeated after an interruption: it then copies everything again. Returns the number of attachments. Throws LogUnavailable. */
export async function copyAttachmentStore(from: AttachmentStore, to: AttachmentStore): Promise<number> {
  const copyPieces = ({ id, bytes }: { readonly id: string; readonly bytes: number }) =>
    forEachPiece(bytes, async (number) => {
      const piece = await from.findPiece(id, number);
      if (piece) await to.putPiece(id, number, piece);
    });

  for (let after = ""; ; ) {
    const page = await from.uploadsAfter(after, PAGE);
    for (const upload of page) {
      await to.removeUpload(upload.id);
      await to.addUpload(upload);
      await copyPieces(upload);
      await to.completeUpload(upload.id);
      after = upload.id;
    }
    if (page.length < PAGE) break;
  }
  let copied = 0;
  for (let after = ""; ; ) {
    const page = await from.attachmentsAfter(after, PAGE);
    for (const attachment of page) {
      await to.remove(attachment.id);
      await to.add(attachment);
      await copyPieces(attachment);
      after = attachment.id;
      copied += 1;
    }
    if (page.length < PAGE) return copied;
  }
}
